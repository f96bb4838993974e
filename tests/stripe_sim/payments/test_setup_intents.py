"""Keeping a way to pay for later: SetupIntents and their attempts."""

from __future__ import annotations

from typing import Any

import pytest

from stub_server.stripe_sim import PUBLISHABLE_KEY
from stub_server.stripe_sim.payments import state_machine
from stub_server.stripe_sim.payments.state_machine import IllegalTransitionError
from stub_server.stripe_sim.testdata import outcomes

BACK = {"return_url": "https://shop.example/back?from=setup"}
CONSENT = {"mandate_data[customer_acceptance][type]": "offline"}
CARDS = outcomes.cards()
UNKEPT = [card for card in CARDS.values() if card.decline and not card.attaches]


@pytest.fixture
async def customer(api: Any) -> str:
    made: str = (await api.post("customers", email="jenny@example.com"))["id"]
    return made


async def setup(api: Any, **params: Any) -> Any:
    return await api.post("setup_intents", params)


async def confirm(api: Any, intent: Any, method: str, **params: Any) -> Any:
    given = {"payment_method": method, **BACK, **params}
    return await api.post(f"setup_intents/{intent['id']}/confirm", given)


async def test_a_new_one_waits_for_a_method(api: Any, customer: str) -> None:
    made = await setup(api, customer=customer, description="a card", **{"metadata[a]": "1"})
    assert (made["status"], made["usage"]) == ("requires_payment_method", "off_session")
    assert made["id"].startswith("seti_1")
    assert len(made["id"]) == 29
    head, tail = made["client_secret"].split("_secret_")
    assert (head, len(tail)) == (made["id"], 31)
    assert made["automatic_payment_methods"] == {"allow_redirects": "always", "enabled": True}
    assert "sepa_debit" in made["payment_method_types"]
    assert "p24" not in made["payment_method_types"]
    assert made["payment_method_options"]["card"] == {
        "mandate_options": None,
        "network": None,
        "request_three_d_secure": "automatic",
    }
    assert (await api.events())[-1] == "setup_intent.created"
    assert await api.get(f"setup_intents/{made['id']}") == made


async def test_a_card_is_kept_with_its_customer(api: Any, customer: str) -> None:
    done = await confirm(api, await setup(api, customer=customer), "pm_card_visa")
    assert (done["status"], done["next_action"], done["mandate"]) == ("succeeded", None, None)
    method = await api.get(f"payment_methods/{done['payment_method']}")
    assert method["customer"] == customer
    assert method["card"]["checks"]["cvc_check"] == "pass"
    assert await api.events() == [
        "customer.created",
        "setup_intent.created",
        "payment_method.attached",
        "setup_intent.succeeded",
    ]
    kept = await api.get(f"customers/{customer}/payment_methods")
    assert [each["id"] for each in kept["data"]] == [method["id"]]
    one = await api.get(f"customers/{customer}/payment_methods/{method['id']}")
    assert one == method
    attempts = await api.get("setup_attempts", setup_intent=done["id"])
    (attempt,) = attempts["data"]
    assert attempts["url"] == "/v1/setup_attempts"
    assert (attempt["id"], attempt["status"]) == (done["latest_attempt"], "succeeded")
    assert attempt["payment_method_details"]["card"]["last4"] == "4242"
    assert attempt["customer"] == customer


@pytest.mark.parametrize("card", UNKEPT, ids=lambda card: card.number)
async def test_a_declining_card_is_not_kept(api: Any, card: outcomes.Card) -> None:
    intent = await setup(api)
    params = {"payment_method": f"pm_card_{card.names[0]}", **BACK}
    error = await api.get_error("POST", f"setup_intents/{intent['id']}/confirm", params)
    expected = outcomes.declines()[str(card.decline)]
    assert (error["status"], error["type"]) == (402, "card_error")
    assert (error["code"], error["decline_code"]) == (expected["code"], card.decline)
    assert error["message"] == expected["message"]
    assert "charge" not in error
    after = await api.get(f"setup_intents/{intent['id']}")
    assert error["setup_intent"] == after
    assert (after["status"], after["payment_method"]) == ("requires_payment_method", None)
    wrong = after["last_setup_error"]
    assert wrong["code"] == expected["code"]
    assert wrong["payment_method"]["card"]["last4"] == card.number[-4:]
    assert (await api.events())[-1] == "setup_intent.setup_failed"
    (attempt,) = (await api.get("setup_attempts", setup_intent=intent["id"]))["data"]
    assert (attempt["status"], attempt["setup_error"]["code"]) == ("failed", expected["code"])
    done = await confirm(api, intent, "pm_card_visa")
    assert (done["status"], done["last_setup_error"]) == ("succeeded", None)


