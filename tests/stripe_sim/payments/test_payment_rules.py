"""The rules around a payment: types, options, consent, keeping a method, who may do what."""

from __future__ import annotations

from typing import Any

import pytest

from stub_server.stripe_sim import PUBLISHABLE_KEY, SECRET_KEY

BACK = {"return_url": "https://shop.example/back"}
NEVER = {"automatic_payment_methods[allow_redirects]": "never"}
CREATE = {"amount": 2000, "currency": "eur"}


async def test_redirects_may_be_unwanted(api: Any) -> None:
    made = await api.intent(**NEVER)
    assert made["automatic_payment_methods"] == {"allow_redirects": "never", "enabled": True}
    assert made["payment_method_types"] == ["card", "link", "sepa_debit"]
    params = {"payment_method_data[type]": "ideal", **BACK}
    error = await api.get_error("POST", f"payment_intents/{made['id']}/confirm", params)
    assert error["code"] == "payment_intent_incompatible_payment_method"
    assert (
        "The PaymentMethod provided (ideal) is not allowed for this PaymentIntent"
        in (error["message"])
    )


@pytest.mark.parametrize(
    ("params", "method_types"),
    [
        ({"allowed_payment_method_types[]": "card"}, {"card"}),
        ({"excluded_payment_method_types[]": "card"}, None),
        ({"currency": "usd"}, {"card", "link", "klarna", "paypal"}),
        ({"currency": "pln"}, {"card", "link", "klarna", "paypal", "p24", "blik"}),
        ({"capture_method": "manual"}, {"card", "link", "klarna", "paypal"}),
        (
            {"setup_future_usage": "off_session"},
            {"card", "link", "klarna", "paypal", "ideal", "bancontact", "sepa_debit"},
        ),
    ],
)
async def test_what_is_offered(
    api: Any, params: dict[str, str], method_types: set[str] | None
) -> None:
    made = await api.post("payment_intents", {**CREATE, **params})
    offered = set(made["payment_method_types"])
    assert offered == method_types if method_types else "card" not in offered
    assert made["payment_method_options"].keys() == offered


@pytest.mark.parametrize(
    "other",
    [
        {"automatic_payment_methods[enabled]": "true"},
        {"excluded_payment_method_types[]": "ideal"},
        {"payment_method_configuration": "pmc_1"},
    ],
)
async def test_allowed_types_stand_alone(api: Any, other: dict[str, str]) -> None:
    params = {**CREATE, "allowed_payment_method_types[]": "card", **other}
    error = await api.get_error("POST", "payment_intents", params)
    assert (error["status"], error["code"]) == (400, "parameters_exclusive")


@pytest.mark.parametrize(("also", "paid"), [([], True), (["sepa_debit"], True), (["ideal"], False)])
async def test_a_way_back_is_needed_only_if_an_allowed_type_leads_away(
    api: Any, also: list[str], paid: bool
) -> None:
    params = {**CREATE, "confirm": "true", "payment_method": "pm_card_visa"}
    params |= {"allowed_payment_method_types[]": ["card", *also]}
    if paid:
        assert (await api.post("payment_intents", params))["status"] == "succeeded"
    else:
        error = await api.get_error("POST", "payment_intents", params)
        assert "you must provide a `return_url`" in error["message"]


@pytest.mark.parametrize("verb", ["", "/confirm"])
async def test_types_are_not_named_any_more(api: Any, verb: str) -> None:
    made = await api.intent()
    error = await api.get_error(
        "POST", f"payment_intents/{made['id']}{verb}", {"payment_method_types[]": "card"}
    )
    assert error["code"] == "payment_method_types_no_longer_supported"
    assert error["doc_url"].endswith("/payment-method-types-no-longer-supported")


async def test_a_type_has_its_currencies(api: Any) -> None:
    api.version = "2026-06-24.dahlia"
    params = {"amount": 2000, "currency": "usd", "payment_method_types[]": "ideal"}
    error = await api.get_error("POST", "payment_intents", params)
    assert error["message"] == (
        "The currency provided (usd) is invalid. Payments with ideal support the following "
        "currencies: eur."
    )
    params["payment_method_types[]"] = "shells"
    error = await api.get_error("POST", "payment_intents", params)
    assert error["message"].startswith('The payment method type "shells" is invalid.')


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


