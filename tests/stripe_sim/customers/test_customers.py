"""Customers: made, changed, found, gone."""

from __future__ import annotations

from typing import Any

import pytest

ADDRESS = {"address[line1]": "Unter den Linden 1", "address[country]": "DE"}


async def test_a_customer_has_what_it_was_given(api: Any) -> None:
    shipping = {"shipping[name]": "Jenny", "shipping[address][city]": "Berlin"}
    made = await api.post(
        "customers", {"email": "jenny@example.com", "metadata[a]": "1", **ADDRESS, **shipping}
    )
    assert made["address"]["line2"] is None
    assert made["shipping"] == {
        "address": {
            "city": "Berlin",
            "country": None,
            "line1": None,
            "line2": None,
            "postal_code": None,
            "state": None,
        },
        "name": "Jenny",
        "phone": None,
    }
    assert made["invoice_settings"]["default_payment_method"] is None
    assert await api.get(f"customers/{made['id']}") == made


async def test_an_empty_string_takes_away(api: Any) -> None:
    made = await api.post("customers", {"email": "a@example.com", "metadata[a]": "1", **ADDRESS})
    path = f"customers/{made['id']}"
    changed = await api.post(path, {"email": "", "address": "", "metadata[a]": ""})
    assert (changed["email"], changed["address"], changed["metadata"]) == (None, None, {})
    (event,) = (await api.get("events", type="customer.updated"))["data"]
    assert event["data"]["previous_attributes"]["email"] == "a@example.com"
    await api.post(path, {"name": ""})
    assert len((await api.get("events", type="customer.updated"))["data"]) == 1


async def test_a_deleted_customer_is_remembered_as_that(api: Any) -> None:
    made = await api.post("customers", email="a@example.com")
    path = f"customers/{made['id']}"
    gone = {"id": made["id"], "object": "customer", "deleted": True}
    assert (await api.ask("DELETE", f"/v1/{path}")).json() == gone
    assert await api.get(path) == gone
    assert (await api.get("customers"))["data"] == []
    for method in ("POST", "DELETE"):
        error = await api.refused(method, path)
        assert (error["status"], error["code"], error["param"]) == (404, "resource_missing", "id")


async def test_customers_are_found_by_address(api: Any) -> None:
    for name in ("a", "b", "a"):
        await api.post("customers", email=f"{name}@example.com")
    assert len((await api.get("customers", email="a@example.com"))["data"]) == 2


@pytest.mark.parametrize(
    ("params", "code", "param"),
    [
        ({"email": "nobody"}, "email_invalid", "email"),
        ({"colour": "red"}, "parameter_unknown", "colour"),
        ({"name": "x" * 257}, None, "name"),
        ({"payment_method": "pm_nobody"}, "resource_missing", "payment_method"),
    ],
)
async def test_a_customer_that_makes_no_sense(
    api: Any, params: dict[str, str], code: str | None, param: str
) -> None:
    error = await api.refused("POST", "customers", params)
    assert (error["status"], error["param"]) == (400, param)
    assert code is None or error["code"] == code


async def test_the_default_method_is_one_of_their_own(api: Any) -> None:
    name = "invoice_settings[default_payment_method]"
    made = await api.post("customers", {"payment_method": "pm_card_visa", name: "pm_card_visa"})
    method = made["invoice_settings"]["default_payment_method"]
    (kept,) = (await api.get(f"customers/{made['id']}/payment_methods"))["data"]
    assert kept["id"] == method
    other = await api.post("customers")
    error = await api.refused("POST", f"customers/{other['id']}", {name: method})
    assert (error["status"], error["param"]) == (400, name)
    path = f"customers/{made['id']}"
    found = await api.get(path, **{"expand[]": "invoice_settings.default_payment_method"})
    assert found["invoice_settings"]["default_payment_method"]["id"] == method
    assert (await api.post(path, {name: ""}))["invoice_settings"]["default_payment_method"] is None


async def test_an_address_is_changed_in_part(api: Any) -> None:
    made = await api.post("customers", {"address[line1]": "Hauptstraße 1", "address[city]": "Ulm"})
    moved = await api.post(f"customers/{made['id']}", {"address[city]": "Köln"})
    assert (moved["address"]["line1"], moved["address"]["city"]) == ("Hauptstraße 1", "Köln")
    assert (await api.post(f"customers/{made['id']}", address=""))["address"] is None


@pytest.mark.parametrize(
    ("params", "param"),
    [
        ({"invoice_prefix": "ab c"}, "invoice_prefix"),
        ({"business_name": "x" * 151}, "business_name"),
        (
            {
                f"invoice_settings[custom_fields][{at}][{name}]": "x"
                for at in range(5)
                for name in ("name", "value")
            },
            "invoice_settings[custom_fields]",
        ),
    ],
)
async def test_what_a_customer_cannot_have(api: Any, params: dict[str, str], param: str) -> None:
    error = await api.refused("POST", "customers", params)
    assert (error["status"], error["param"]) == (400, param)


async def test_nobody_comes_with_a_card_that_declines_being_kept(api: Any) -> None:
    error = await api.refused("POST", "customers", {"payment_method": "pm_card_chargeDeclined"})
    assert (error["status"], error["code"]) == (402, "card_declined")
    assert (await api.get("customers"))["data"] == []


@pytest.mark.parametrize(
    ("params", "status", "location"),
    [
        ({}, "unrecognized_location", None),
        (
            {"address[country]": "DE"},
            "not_collecting",
            {"country": "DE", "source": "billing_address", "state": None},
        ),
    ],
)
async def test_where_a_customer_is_taxed(
    api: Any, params: dict[str, str], status: str, location: Any
) -> None:
    asked = {**params, "tax[ip_address]": "192.0.2.1", "expand[]": "tax"}
    tax = (await api.post("customers", asked))["tax"]
    assert (tax["automatic_tax"], tax["location"]) == (status, location)
    assert tax["ip_address"] == "192.0.2.1"


async def test_a_customer_who_is_nowhere_cannot_be_taxed(api: Any) -> None:
    params = {"tax[validate_location]": "immediately"}
    error = await api.refused("POST", "customers", params)
    assert error["code"] == "customer_tax_location_invalid"


async def test_the_cash_balance_is_shown_when_asked_for(api: Any) -> None:
    made = await api.post("customers", {"expand[]": "cash_balance"})
    assert made["cash_balance"]["customer"] == made["id"]
