"""Prices."""

from __future__ import annotations

from typing import Any

import pytest


async def create_product(api: Any, **params: Any) -> dict[str, Any]:
    record: dict[str, Any] = await api.post("products", {"name": "A mug", **params})
    return record


async def test_a_price_is_one_time_or_recurring(api: Any) -> None:
    record = await create_product(api)
    one_time = await api.post("prices", product=record["id"], currency="EUR", unit_amount=100)
    assert (one_time["type"], one_time["recurring"], one_time["currency"]) == (
        "one_time",
        None,
        "eur",
    )
    assert (one_time["unit_amount"], one_time["unit_amount_decimal"]) == (100, "100")
    params = {"product": record["id"], "currency": "eur", "unit_amount_decimal": "0.5"}
    recurring = await api.post("prices", {**params, "recurring[interval]": "month"})
    assert (recurring["type"], recurring["unit_amount"]) == ("recurring", None)
    assert recurring["recurring"]["interval_count"] == 1
    assert (await api.get("prices", type="recurring"))["data"] == [recurring]
    assert (await api.get("prices", **{"recurring[interval]": "year"}))["data"] == []


async def test_a_price_is_archived_and_never_deleted(api: Any) -> None:
    record = await api.post(
        "prices", {"product_data[name]": "A mug", "currency": "eur", "unit_amount": 100}
    )
    changed = await api.post(f"prices/{record['id']}", active="false", nickname="old")
    assert (changed["active"], changed["nickname"]) == (False, "old")
    await api.session()  # Its price belongs to its line item alone.
    assert (await api.get("prices"))["data"] == []
    assert (await api.get("prices", active="false"))["data"] == [changed]
    error = await api.get_error("DELETE", f"prices/{record['id']}")
    assert error["message"].startswith("Unrecognized request URL (DELETE:")
    assert "amount" not in (
        await api.get_error("POST", f"prices/{record['id']}", {"unit_amount": 1})
    )


async def test_a_lookup_key_belongs_to_one_price(api: Any) -> None:
    params = {"product": (await create_product(api))["id"], "currency": "eur", "unit_amount": 100}
    first = await api.post("prices", {**params, "lookup_key": "mug"})
    error = await api.get_error("POST", "prices", {**params, "lookup_key": "mug"})
    assert (error["status"], error["param"]) == (400, "lookup_key")
    assert error["message"] == f"A price (`{first['id']}`) already uses that lookup key."
    second = await api.post(
        "prices", {**params, "lookup_key": "mug", "transfer_lookup_key": "true"}
    )
    assert (await api.get("prices", **{"lookup_keys[]": "mug"}))["data"] == [second]
    assert (await api.get(f"prices/{first['id']}"))["lookup_key"] is None


@pytest.mark.parametrize(
    ("params", "code", "param", "message"),
    [
        ({}, "parameter_missing", "currency", "Missing required param: currency."),
        ({"currency": "eur"}, None, None, "You must specify either `product` or `product_data`"),
        (
            {"currency": "eur", "product_data[name]": "A"},
            None,
            None,
            "Prices require an `unit_amount` or `unit_amount_decimal` parameter to be set.",
        ),
        (
            {"currency": "eur", "unit_amount": 1, "product": "prod_nobody"},
            "resource_missing",
            "product",
            "No such product: 'prod_nobody'",
        ),
        ({"currency": "xxx", "unit_amount": 1, "product_data[name]": "A"}, None, "currency", "Inv"),
    ],
)
async def test_invalid_prices_are_rejected(
    api: Any, params: dict[str, Any], code: str | None, param: str | None, message: str
) -> None:
    error = await api.get_error("POST", "prices", params)
    assert (error["status"], error.get("code"), error.get("param")) == (400, code, param)
    assert error["message"].startswith(message)


async def test_a_default_price_is_not_archived(api: Any) -> None:
    price = {"default_price_data[currency]": "eur", "default_price_data[unit_amount]": 1200}
    record = await create_product(api, **price)
    error = await api.get_error("POST", f"prices/{record['default_price']}", {"active": "false"})
    assert error["message"] == (
        "This price cannot be archived because it is the default price of its product."
    )


PRICE = {"currency": "eur", "unit_amount": 100, "product_data[name]": "A mug"}
PRICE_WITHOUT_AMOUNT = {"currency": "eur", "product_data[name]": "A mug"}
FIRST_TIER = {
    **PRICE_WITHOUT_AMOUNT,
    "billing_scheme": "tiered",
    "tiers_mode": "volume",
    "recurring[interval]": "month",
    "tiers[0][up_to]": "10",
    "tiers[0][unit_amount]": "100",
}
ALL_TIERS = {**FIRST_TIER, "tiers[1][up_to]": "inf"}


