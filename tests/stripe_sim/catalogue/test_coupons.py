"""Coupons and promotion codes."""

from __future__ import annotations

from typing import Any

import pytest

Json = dict[str, Any]
DISCOUNT = {"percent_off": 20}


async def create_code(api: Any, coupon: Json, **params: Any) -> Json:
    code_params = {"promotion[type]": "coupon", "promotion[coupon]": coupon["id"], **params}
    record: Json = await api.post("promotion_codes", code_params)
    return record


async def test_a_coupon_has_a_percentage_or_an_amount(api: Any) -> None:
    by_percent = await api.post("coupons", percent_off="33.33", name="A third")
    assert (by_percent["percent_off"], by_percent["amount_off"], by_percent["currency"]) == (
        33.33,
        None,
        None,
    )
    assert (by_percent["duration"], by_percent["valid"], by_percent["times_redeemed"]) == (
        "once",
        True,
        0,
    )
    assert len(by_percent["id"]) == 8
    by_amount = await api.post("coupons", id="FIVE", amount_off=500, currency="EUR")
    assert (by_amount["id"], by_amount["amount_off"], by_amount["currency"]) == ("FIVE", 500, "eur")
    assert (await api.get("coupons"))["data"] == [by_amount, by_percent]
    assert await api.events() == ["coupon.created", "coupon.created"]


@pytest.mark.parametrize(
    ("params", "code", "param"),
    [
        ({}, None, None),
        ({**DISCOUNT, "amount_off": 5, "currency": "eur"}, None, None),
        ({"amount_off": 5}, "parameter_missing", "currency"),
        ({"amount_off": 0, "currency": "eur"}, "parameter_invalid_integer", "amount_off"),
        ({"percent_off": 0}, None, "percent_off"),
        ({"percent_off": 101}, None, "percent_off"),
        ({"percent_off": "lots"}, None, "percent_off"),
        ({**DISCOUNT, "duration": "often"}, None, "duration"),
        ({**DISCOUNT, "duration": "repeating"}, "parameter_missing", "duration_in_months"),
        ({**DISCOUNT, "duration_in_months": 3}, None, "duration_in_months"),
        ({**DISCOUNT, "redeem_by": 1}, None, "redeem_by"),
        ({**DISCOUNT, "currency_options[usd][amount_off]": 5}, None, "currency_options"),
        ({**DISCOUNT, "redeem_by": 99_999_999_999}, None, "redeem_by"),
        ({**DISCOUNT, "name": "x" * 41}, None, "name"),
        ({**DISCOUNT, "id": "SUMMER"}, "resource_already_exists", None),
        (
            {**DISCOUNT, "applies_to[products][]": "prod_x"},
            "resource_missing",
            "applies_to[products][0]",
        ),
        (
            {"amount_off": 5, "currency": "eur", "currency_options[xxx][amount_off]": 5},
            None,
            "currency_options[xxx]",
        ),
    ],
)
async def test_invalid_coupons_are_rejected(
    api: Any, params: Json, code: str | None, param: str | None
) -> None:
    await api.post("coupons", id="SUMMER", **DISCOUNT)
    error = await api.get_error("POST", "coupons", params)
    assert (error["status"], error.get("code"), error.get("param")) == (400, code, param)


async def test_products_and_currencies_are_expandable(api: Any) -> None:
    product = (await api.post("products", name="A mug"))["id"]
    params = {"amount_off": 5, "currency": "eur", "applies_to[products][]": product}
    record = await api.post("coupons", {**params, "currency_options[usd][amount_off]": 6})
    assert record.keys() & {"applies_to", "currency_options"} == set()
    path = f"coupons/{record['id']}"
    expanded = await api.get(path, **{"expand[0]": "applies_to", "expand[1]": "currency_options"})
    assert expanded["applies_to"] == {"products": [product]}
    assert expanded["currency_options"] == {"eur": {"amount_off": 5}, "usd": {"amount_off": 6}}


async def test_update_and_delete_a_coupon(api: Any) -> None:
    record = await api.post("coupons", DISCOUNT)
    path = f"coupons/{record['id']}"
    assert (await api.post(path, name="Summer"))["name"] == "Summer"
    error = await api.get_error("POST", path, {"percent_off": 30})
    assert (error["code"], error["param"]) == ("parameter_unknown", "percent_off")
    deleted = (await api.ask("DELETE", f"/v1/{path}")).json()
    assert deleted == {"id": record["id"], "object": "coupon", "deleted": True}
    error = await api.get_error("GET", path)
    assert (error["status"], error["message"]) == (404, f"No such coupon: '{record['id']}'")
    assert await api.events() == ["coupon.created", "coupon.updated", "coupon.deleted"]