async def test_this_card_is_kept_and_declines_payments(api: Any, customer: str) -> None:
    done = await confirm(api, await setup(api, customer=customer), "pm_card_chargeCustomerFail")
    assert done["status"] == "succeeded"
    intent = await api.intent(customer=customer)
    params = {"payment_method": done["payment_method"], **BACK}
    error = await api.get_error("POST", f"payment_intents/{intent['id']}/confirm", params)
    assert error["decline_code"] == "generic_decline"


@pytest.mark.parametrize("sdk", [True, False])
@pytest.mark.parametrize(
    ("outcome", "status"), [("succeed", "succeeded"), ("fail", "requires_payment_method")]
)
async def test_the_issuer_wants_to_see_the_buyer(
    api: Any, customer: str, outcome: str, status: str, sdk: bool
) -> None:
    more = {"use_stripe_sdk": "true"} if sdk else {}
    intent = await setup(api, customer=customer)
    waiting = await confirm(api, intent, "pm_card_authenticationRequiredOnSetup", **more)
    assert waiting["status"] == "requires_action"
    assert waiting["next_action"]["type"] == ("use_stripe_sdk" if sdk else "redirect_to_url")
    assert (await api.events())[-1] == "setup_intent.requires_action"
    (attempt,) = (await api.get("setup_attempts", setup_intent=intent["id"]))["data"]
    assert attempt["status"] == "requires_action"
    path = f"setup_intents/{intent['id']}/authenticate"
    after = (await api.control(path, {"outcome": outcome})).json()
    assert (after["status"], after["next_action"]) == (status, None)
    if outcome == "fail":
        wrong = after["last_setup_error"]
        assert wrong["code"] == "setup_intent_authentication_failure"
        assert wrong["type"] == "invalid_request_error"
        assert wrong["message"].startswith("The provided PaymentMethod has failed authentication.")
        assert wrong["message"].endswith("to attempt to fulfill this SetupIntent again.")
        assert (await api.events())[-1] == "setup_intent.setup_failed"
    else:
        assert (await api.events())[-2:] == ["payment_method.attached", "setup_intent.succeeded"]
    (attempt,) = (await api.get("setup_attempts", setup_intent=intent["id"]))["data"]
    asked = attempt["payment_method_details"]["card"]["three_d_secure"]
    assert (asked and asked["result"]) == ("authenticated" if outcome == "succeed" else None)
    assert (await api.control(path, {})).status_code == 409


@pytest.mark.parametrize(("usage", "status"), [("off_session", 200), ("on_session", 402)])
async def test_what_was_set_up_for_it_pays_without_the_buyer(
    api: Any, customer: str, usage: str, status: int
) -> None:
    intent = await setup(api, customer=customer, usage=usage)
    await confirm(api, intent, "pm_card_authenticationRequiredOnSetup")
    done = await api.control(f"setup_intents/{intent['id']}/authenticate", {})
    params = {
        "amount": 2000,
        "currency": "eur",
        "customer": customer,
        "payment_method": done.json()["payment_method"],
        "off_session": "true",
        "confirm": "true",
        **BACK,
    }
    answer = await api.ask("POST", "/v1/payment_intents", params)
    assert answer.status_code == status
    if status == 402:
        error = answer.json()["error"]
        assert (error["code"], error["decline_code"]) == (
            "authentication_required",
            "authentication_required",
        )
        assert error["payment_intent"]["status"] == "requires_payment_method"


@pytest.mark.parametrize("method_type", ["ideal", "bancontact"])
async def test_behind_a_redirect_stands_an_account(
    api: Any, customer: str, method_type: str
) -> None:
    intent = await setup(api, customer=customer)
    waiting = await api.post(
        f"setup_intents/{intent['id']}/confirm",
        {"payment_method_data[type]": method_type, **BACK, **CONSENT},
    )
    url = waiting["next_action"]["redirect_to_url"]["url"]
    assert "/sa_nonce_" in url
    shown = await api.ask("GET", url)
    assert "Authorize Test Setup" in shown.text
    back = (await api.ask("GET", url, {"outcome": "succeed"})).headers["location"]
    assert f"setup_intent={intent['id']}" in back
    assert f"setup_intent_client_secret={intent['client_secret']}" in back
    assert "redirect_status=succeeded" in back
    done = await api.get(f"setup_intents/{intent['id']}", **{"expand[]": "latest_attempt"})
    told = done["latest_attempt"]["payment_method_details"][method_type]
    kept = await api.get(f"customers/{customer}/payment_methods")
    assert [(each["type"], each["id"]) for each in kept["data"]] == [
        ("sepa_debit", told["generated_sepa_debit"])
    ]
    origin = kept["data"][0]["sepa_debit"]["generated_from"]
    assert origin == {"charge": None, "setup_attempt": done["latest_attempt"]["id"]}
    mandate = await api.get(f"mandates/{told['generated_sepa_debit_mandate']}")
    assert (mandate["id"], mandate["type"]) == (done["mandate"], "multi_use")
    paid = await api.confirm(await api.intent(customer=customer), kept["data"][0]["id"])
    assert paid["status"] == "processing"