@pytest.mark.parametrize("method_type", ["card", "paypal", "klarna", "link"])
async def test_a_method_is_kept_once_it_has_paid(api: Any, method_type: str) -> None:
    customer = (await api.post("customers"))["id"]
    intent = await api.intent(customer=customer, setup_future_usage="off_session")
    method = await api.post(
        "payment_methods",
        {"type": method_type, **({"card[token]": "tok_visa"} if method_type == "card" else {})},
    )
    paid = await api.confirm(intent, method["id"])
    if method_type != "card":
        assert (await api.get(f"payment_methods/{method['id']}"))["customer"] is None
        await api.control(f"payment_intents/{intent['id']}/authenticate", {})
    assert (await api.get(f"payment_methods/{paid['payment_method']}"))["customer"] == customer
    told = (await api.events())[-3:]
    assert told == ["payment_method.attached", "charge.succeeded", "payment_intent.succeeded"]


async def test_a_type_has_its_own_way_of_being_kept(api: Any) -> None:
    customer = (await api.post("customers"))["id"]
    intent = await api.intent(customer=customer)
    option = {"payment_method_options[card][setup_future_usage]": "off_session"}
    paid = await api.confirm(intent, "pm_card_visa", **option)
    assert (await api.get(f"payment_methods/{paid['payment_method']}"))["customer"] == customer
    assert paid["payment_method_options"]["card"]["setup_future_usage"] == "off_session"
    assert paid["setup_future_usage"] is None


async def test_behind_ideal_stands_an_account(api: Any) -> None:
    customer = (await api.post("customers"))["id"]
    intent = await api.intent(customer=customer, setup_future_usage="off_session")
    await api.post(
        f"payment_intents/{intent['id']}/confirm",
        {"payment_method_data[type]": "ideal", "payment_method_data[ideal][bank]": "ing", **BACK},
    )
    paid = (await api.control(f"payment_intents/{intent['id']}/authenticate", {})).json()
    charge = await api.get(f"charges/{paid['latest_charge']}")
    told = charge["payment_method_details"]["ideal"]
    assert (told["bank"], told["bic"]) == ("ing", "INGBNL2A")
    (kept,) = (await api.get(f"customers/{customer}/payment_methods"))["data"]
    assert (kept["id"], kept["type"]) == (told["generated_sepa_debit"], "sepa_debit")
    assert kept["sepa_debit"]["generated_from"] == {"charge": charge["id"], "setup_attempt": None}


async def test_whose_method_it_is(api: Any) -> None:
    customer = (await api.post("customers"))["id"]
    kept = (await api.post("payment_methods/pm_card_visa/attach", customer=customer))["id"]
    intent = await api.intent()
    params = {"payment_method": kept, **BACK}
    error = await api.get_error("POST", f"payment_intents/{intent['id']}/confirm", params)
    assert error["message"] == (
        f"The `payment_method` parameter supplied {kept} belongs to the Customer {customer}. "
        "Please include the Customer in the `customer` parameter on the PaymentIntent."
    )
    other = (await api.post("customers"))["id"]
    error = await api.get_error(
        "POST", "payment_intents", {**CREATE, "customer": other, "payment_method": kept}
    )
    assert (error["status"], error["param"]) == (400, "payment_method")
    assert "does not belong to the Customer you supplied" in error["message"]


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


@pytest.mark.parametrize(
    ("agreed", "asked", "status"),
    [("on_session", "off_session", 200), ("off_session", "on_session", 400)],
)
async def test_the_browser_may_have_more_kept_not_less(
    api: Any, agreed: str, asked: str, status: int
) -> None:
    intent = await api.intent(setup_future_usage=agreed)
    params = {"payment_method": "pm_card_visa", "setup_future_usage": asked, **BACK}
    path, secret = f"/v1/payment_intents/{intent['id']}/confirm", intent["client_secret"]
    api.key = PUBLISHABLE_KEY
    answer = await api.ask("POST", path, {**params, "client_secret": secret})
    assert answer.status_code == status
    if status == 400:
        assert answer.json()["error"]["param"] == "setup_future_usage"
        api.key = SECRET_KEY
        assert (await api.ask("POST", path, params)).status_code == 200


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


@pytest.mark.parametrize("method_type", ["paypal", "klarna", "link"])
async def test_what_was_set_up_pays_without_the_buyer(api: Any, method_type: str) -> None:
    customer = (await api.post("customers"))["id"]
    params = {
        "customer": customer,
        "confirm": "true",
        "payment_method_data[type]": method_type,
        **BACK,
    }
    setup = await api.post("setup_intents", params)
    assert setup["status"] == "requires_action"
    await api.control(f"setup_intents/{setup['id']}/authenticate", {"outcome": "succeed"})
    intent = await api.intent(customer=customer)
    method = (await api.get(f"setup_intents/{setup['id']}"))["payment_method"]
    paid = await api.confirm(intent, method, off_session="true")
    assert (paid["status"], paid["next_action"]) == ("succeeded", None)
    there = await api.confirm(await api.intent(customer=customer), method)
    assert there["status"] == "requires_action"


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
