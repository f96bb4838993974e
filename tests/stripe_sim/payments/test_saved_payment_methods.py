"""Payment methods that a payment saves, and payments with saved ones."""

from __future__ import annotations

from typing import Any

import pytest

from stub_server.stripe_sim import PUBLISHABLE_KEY, SECRET_KEY

BACK = {"return_url": "https://shop.example/back"}
CREATE = {"amount": 2000, "currency": "eur"}


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
