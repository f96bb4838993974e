"""Payment methods that a SetupIntent saves, by type and test card."""

from __future__ import annotations

from typing import Any

import pytest

from stub_server.stripe_sim.testdata import outcomes
from tests.stripe_sim.payments.setup_intent_calls import (
    BACK,
    CONSENT,
    confirm_setup_intent,
    create_setup_intent,
)

CARDS = outcomes.cards()
UNKEPT = [card for card in CARDS.values() if card.decline and not card.attaches]


@pytest.fixture
async def customer(api: Any) -> str:
    made: str = (await api.post("customers", email="jenny@example.com"))["id"]
    return made


async def test_a_card_is_kept_with_its_customer(api: Any, customer: str) -> None:
    done = await confirm_setup_intent(
        api, await create_setup_intent(api, customer=customer), "pm_card_visa"
    )
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
    intent = await create_setup_intent(api)
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
    done = await confirm_setup_intent(api, intent, "pm_card_visa")
    assert (done["status"], done["last_setup_error"]) == ("succeeded", None)


async def test_this_card_is_kept_and_declines_payments(api: Any, customer: str) -> None:
    done = await confirm_setup_intent(
        api, await create_setup_intent(api, customer=customer), "pm_card_chargeCustomerFail"
    )
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
    intent = await create_setup_intent(api, customer=customer)
    waiting = await confirm_setup_intent(
        api, intent, "pm_card_authenticationRequiredOnSetup", **more
    )
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
    intent = await create_setup_intent(api, customer=customer, usage=usage)
    await confirm_setup_intent(api, intent, "pm_card_authenticationRequiredOnSetup")
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
    intent = await create_setup_intent(api, customer=customer)
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
    intent = await create_setup_intent(api, customer=customer)
    params = {"payment_method": "pm_success_de", **BACK}
    error = await api.get_error("POST", f"setup_intents/{intent['id']}/confirm", params)
    assert error["message"].startswith("This SetupIntent requires a mandate")
    done = await confirm_setup_intent(api, intent, "pm_success_de", **CONSENT)
    mandate = await api.get(f"mandates/{done['mandate']}")
    assert (mandate["type"], mandate["multi_use"]) == ("multi_use", {})
    assert mandate["payment_method_details"]["sepa_debit"].keys() == {"reference", "url"}
