"""PaymentMethods of every type: created, retrieved, listed, and reduced for publishable keys."""

from __future__ import annotations

from typing import Any

import pytest

from stub_server.stripe_sim import PUBLISHABLE_KEY
from stub_server.stripe_sim.testdata import method_types

CARD = {
    "type": "card",
    "card[number]": "4242424242424242",
    "card[exp_month]": "12",
    "card[exp_year]": "2034",
    "card[cvc]": "123",
}
OWNER = {"billing_details[name]": "Jenny Rosen", "billing_details[email]": "jenny@example.com"}


@pytest.mark.parametrize(
    "method_type", sorted(set(method_types.known_method_types()) - {"card", "sepa_debit"})
)
async def test_create_a_method_of_each_type(api: Any, method_type: str) -> None:
    method = await api.post("payment_methods", {"type": method_type, **OWNER})
    assert (method["type"], method["customer"], method["allow_redisplay"]) == (
        method_type,
        None,
        "unspecified",
    )
    assert isinstance(method[method_type], dict)
    assert method["billing_details"]["name"] == "Jenny Rosen"
    assert await api.get(f"payment_methods/{method['id']}") == method


async def test_create_a_card_from_its_number(api: Any) -> None:
    method = await api.post("payment_methods", {**CARD, "metadata[a]": "b", **OWNER})
    assert method["card"]["checks"] == {
        "address_line1_check": None,
        "address_postal_code_check": None,
        "cvc_check": "unchecked",
    }
    assert method["card"]["networks"] == {"available": ["visa"], "preferred": None}
    assert (method["card"]["display_brand"], method["metadata"]) == ("visa", {"a": "b"})
    second = await api.post("payment_methods", CARD)
    assert second["card"]["fingerprint"] == method["card"]["fingerprint"]
    assert second["id"] != method["id"]


async def test_the_hash_of_another_type_is_unknown(api: Any) -> None:
    params = {**CARD, "sepa_debit[iban]": "DE89370400440532013000"}
    error = await api.get_error("POST", "payment_methods", params)
    assert (error["code"], error["param"]) == ("parameter_unknown", "sepa_debit")


@pytest.mark.parametrize("bank", ["ing", "rabobank"])
async def test_ideal_has_a_bank_and_its_bic(api: Any, bank: str) -> None:
    method = await api.post("payment_methods", {"type": "ideal", "ideal[bank]": bank})
    assert (method["ideal"]["bank"], method["ideal"]["bic"][:4].lower()) == (
        bank,
        {"ing": "ingb", "rabobank": "rabo"}[bank],
    )


async def test_methods_are_listed_by_customer_type_and_redisplay(
    api: Any, customer: str, attach: Any
) -> None:
    card = await attach()
    second = await attach("pm_card_mastercard")
    account = await attach("pm_success_de")
    ids = [account["id"], second["id"], card["id"]]
    for path in (f"customers/{customer}/payment_methods", "payment_methods"):
        customer_filter = {"customer": customer} if path == "payment_methods" else {}
        page_of_all = await api.get(path, **customer_filter)
        assert [record["id"] for record in page_of_all["data"]] == ids
        assert page_of_all["url"] == f"/v1/{path}"
        cards = await api.get(path, type="card", **customer_filter)
        assert [record["id"] for record in cards["data"]] == ids[1:]
        page = await api.get(path, limit=1, starting_after=account["id"], **customer_filter)
        assert ([record["id"] for record in page["data"]], page["has_more"]) == (
            [second["id"]],
            True,
        )
    await api.post(f"payment_methods/{card['id']}", allow_redisplay="always")
    redisplayed = await api.get(f"customers/{customer}/payment_methods", allow_redisplay="always")
    assert [record["id"] for record in redisplayed["data"]] == [card["id"]]
    error = await api.get_error("GET", "payment_methods", {"customer": "cus_nobody"})
    assert (error["code"], error["param"]) == ("resource_missing", "customer")
    error = await api.get_error("GET", f"customers/{customer}/payment_methods/pm_nobody")
    assert (error["status"], error["code"]) == (404, "resource_missing")


async def test_a_publishable_key_creates_a_method_without_fingerprint(api: Any) -> None:
    api.key = PUBLISHABLE_KEY
    method = await api.post("payment_methods", {**CARD, "guid": "x", "payment_user_agent": "y"})
    assert "fingerprint" not in method["card"]
    assert not {"metadata", "customer_account"} & method.keys()