async def test_a_coupon_expires_with_its_codes(api: Any) -> None:
    deadline = int(api.clock.now().timestamp()) + 60
    record = await api.post("coupons", redeem_by=deadline, **DISCOUNT)
    code = await create_code(api, record)
    assert record["valid"]
    assert code["active"]
    await api.advance(61)
    assert not (await api.get(f"coupons/{record['id']}"))["valid"]
    assert not (await api.get(f"promotion_codes/{code['id']}"))["active"]
    assert (await api.get("promotion_codes", active="true"))["data"] == []


async def test_a_code_names_its_coupon(api: Any) -> None:
    coupon = await api.post("coupons", DISCOUNT)
    record = await create_code(api, coupon, code="SUMMER20", **{"expand[]": "promotion.coupon"})
    assert record["promotion"] == {"coupon": coupon, "type": "coupon"}
    assert (record["code"], record["active"], record["times_redeemed"]) == ("SUMMER20", True, 0)
    no_minimum = {"minimum_amount": None, "minimum_amount_currency": None}
    assert record["restrictions"] == {"first_time_transaction": False, **no_minimum}
    other = await create_code(api, coupon)
    assert len(other["code"]) == 8
    assert [
        match["id"] for match in (await api.get("promotion_codes", code="summer20"))["data"]
    ] == [record["id"]]
    assert len((await api.get("promotion_codes", coupon=coupon["id"]))["data"]) == 2


async def test_a_code_is_unique_while_it_is_active(api: Any) -> None:
    coupon = await api.post("coupons", DISCOUNT)
    record = await create_code(api, coupon, code="ONCE")
    code_params = {"promotion[type]": "coupon", "promotion[coupon]": coupon["id"], "code": "once"}
    error = await api.get_error("POST", "promotion_codes", code_params)
    assert error["message"] == "An active promotion code with `code: once` already exists."
    await api.post(f"promotion_codes/{record['id']}", active="false")
    assert (await api.post("promotion_codes", code_params))["code"] == "once"
    error = await api.get_error("POST", f"promotion_codes/{record['id']}", {"active": "true"})
    assert error["message"] == "An active promotion code with `code: ONCE` already exists."
    error = await api.get_error("POST", f"promotion_codes/{record['id']}", {"code": "TWICE"})
    assert error["code"] == "parameter_unknown"


@pytest.mark.parametrize(
    ("params", "code", "param"),
    [
        ({"promotion[coupon]": "nope"}, "resource_missing", "promotion[coupon]"),
        ({"code": "A B"}, None, "code"),
        ({"customer": "cus_x"}, "resource_missing", "customer"),
        ({"expires_at": 1}, None, "expires_at"),
        ({"expires_at": 99_999_999_999}, None, "expires_at"),
        (
            {
                "restrictions[minimum_amount]": 5,
                "restrictions[minimum_amount_currency]": "EUR",
                "restrictions[currency_options][eur][minimum_amount]": 6,
            },
            None,
            "restrictions[currency_options][eur]",
        ),
        ({"max_redemptions": 3}, None, "max_redemptions"),
        (
            {"restrictions[minimum_amount]": 5},
            "parameter_missing",
            "restrictions[minimum_amount_currency]",
        ),
    ],
)
async def test_invalid_codes_are_rejected(
    api: Any, params: Json, code: str | None, param: str
) -> None:
    coupon = await api.post("coupons", max_redemptions=2, **DISCOUNT)
    code_params = {"promotion[type]": "coupon", "promotion[coupon]": coupon["id"], **params}
    error = await api.get_error("POST", "promotion_codes", code_params)
    assert (error["status"], error.get("code"), error["param"]) == (400, code, param)


async def test_older_versions_have_a_parameter_coupon(api: Any) -> None:
    coupon = await api.post("coupons", DISCOUNT)
    error = await api.get_error("POST", "promotion_codes", {"coupon": coupon["id"]})
    assert (error["code"], error["param"]) == ("parameter_unknown", "coupon")
    api.version = "2025-08-27.basil"
    record = await api.post("promotion_codes", coupon=coupon["id"])
    assert record["promotion"]["coupon"] == coupon["id"]
