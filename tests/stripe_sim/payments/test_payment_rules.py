"""Rules of a payment: confirmation, authentication, texts, and rights of the caller."""

from __future__ import annotations

from typing import Any

import pytest

from stub_server.stripe_sim import PUBLISHABLE_KEY

BACK = {"return_url": "https://shop.example/back"}
NEVER = {"automatic_payment_methods[allow_redirects]": "never"}
CREATE = {"amount": 2000, "currency": "eur"}


@pytest.mark.parametrize("name", ["off_session", "return_url", "error_on_requires_action"])
async def test_what_needs_a_confirmation(api: Any, name: str) -> None:
    value = BACK["return_url"] if name == "return_url" else "true"
    error = await api.get_error("POST", "payment_intents", {**CREATE, name: value})
    assert (error["status"], error["param"]) == (400, name)
    assert error["message"] == (
        f"The parameter `{name}` cannot be passed when creating a PaymentIntent unless `confirm` "
        "is set to true."
    )


async def test_an_action_may_be_unwanted(api: Any) -> None:
    intent = await api.intent(**NEVER)
    params = {
        "payment_method": "pm_card_authenticationRequired",
        "error_on_requires_action": "true",
    }
    error = await api.get_error("POST", f"payment_intents/{intent['id']}/confirm", params)
    assert (error["status"], error["type"]) == (402, "card_error")
    assert (error["code"], error["decline_code"]) == (
        "authentication_required",
        "authentication_not_handled",
    )
    assert error["payment_intent"]["status"] == "requires_payment_method"
    assert error["payment_intent"]["last_payment_error"]["code"] == "authentication_required"
    assert (await api.events())[-1] == "payment_intent.payment_failed"


async def test_what_was_said_of_one_try_does_not_hold_for_the_next(api: Any) -> None:
    intent = await api.intent()
    params = {"payment_method": "pm_card_authenticationRequired", "off_session": "true", **BACK}
    await api.get_error("POST", f"payment_intents/{intent['id']}/confirm", params)
    waiting = await api.confirm(intent, "pm_card_authenticationRequired")
    assert waiting["status"] == "requires_action"


async def test_a_new_try_forgets_the_old_challenge(api: Any) -> None:
    waiting = await api.confirm(await api.intent(), "pm_card_authenticationRequired")
    page = waiting["next_action"]["redirect_to_url"]["url"]
    await api.control(f"payment_intents/{waiting['id']}/authenticate", {"outcome": "fail"})
    paid = await api.confirm(waiting, "pm_card_visa")
    charge = await api.get(f"charges/{paid['latest_charge']}")
    assert charge["payment_method_details"]["card"]["three_d_secure"] is None
    assert (await api.ask("GET", page)).status_code == 404


async def test_who_is_not_enrolled_is_asked_for_nothing(api: Any) -> None:
    option = {"payment_method_options[card][request_three_d_secure]": "any"}
    paid = await api.confirm(await api.intent(), "pm_card_visa", **option)
    charge = await api.get(f"charges/{paid['latest_charge']}")
    asked = charge["payment_method_details"]["card"]["three_d_secure"]
    assert (paid["status"], asked["result"]) == ("succeeded", "attempt_acknowledged")


async def test_an_optional_challenge_may_break(api: Any) -> None:
    option = {"payment_method_options[card][request_three_d_secure]": "any"}
    intent = await api.intent()
    params = {"payment_method": "pm_card_threeDSecureOptionalProcessingError", **BACK, **option}
    error = await api.get_error("POST", f"payment_intents/{intent['id']}/confirm", params)
    assert error["decline_code"] == "processing_error"


@pytest.mark.parametrize(
    ("params", "param", "code"),
    [
        ({"receipt_email": "nobody"}, "receipt_email", "email_invalid"),
        ({"statement_descriptor": "x" * 23}, "statement_descriptor", None),
        ({"statement_descriptor_suffix": "123"}, "statement_descriptor_suffix", None),
        ({"statement_descriptor_suffix": "a<b"}, "statement_descriptor_suffix", None),
        ({"shipping[name]": "Jenny"}, "shipping[address]", "parameter_missing"),
    ],
)
async def test_words_that_do_not_fit(
    api: Any, params: dict[str, str], param: str, code: str | None
) -> None:
    error = await api.get_error("POST", "payment_intents", {**CREATE, **params})
    assert (error["status"], error["param"], error.get("code")) == (400, param, code)


async def test_a_card_has_only_a_suffix(api: Any) -> None:
    intent = await api.intent(statement_descriptor="Books")
    params = {"payment_method": "pm_card_visa", **BACK}
    error = await api.get_error("POST", f"payment_intents/{intent['id']}/confirm", params)
    assert (error["status"], error["param"]) == (400, "statement_descriptor")
    other = await api.intent(statement_descriptor_suffix="Books")
    assert (await api.confirm(other, "pm_card_visa"))["status"] == "succeeded"