async def test_a_bank_account_is_kept_with_a_mandate(api: Any, customer: str) -> None:
    intent = await setup(api, customer=customer)
    params = {"payment_method": "pm_success_de", **BACK}
    error = await api.get_error("POST", f"setup_intents/{intent['id']}/confirm", params)
    assert error["message"].startswith("This SetupIntent requires a mandate")
    done = await confirm(api, intent, "pm_success_de", **CONSENT)
    mandate = await api.get(f"mandates/{done['mandate']}")
    assert (mandate["type"], mandate["multi_use"]) == ("multi_use", {})
    assert mandate["payment_method_details"]["sepa_debit"].keys() == {"reference", "url"}


async def test_made_and_confirmed_at_once(api: Any, customer: str) -> None:
    params = {"confirm": "true", "payment_method": "pm_card_visa", "customer": customer, **BACK}
    assert (await setup(api, **params))["status"] == "succeeded"
    params["payment_method"] = "pm_card_chargeDeclined"
    error = await api.get_error("POST", "setup_intents", params)
    assert error["setup_intent"]["status"] == "requires_payment_method"
    assert (await api.events())[-2:] == ["setup_intent.created", "setup_intent.setup_failed"]


async def test_it_is_given_up(api: Any) -> None:
    intent = await setup(api)
    path = f"setup_intents/{intent['id']}/cancel"
    gone = await api.post(path, cancellation_reason="requested_by_customer")
    assert (gone["status"], gone["cancellation_reason"]) == ("canceled", "requested_by_customer")
    assert (await api.events())[-1] == "setup_intent.canceled"
    for verb in ("cancel", "confirm"):
        error = await api.get_error("POST", f"setup_intents/{intent['id']}/{verb}")
        assert (error["status"], error["code"]) == (400, "setup_intent_unexpected_state")
        assert error["setup_intent"]["id"] == intent["id"]


async def test_what_is_set_up_stays_so(api: Any) -> None:
    done = await confirm(api, await setup(api), "pm_card_visa")
    error = await api.get_error("POST", f"setup_intents/{done['id']}/confirm", BACK)
    assert error["message"] == (
        "You cannot confirm this SetupIntent because it has already succeeded."
    )
    error = await api.get_error("POST", f"setup_intents/{done['id']}/cancel")
    assert error["message"] == (
        "You cannot cancel this SetupIntent because it has a status of succeeded. Only a "
        "SetupIntent with one of the following statuses may be canceled: "
        "`requires_payment_method`, `requires_confirmation`, or `requires_action`."
    )
    error = await api.get_error(
        "POST", f"setup_intents/{done['id']}", {"payment_method": "pm_card_visa"}
    )
    assert error["code"] == "setup_intent_unexpected_state"
    changed = await api.post(f"setup_intents/{done['id']}", {"metadata[a]": "b"})
    assert changed["metadata"] == {"a": "b"}


async def test_without_a_method_there_is_nothing_to_set_up(api: Any) -> None:
    intent = await setup(api)
    error = await api.get_error("POST", f"setup_intents/{intent['id']}/confirm", BACK)
    assert error["code"] == "setup_intent_unexpected_state"
    assert "it's missing a payment method" in error["message"]


async def test_it_changes_until_it_is_confirmed(api: Any, customer: str) -> None:
    intent = await setup(api)
    path = f"setup_intents/{intent['id']}"
    given = await api.post(path, payment_method="pm_card_visa", customer=customer)
    assert (given["status"], given["customer"]) == ("requires_confirmation", customer)
    taken = await api.post(path, payment_method="")
    assert (taken["status"], taken["payment_method"]) == ("requires_payment_method", None)


async def test_lists(api: Any, customer: str) -> None:
    first = await setup(api, customer=customer)
    second = await setup(api)
    listed = await api.get("setup_intents")
    assert [each["id"] for each in listed["data"]] == [second["id"], first["id"]]
    own = await api.get("setup_intents", customer=customer)
    assert [each["id"] for each in own["data"]] == [first["id"]]
    error = await api.get_error("GET", "setup_attempts")
    assert (error["code"], error["param"]) == ("parameter_missing", "setup_intent")
    error = await api.get_error("GET", "setup_intents/seti_nobody")
    assert (error["status"], error["message"]) == (404, "No such setupintent: 'seti_nobody'")


