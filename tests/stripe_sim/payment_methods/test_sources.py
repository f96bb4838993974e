"""Cards that customers keep as sources: what shops did before there were PaymentMethods."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
async def jenny(api: Any) -> str:
    return str((await api.post("customers", name="Jenny"))["id"])


async def test_the_first_card_is_the_default(api: Any, jenny: str) -> None:
    card = await api.post(f"customers/{jenny}/sources", source="tok_visa", **{"metadata[a]": "1"})
    assert (card["customer"], card["brand"], card["metadata"]) == (jenny, "Visa", {"a": "1"})
    await api.post(f"customers/{jenny}/sources", source="tok_mastercard")
    owner = await api.get(f"customers/{jenny}", **{"expand[]": "default_source"})
    assert owner["default_source"]["id"] == card["id"]
    assert await api.events() == [
        "customer.created",
        "customer.source.created",
        "customer.updated",
        "customer.source.created",
    ]
    listed = await api.get(f"customers/{jenny}/sources", object="card", limit=1)
    assert ([each["last4"] for each in listed["data"]], listed["has_more"]) == (["4444"], True)
    assert listed["url"] == f"/v1/customers/{jenny}/sources"
    assert (await api.get(f"customers/{jenny}/sources", object="bank_account"))["data"] == []
    owner = await api.get(f"customers/{jenny}", **{"expand[]": "sources"})
    assert [each["last4"] for each in owner["sources"]["data"]] == ["4444", "4242"]


async def test_a_card_is_a_payment_method_too(api: Any, jenny: str) -> None:
    card = await api.post(f"customers/{jenny}/sources", source="tok_visa")
    method = await api.get(f"payment_methods/{card['id']}")
    assert (method["customer"], method["card"]["last4"]) == (jenny, "4242")
    paid = await api.confirm(await api.intent(customer=jenny), card["id"])
    assert paid["status"] == "succeeded"
    await api.post(f"customers/{jenny}/sources/{card['id']}", exp_year=2040, name="J. Rosen")
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
async def test_the_issuer_checks_a_card_that_is_kept(
    api: Any, jenny: str, number: str, line1: str, zip_code: str
) -> None:
    typed = {"number": number, "exp_month": "12", "exp_year": "2034", "cvc": "123"}
    where = {"address_line1": "Allee 1", "address_zip": "10115"}
    token = await api.post("tokens", {f"card[{k}]": v for k, v in {**typed, **where}.items()})
    card = await api.post(f"customers/{jenny}/sources", source=token["id"])
    assert (card["address_line1_check"], card["address_zip_check"]) == (line1, zip_code)
    assert card["cvc_check"] == "pass"


async def test_the_default_pays_where_no_method_is_named(api: Any, jenny: str) -> None:
    card = await api.post(f"customers/{jenny}/sources", source="tok_visa")
    order = {"amount": 2000, "currency": "eur", "customer": jenny}
    now = {"confirm": "true", "return_url": "https://shop.example"}
    paid = await api.post("payment_intents", order, **now)
    assert (paid["status"], paid["source"]) == ("succeeded", card["id"])
    named = await api.post("payment_intents", order, **now, payment_method="pm_card_mastercard")
    assert (named["source"], named["payment_method"][:3]) == (None, "pm_")
    later = await api.post("payment_intents", order)
    assert (later["source"], later["status"]) == (None, "requires_payment_method")
    nobody = await api.post("customers")
    error = await api.refused("POST", "payment_intents", {**order, **now, "customer": nobody["id"]})
    assert error["code"] == "payment_intent_unexpected_state"


async def test_a_card_changes(api: Any, jenny: str) -> None:
    card = await api.post(f"customers/{jenny}/sources", source="tok_visa")
    path = f"customers/{jenny}/sources/{card['id']}"
    changed = await api.post(path, {"metadata[foo]": "bar", "address_city": "Berlin"})
    assert (changed["metadata"], changed["address_city"]) == ({"foo": "bar"}, "Berlin")
    (event,) = (await api.get("events", type="customer.source.updated"))["data"]
    assert event["data"]["previous_attributes"] == {"address_city": None, "metadata": {"foo": None}}
    assert await api.get(f"customers/{jenny}/cards/{card['id']}") == changed
    assert (await api.refused("POST", path, {"exp_month": "13"}))["code"] == "invalid_expiry_month"
    assert (await api.refused("POST", path, {"exp_month": "may"}))["param"] == "exp_month"


async def test_the_newest_card_follows_the_default(api: Any, jenny: str) -> None:
    cards = [
        await api.post(f"customers/{jenny}/sources", source=f"tok_{brand}")
        for brand in ("visa", "mastercard", "amex")
    ]
    answer = await api.ask("DELETE", f"/v1/customers/{jenny}/sources/{cards[0]['id']}")
    assert answer.json() == {"id": cards[0]["id"], "object": "card", "deleted": True}
    assert (await api.get(f"customers/{jenny}"))["default_source"] == cards[2]["id"]
    error = await api.refused("GET", f"customers/{jenny}/sources/{cards[0]['id']}")
    assert (error["status"], error["code"]) == (404, "resource_missing")
    assert (await api.refused("GET", f"payment_methods/{cards[0]['id']}"))["status"] == 404
    await api.post(f"customers/{jenny}", default_source=cards[1]["id"])
    assert (await api.get(f"customers/{jenny}"))["default_source"] == cards[1]["id"]


async def test_a_new_source_takes_the_defaults_place(api: Any) -> None:
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
async def test_some_cards_are_not_kept(
    api: Any, jenny: str, source: str | None, status: int, code: str
) -> None:
    params = {"source": source} if source else {}
    error = await api.refused("POST", f"customers/{jenny}/sources", params)
    assert (error["status"], error["code"]) == (status, code)
    assert (await api.get(f"customers/{jenny}/sources"))["data"] == []