async def test_a_receipt_and_a_parcel(api: Any) -> None:
    paid = await api.pay_by_card(
        receipt_email="jenny@example.com",
        **{"shipping[name]": "Jenny Rosen", "shipping[address][line1]": "Allee 1"},
    )
    charge = await api.get(f"charges/{paid['latest_charge']}")
    assert charge["receipt_email"] == "jenny@example.com"
    assert paid["shipping"]["address"]["line1"] == "Allee 1"
    assert charge["shipping"]["address"]["country"] is None


async def test_a_group_is_joined_once(api: Any) -> None:
    intent = await api.intent()
    path = f"payment_intents/{intent['id']}"
    joined = await api.post(path, transfer_group="ORDER_1")
    assert await api.post(path, transfer_group="ORDER_1") == joined
    error = await api.get_error("POST", path, {"transfer_group": "ORDER_2"})
    assert (error["status"], error["param"]) == (400, "transfer_group")


async def test_the_browser_has_the_secret_or_nothing(api: Any) -> None:
    intent = await api.intent()
    api.key = PUBLISHABLE_KEY
    path = f"payment_intents/{intent['id']}"
    error = await api.get_error("GET", path, {"client_secret": f"{intent['id']}_secret_no"})
    assert (error["status"], error["param"], error["code"]) == (
        400,
        "client_secret",
        "payment_intent_invalid_parameter",
    )
    error = await api.get_error("POST", f"{path}/confirm", {"payment_method": "pm_card_visa"})
    assert error["param"] == "client_secret"


async def test_the_server_confirms_by_hand(api: Any) -> None:
    made = {"amount": 2000, "currency": "eur", "confirmation_method": "manual"}
    intent = await api.post("payment_intents", made)
    api.key = PUBLISHABLE_KEY
    params = {"client_secret": intent["client_secret"], "payment_method": "pm_card_visa"}
    error = await api.get_error("POST", f"payment_intents/{intent['id']}/confirm", params)
    assert error["code"] == "payment_intent_unexpected_state"
    assert "metadata" not in error["payment_intent"]


async def test_blik_asks_in_the_app(api: Any) -> None:
    intent = await api.intent(currency="pln")
    path = f"payment_intents/{intent['id']}/confirm"
    data = {"payment_method_data[type]": "blik", **BACK}
    error = await api.get_error("POST", path, data)
    assert error["param"] == "payment_method_options[blik][code]"
    waiting = await api.post(path, {**data, "payment_method_options[blik][code]": "123456"})
    assert waiting["next_action"] == {"blik_authorize": {}, "type": "blik_authorize"}
    assert "code" not in waiting["payment_method_options"]["blik"]
    await api.advance(5)
    assert (await api.get(f"payment_intents/{intent['id']}"))["status"] == "succeeded"


@pytest.mark.parametrize("method_type", ["ideal", "paypal"])
async def test_somebody_has_to_come_back(api: Any, method_type: str) -> None:
    api.version = None
    made = await api.post("payment_intents", {**CREATE, "payment_method_types[]": method_type})
    params = {"payment_method_data[type]": method_type}
    error = await api.get_error("POST", f"payment_intents/{made['id']}/confirm", params)
    assert (error["status"], error["param"]) == (400, "return_url")


async def test_what_is_paid_cannot_be_cancelled(api: Any) -> None:
    paid = await api.pay_by_card()
    error = await api.get_error("POST", f"payment_intents/{paid['id']}/cancel")
    assert (error["status"], error["code"]) == (400, "payment_intent_unexpected_state")
    assert error["payment_intent"]["id"] == paid["id"]
    assert error["message"] == (
        "You cannot cancel this PaymentIntent because it has a status of succeeded. Only a "
        "PaymentIntent with one of the following statuses may be canceled: "
        "requires_payment_method, requires_capture, requires_confirmation, requires_action, "
        "processing."
    )


@pytest.mark.parametrize("url", ["shop.example/back", "https://[back"])
async def test_one_comes_back_to_an_address(api: Any, url: str) -> None:
    given = {"payment_method": "pm_card_visa", "return_url": url}
    intent = await api.intent()
    setup = await api.post("setup_intents")
    for path in (f"payment_intents/{intent['id']}", f"setup_intents/{setup['id']}"):
        error = await api.get_error("POST", f"{path}/confirm", given)
        assert (error["status"], error["code"], error["param"]) == (
            400,
            "url_invalid",
            "return_url",
        )