@pytest.mark.parametrize(
    ("params", "code", "param"),
    [
        (
            {"payment_method_types[]": "card"},
            "payment_method_types_no_longer_supported",
            "payment_method_types",
        ),
        ({"customer": "cus_nobody"}, "resource_missing", "customer"),
        ({"payment_method": "pm_nobody"}, "resource_missing", "payment_method"),
        ({"usage": "never"}, None, "usage"),
        ({"amount": "1"}, "parameter_unknown", "amount"),
        (
            {"return_url": "https://shop.example"},
            "setup_intent_invalid_parameter",
            "return_url",
        ),
        ({"excluded_payment_method_types[]": "coins"}, None, "excluded_payment_method_types[0]"),
        ({"allowed_payment_method_types[]": "coins"}, None, "allowed_payment_method_types[0]"),
        ({"confirm": "true", "payment_method": "pm_card_visa"}, None, None),
        (
            {
                "allowed_payment_method_types[]": "card",
                "automatic_payment_methods[enabled]": "true",
            },
            "parameters_exclusive",
            "allowed_payment_method_types",
        ),
    ],
)
async def test_what_makes_no_sense_is_refused(
    api: Any, params: dict[str, str], code: str | None, param: str | None
) -> None:
    error = await api.get_error("POST", "setup_intents", params)
    assert (error["status"], error["type"]) == (400, "invalid_request_error")
    assert (error.get("code"), error.get("param")) == (code, param)
    assert (await api.get("setup_intents"))["data"] == []


async def test_without_a_version_types_may_be_named(api: Any) -> None:
    api.version = None
    made = await setup(
        api, confirm="true", payment_method="pm_card_visa", **{"payment_method_types[]": "card"}
    )
    assert (made["status"], made["payment_method_types"]) == ("succeeded", ["card"])
    assert made["automatic_payment_methods"] is None


async def test_only_some_types_are_allowed(api: Any) -> None:
    made = await setup(api, **{"allowed_payment_method_types[]": "card"})
    assert made["payment_method_types"] == ["card"]
    params = {"payment_method": "pm_success_de", **BACK, **CONSENT}
    error = await api.get_error("POST", f"setup_intents/{made['id']}/confirm", params)
    assert (error["status"], error["param"]) == (400, "payment_method")
    made = await setup(api, **{"excluded_payment_method_types[]": "card"})
    assert "card" not in made["payment_method_types"]


async def test_the_browser_confirms_with_the_secret(api: Any, customer: str) -> None:
    intent = await setup(api, customer=customer, **{"metadata[a]": "b"})
    api.key = PUBLISHABLE_KEY
    path = f"setup_intents/{intent['id']}"
    error = await api.get_error("GET", path)
    assert (error["code"], error["param"]) == ("parameter_missing", "client_secret")
    error = await api.get_error("GET", path, {"client_secret": "seti_1_secret_2"})
    assert error["message"] == (
        "The client_secret provided does not match the client_secret associated with the "
        "SetupIntent."
    )
    secret = {"client_secret": intent["client_secret"]}
    seen = await api.get(path, **secret)
    assert not {"customer", "metadata", "latest_attempt", "mandate"} & seen.keys()
    done = await api.post(f"{path}/confirm", {**secret, "payment_method": "pm_card_visa"})
    assert done["status"] == "succeeded"
    api.key = PUBLISHABLE_KEY.replace("pk", "sk")
    assert (await api.get(path))["customer"] == customer


async def test_other_peoples_methods_are_refused(api: Any, customer: str) -> None:
    kept = (await confirm(api, await setup(api, customer=customer), "pm_card_visa"))[
        "payment_method"
    ]
    error = await api.get_error("POST", "setup_intents", {"payment_method": kept})
    assert error["message"] == (
        f"The payment method supplied ({kept}) belongs to the Customer {customer}. Please include "
        "the Customer in the `customer` parameter on the SetupIntent."
    )
    other = (await api.post("customers"))["id"]
    error = await api.get_error(
        "POST", "setup_intents", {"payment_method": kept, "customer": other}
    )
    assert error["message"] == (
        f"The PaymentMethod {kept} does not belong to the Customer you supplied {other}. Please "
        "use this PaymentMethod with the Customer that it belongs to instead."
    )


def test_its_life_cycle_moves_no_money() -> None:
    for status, happened in state_machine.SETUP_TRANSITIONS:
        assert happened not in ("paid", "authorized", "captured", "debit_started")
        assert status in state_machine.OPEN
    for ended in ("succeeded", "canceled"):
        with pytest.raises(IllegalTransitionError):
            state_machine.next_status(ended, "canceled", state_machine.SETUP_TRANSITIONS)