@pytest.mark.parametrize(
    ("params", "param"),
    [
        ({**PRICE_WITHOUT_AMOUNT, "unit_amount_decimal": "0.1234567890123"}, "unit_amount_decimal"),
        ({**PRICE_WITHOUT_AMOUNT, "unit_amount_decimal": "cheap"}, "unit_amount_decimal"),
        ({**PRICE, "unit_amount_decimal": "1"}, "unit_amount"),
        ({**PRICE, "unit_amount": -1}, "unit_amount"),
        ({**PRICE, "custom_unit_amount[enabled]": "true"}, "unit_amount"),
        ({**PRICE, "tiers_mode": "volume"}, "tiers_mode"),
        ({**PRICE, "recurring[interval]": "fortnight"}, "recurring[interval]"),
        (
            {**PRICE, "recurring[interval]": "year", "recurring[interval_count]": 4},
            "recurring[interval_count]",
        ),
        (FIRST_TIER, "tiers"),
        (
            {
                **ALL_TIERS,
                "transform_quantity[divide_by]": 2,
                "transform_quantity[round]": "up",
            },
            "transform_quantity",
        ),
        ({**ALL_TIERS, "tiers[0][unit_amount_decimal]": "1.5"}, "tiers[0][unit_amount]"),
        (
            {**ALL_TIERS, "tiers[1][flat_amount]": 5, "tiers[1][flat_amount_decimal]": "5"},
            "tiers[1][flat_amount]",
        ),
        (
            {
                **PRICE_WITHOUT_AMOUNT,
                "custom_unit_amount[enabled]": "true",
                "custom_unit_amount[minimum]": 49,
            },
            "custom_unit_amount[minimum]",
        ),
        ({**PRICE, "product_data[id]": "taken"}, "id"),
        ({**FIRST_TIER, "unit_amount": 1, "tiers[1][up_to]": "inf"}, "unit_amount"),
        ({**PRICE, "currency_options[xxx][unit_amount]": 1}, "currency_options[xxx]"),
    ],
)
async def test_invalid_amounts_are_rejected(api: Any, params: dict[str, Any], param: str) -> None:
    await create_product(api, id="taken")
    error = await api.get_error("POST", "prices", params)
    assert (error["status"], error["param"]) == (400, param)


async def test_currency_options_are_expandable(api: Any) -> None:
    record = await api.post("prices", {**PRICE, "currency_options[usd][unit_amount]": 110})
    assert "currency_options" not in record
    path, expansion = f"prices/{record['id']}", {"expand[]": "currency_options"}
    options = (await api.get(path, **expansion))["currency_options"]
    assert {code: option["unit_amount"] for code, option in options.items()} == {
        "eur": 100,
        "usd": 110,
    }
    change = {"currency_options[usd]": "", "currency_options[chf][unit_amount_decimal]": "95.5"}
    changed = (await api.post(path, {**change, **expansion}))["currency_options"]
    assert changed.keys() == {"eur", "chf"}
    assert changed["chf"]["unit_amount"] is None
    other_price = await api.post("prices", {**PRICE, **expansion})
    assert other_price["currency_options"].keys() == {"eur"}
    changed_price = await api.post(
        f"prices/{other_price['id']}", {"tax_behavior": "exclusive", **expansion}
    )
    assert changed_price["currency_options"]["eur"]["tax_behavior"] == "exclusive"


async def test_a_metered_price_requires_a_meter(api: Any) -> None:
    params = {**PRICE, "recurring[interval]": "month", "recurring[usage_type]": "metered"}
    error = await api.get_error("POST", "prices", params)
    assert error["message"].endswith("metered prices must be backed by meters.")
    api.version = "2025-02-24.acacia"
    assert (await api.post("prices", params))["recurring"]["usage_type"] == "metered"


async def test_tiers_are_expandable(api: Any) -> None:
    other_params = {"tiers[1][up_to]": "inf", "tiers[1][flat_amount]": 500, "expand[]": "tiers"}
    record = await api.post("prices", {**FIRST_TIER, **other_params})
    assert (record["unit_amount"], record["tiers_mode"]) == (None, "volume")
    assert [
        (tier["up_to"], tier["unit_amount"], tier["flat_amount"]) for tier in record["tiers"]
    ] == [
        (10, 100, None),
        (None, None, 500),
    ]


async def test_tax_behavior_is_set_once(api: Any) -> None:
    record = await api.post("prices", PRICE)
    path = f"prices/{record['id']}"
    assert (await api.post(path, tax_behavior="exclusive"))["tax_behavior"] == "exclusive"
    error = await api.get_error("POST", path, {"tax_behavior": "inclusive"})
    assert error["param"] == "tax_behavior"
