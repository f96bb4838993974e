"""Cards of customers in the older API for sources."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
async def customer(api: Any) -> str:
    return str((await api.post("customers", name="Jenny"))["id"])


async def test_the_first_card_is_the_default(api: Any, customer: str) -> None:
    card = await api.post(
        f"customers/{customer}/sources", source="tok_visa", **{"metadata[a]": "1"}
    )
    assert (card["customer"], card["brand"], card["metadata"]) == (customer, "Visa", {"a": "1"})
    await api.post(f"customers/{customer}/sources", source="tok_mastercard")
    owner = await api.get(f"customers/{customer}", **{"expand[]": "default_source"})
    assert owner["default_source"]["id"] == card["id"]
    assert await api.events() == [
        "customer.created",
        "customer.source.created",
        "customer.updated",
        "customer.source.created",
    ]
    page_of_cards = await api.get(f"customers/{customer}/sources", object="card", limit=1)
    assert (
        [source_card["last4"] for source_card in page_of_cards["data"]],
        page_of_cards["has_more"],
    ) == (["4444"], True)
    assert page_of_cards["url"] == f"/v1/customers/{customer}/sources"
    assert (await api.get(f"customers/{customer}/sources", object="bank_account"))["data"] == []
    owner = await api.get(f"customers/{customer}", **{"expand[]": "sources"})
    assert [source_card["last4"] for source_card in owner["sources"]["data"]] == ["4444", "4242"]


async def test_a_card_is_a_payment_method_too(api: Any, customer: str) -> None:
    card = await api.post(f"customers/{customer}/sources", source="tok_visa")
    method = await api.get(f"payment_methods/{card['id']}")
    assert (method["customer"], method["card"]["last4"]) == (customer, "4242")
    intent = await api.confirm(await api.intent(customer=customer), card["id"])
    assert intent["status"] == "succeeded"
    await api.post(f"customers/{customer}/sources/{card['id']}", exp_year=2040, name="J. Rosen")
    method = await api.get(f"payment_methods/{card['id']}")
    assert (method["card"]["exp_year"], method["billing_details"]["name"]) == (2040, "J. Rosen")


@pytest.mark.parametrize(
    ("number", "line1", "zip_code"),
    [
        ("4242424242424242", "pass", "pass"),
        ("4000000000000036", "pass", "fail"),
        ("4000000000000010", "fail", "fail"),
    ],
)
async def test_the_issuer_checks_a_new_card(
    api: Any, customer: str, number: str, line1: str, zip_code: str
) -> None:
    card_params = {"number": number, "exp_month": "12", "exp_year": "2034", "cvc": "123"}
    address = {"address_line1": "Allee 1", "address_zip": "10115"}
    token = await api.post(
        "tokens", {f"card[{name}]": value for name, value in {**card_params, **address}.items()}
    )
    card = await api.post(f"customers/{customer}/sources", source=token["id"])
    assert (card["address_line1_check"], card["address_zip_check"]) == (line1, zip_code)
    assert card["cvc_check"] == "pass"


async def test_an_intent_without_method_uses_the_default_source(api: Any, customer: str) -> None:
    card = await api.post(f"customers/{customer}/sources", source="tok_visa")
    order = {"amount": 2000, "currency": "eur", "customer": customer}
    confirmation = {"confirm": "true", "return_url": "https://shop.example"}
    intent = await api.post("payment_intents", order, **confirmation)
    assert (intent["status"], intent["source"]) == ("succeeded", card["id"])
    other_intent = await api.post(
        "payment_intents", order, **confirmation, payment_method="pm_card_mastercard"
    )
    assert (other_intent["source"], other_intent["payment_method"][:3]) == (None, "pm_")
    unconfirmed = await api.post("payment_intents", order)
    assert (unconfirmed["source"], unconfirmed["status"]) == (None, "requires_payment_method")
    other_customer = await api.post("customers")
    error = await api.get_error(
        "POST", "payment_intents", {**order, **confirmation, "customer": other_customer["id"]}
    )
    assert error["code"] == "payment_intent_unexpected_state"


async def test_a_card_is_updated(api: Any, customer: str) -> None:
    card = await api.post(f"customers/{customer}/sources", source="tok_visa")
    path = f"customers/{customer}/sources/{card['id']}"
    changed = await api.post(path, {"metadata[foo]": "bar", "address_city": "Berlin"})
    assert (changed["metadata"], changed["address_city"]) == ({"foo": "bar"}, "Berlin")
    (event,) = (await api.get("events", type="customer.source.updated"))["data"]
    assert event["data"]["previous_attributes"] == {"address_city": None, "metadata": {"foo": None}}
    assert await api.get(f"customers/{customer}/cards/{card['id']}") == changed
    assert (await api.get_error("POST", path, {"exp_month": "13"}))[
        "code"
    ] == "invalid_expiry_month"
    assert (await api.get_error("POST", path, {"exp_month": "may"}))["param"] == "exp_month"


async def test_the_newest_card_becomes_the_default_after_deletion(api: Any, customer: str) -> None:
    cards = [
        await api.post(f"customers/{customer}/sources", source=f"tok_{brand}")
        for brand in ("visa", "mastercard", "amex")
    ]
    response = await api.ask("DELETE", f"/v1/customers/{customer}/sources/{cards[0]['id']}")
    assert response.json() == {"id": cards[0]["id"], "object": "card", "deleted": True}
    assert (await api.get(f"customers/{customer}"))["default_source"] == cards[2]["id"]
    error = await api.get_error("GET", f"customers/{customer}/sources/{cards[0]['id']}")
    assert (error["status"], error["code"]) == (404, "resource_missing")
    assert (await api.get_error("GET", f"payment_methods/{cards[0]['id']}"))["status"] == 404
    await api.post(f"customers/{customer}", default_source=cards[1]["id"])
    assert (await api.get(f"customers/{customer}"))["default_source"] == cards[1]["id"]


async def test_a_new_source_of_the_customer_replaces_the_default(api: Any) -> None:
    customer = await api.post("customers", source="tok_visa")
    changed = await api.post(f"customers/{customer['id']}", source="tok_mastercard")
    (card,) = (await api.get(f"customers/{customer['id']}/sources"))["data"]
    assert (card["last4"], card["id"]) == ("4444", changed["default_source"])


@pytest.mark.parametrize(
    ("source", "status", "code"),
    [
        ("tok_chargeDeclined", 402, "card_declined"),
        ("tok_nobody", 400, "resource_missing"),
        (None, 400, "parameter_missing"),
    ],
)
async def test_declining_and_unknown_tokens_are_rejected(
    api: Any, customer: str, source: str | None, status: int, code: str
) -> None:
    params = {"source": source} if source else {}
    error = await api.get_error("POST", f"customers/{customer}/sources", params)
    assert (error["status"], error["code"]) == (status, code)
    assert (await api.get(f"customers/{customer}/sources"))["data"] == []
