"""Customers: created, updated, listed, deleted."""

from __future__ import annotations

from typing import Any

import pytest

ADDRESS = {"address[line1]": "Unter den Linden 1", "address[country]": "DE"}


async def test_a_customer_has_its_parameters(api: Any) -> None:
    shipping = {"shipping[name]": "Jenny", "shipping[address][city]": "Berlin"}
    customer = await api.post(
        "customers", {"email": "jenny@example.com", "metadata[a]": "1", **ADDRESS, **shipping}
    )
    assert customer["address"]["line2"] is None
    assert customer["shipping"] == {
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
    assert customer["invoice_settings"]["default_payment_method"] is None
    assert await api.get(f"customers/{customer['id']}") == customer


async def test_an_empty_string_clears_a_member(api: Any) -> None:
    customer = await api.post(
        "customers", {"email": "a@example.com", "metadata[a]": "1", **ADDRESS}
    )
    path = f"customers/{customer['id']}"
    changed = await api.post(path, {"email": "", "address": "", "metadata[a]": ""})
    assert (changed["email"], changed["address"], changed["metadata"]) == (None, None, {})
    (event,) = (await api.get("events", type="customer.updated"))["data"]
    assert event["data"]["previous_attributes"]["email"] == "a@example.com"
    await api.post(path, {"name": ""})
    assert len((await api.get("events", type="customer.updated"))["data"]) == 1


async def test_a_deleted_customer_can_be_retrieved(api: Any) -> None:
    customer = await api.post("customers", email="a@example.com")
    path = f"customers/{customer['id']}"
    deleted = {"id": customer["id"], "object": "customer", "deleted": True}
    assert (await api.ask("DELETE", f"/v1/{path}")).json() == deleted
    assert await api.get(path) == deleted
    assert (await api.get("customers"))["data"] == []
    for default in ("POST", "DELETE"):
        error = await api.get_error(default, path)
        assert (error["status"], error["code"], error["param"]) == (404, "resource_missing", "id")


async def test_customers_are_listed_by_email(api: Any) -> None:
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
async def test_invalid_parameters_are_rejected(
    api: Any, params: dict[str, str], code: str | None, param: str
) -> None:
    error = await api.get_error("POST", "customers", params)
    assert (error["status"], error["param"]) == (400, param)
    assert code is None or error["code"] == code


async def test_the_default_method_is_attached_to_the_customer(api: Any) -> None:
    name = "invoice_settings[default_payment_method]"
    customer = await api.post("customers", {"payment_method": "pm_card_visa", name: "pm_card_visa"})
    default = customer["invoice_settings"]["default_payment_method"]
    (method,) = (await api.get(f"customers/{customer['id']}/payment_methods"))["data"]
    assert method["id"] == default
    other = await api.post("customers")
    error = await api.get_error("POST", f"customers/{other['id']}", {name: default})
    assert (error["status"], error["param"]) == (400, name)
    path = f"customers/{customer['id']}"
    expanded = await api.get(path, **{"expand[]": "invoice_settings.default_payment_method"})
    assert expanded["invoice_settings"]["default_payment_method"]["id"] == default
    assert (await api.post(path, {name: ""}))["invoice_settings"]["default_payment_method"] is None


async def test_members_of_an_address_are_updated(api: Any) -> None:
    customer = await api.post(
        "customers", {"address[line1]": "Hauptstraße 1", "address[city]": "Ulm"}
    )
    changed = await api.post(f"customers/{customer['id']}", {"address[city]": "Köln"})
    assert (changed["address"]["line1"], changed["address"]["city"]) == ("Hauptstraße 1", "Köln")
    assert (await api.post(f"customers/{customer['id']}", address=""))["address"] is None


@pytest.mark.parametrize(
    ("params", "param"),
    [
        ({"invoice_prefix": "ab c"}, "invoice_prefix"),
        ({"business_name": "x" * 151}, "business_name"),
        (
            {
                f"invoice_settings[custom_fields][{position}][{name}]": "x"
                for position in range(5)
                for name in ("name", "value")
            },
            "invoice_settings[custom_fields]",
        ),
    ],
)
async def test_limits_of_invoice_members(api: Any, params: dict[str, str], param: str) -> None:
    error = await api.get_error("POST", "customers", params)
    assert (error["status"], error["param"]) == (400, param)


async def test_a_declining_card_creates_no_customer(api: Any) -> None:
    error = await api.get_error("POST", "customers", {"payment_method": "pm_card_chargeDeclined"})
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
async def test_the_tax_location_is_the_address(
    api: Any, params: dict[str, str], status: str, location: Any
) -> None:
    all_params = {**params, "tax[ip_address]": "192.0.2.1", "expand[]": "tax"}
    tax = (await api.post("customers", all_params))["tax"]
    assert (tax["automatic_tax"], tax["location"]) == (status, location)
    assert tax["ip_address"] == "192.0.2.1"


async def test_validation_of_the_tax_location_requires_an_address(api: Any) -> None:
    params = {"tax[validate_location]": "immediately"}
    error = await api.get_error("POST", "customers", params)
    assert error["code"] == "customer_tax_location_invalid"


async def test_the_cash_balance_is_expandable(api: Any) -> None:
    customer = await api.post("customers", {"expand[]": "cash_balance"})
    assert customer["cash_balance"]["customer"] == customer["id"]
