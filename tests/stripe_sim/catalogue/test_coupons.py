"""Coupons, and the codes that buyers type in for them."""

from __future__ import annotations

from typing import Any

import pytest

Json = dict[str, Any]
OFF = {"percent_off": 20}


async def code_for(api: Any, coupon: Json, **more: Any) -> Json:
    given = {"promotion[type]": "coupon", "promotion[coupon]": coupon["id"], **more}
    made: Json = await api.post("promotion_codes", given)
    return made


async def test_a_coupon_takes_off_a_share_or_an_amount(api: Any) -> None:
    share = await api.post("coupons", percent_off="33.33", name="A third")
    assert (share["percent_off"], share["amount_off"], share["currency"]) == (33.33, None, None)
    assert (share["duration"], share["valid"], share["times_redeemed"]) == ("once", True, 0)
    assert len(share["id"]) == 8
    amount = await api.post("coupons", id="FIVE", amount_off=500, currency="EUR")
    assert (amount["id"], amount["amount_off"], amount["currency"]) == ("FIVE", 500, "eur")
    assert (await api.get("coupons"))["data"] == [amount, share]
    assert await api.events() == ["coupon.created", "coupon.created"]


@pytest.mark.parametrize(
    ("params", "code", "param"),
    [
        ({}, None, None),
        ({**OFF, "amount_off": 5, "currency": "eur"}, None, None),
        ({"amount_off": 5}, "parameter_missing", "currency"),
        ({"amount_off": 0, "currency": "eur"}, "parameter_invalid_integer", "amount_off"),
        ({"percent_off": 0}, None, "percent_off"),
        ({"percent_off": 101}, None, "percent_off"),
        ({"percent_off": "lots"}, None, "percent_off"),
        ({**OFF, "duration": "often"}, None, "duration"),
        ({**OFF, "duration": "repeating"}, "parameter_missing", "duration_in_months"),
        ({**OFF, "duration_in_months": 3}, None, "duration_in_months"),
        ({**OFF, "redeem_by": 1}, None, "redeem_by"),
        ({**OFF, "currency_options[usd][amount_off]": 5}, None, "currency_options"),
        ({**OFF, "redeem_by": 99_999_999_999}, None, "redeem_by"),
        ({**OFF, "name": "x" * 41}, None, "name"),
        ({**OFF, "id": "SUMMER"}, "resource_already_exists", None),
        (
            {**OFF, "applies_to[products][]": "prod_x"},
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
async def test_a_coupon_that_makes_no_sense(
    api: Any, params: Json, code: str | None, param: str | None
) -> None:
    await api.post("coupons", id="SUMMER", **OFF)
    error = await api.refused("POST", "coupons", params)
    assert (error["status"], error.get("code"), error.get("param")) == (400, code, param)


async def test_what_a_coupon_is_for_is_told_when_asked(api: Any) -> None:
    product = (await api.post("products", name="A mug"))["id"]
    params = {"amount_off": 5, "currency": "eur", "applies_to[products][]": product}
    made = await api.post("coupons", {**params, "currency_options[usd][amount_off]": 6})
    assert made.keys() & {"applies_to", "currency_options"} == set()
    path = f"coupons/{made['id']}"
    shown = await api.get(path, **{"expand[0]": "applies_to", "expand[1]": "currency_options"})
    assert shown["applies_to"] == {"products": [product]}
    assert shown["currency_options"] == {"eur": {"amount_off": 5}, "usd": {"amount_off": 6}}


async def test_a_coupon_is_renamed_and_deleted(api: Any) -> None:
    made = await api.post("coupons", OFF)
    path = f"coupons/{made['id']}"
    assert (await api.post(path, name="Summer"))["name"] == "Summer"
    error = await api.refused("POST", path, {"percent_off": 30})
    assert (error["code"], error["param"]) == ("parameter_unknown", "percent_off")
    gone = (await api.ask("DELETE", f"/v1/{path}")).json()
    assert gone == {"id": made["id"], "object": "coupon", "deleted": True}
    error = await api.refused("GET", path)
    assert (error["status"], error["message"]) == (404, f"No such coupon: '{made['id']}'")
    assert await api.events() == ["coupon.created", "coupon.updated", "coupon.deleted"]


async def test_a_coupon_ends(api: Any) -> None:
    until = int(api.clock.now().timestamp()) + 60
    made = await api.post("coupons", redeem_by=until, **OFF)
    code = await code_for(api, made)
    assert made["valid"]
    assert code["active"]
    await api.later(61)
    assert not (await api.get(f"coupons/{made['id']}"))["valid"]
    assert not (await api.get(f"promotion_codes/{code['id']}"))["active"]
    assert (await api.get("promotion_codes", active="true"))["data"] == []


async def test_a_code_stands_for_a_coupon(api: Any) -> None:
    coupon = await api.post("coupons", OFF)
    made = await code_for(api, coupon, code="SUMMER20", **{"expand[]": "promotion.coupon"})
    assert made["promotion"] == {"coupon": coupon, "type": "coupon"}
    assert (made["code"], made["active"], made["times_redeemed"]) == ("SUMMER20", True, 0)
    nothing = {"minimum_amount": None, "minimum_amount_currency": None}
    assert made["restrictions"] == {"first_time_transaction": False, **nothing}
    other = await code_for(api, coupon)
    assert len(other["code"]) == 8
    assert [each["id"] for each in (await api.get("promotion_codes", code="summer20"))["data"]] == [
        made["id"]
    ]
    assert len((await api.get("promotion_codes", coupon=coupon["id"]))["data"]) == 2


async def test_a_code_is_unique_while_it_is_active(api: Any) -> None:
    coupon = await api.post("coupons", OFF)
    made = await code_for(api, coupon, code="ONCE")
    given = {"promotion[type]": "coupon", "promotion[coupon]": coupon["id"], "code": "once"}
    error = await api.refused("POST", "promotion_codes", given)
    assert error["message"] == "An active promotion code with `code: once` already exists."
    await api.post(f"promotion_codes/{made['id']}", active="false")
    assert (await api.post("promotion_codes", given))["code"] == "once"
    error = await api.refused("POST", f"promotion_codes/{made['id']}", {"active": "true"})
    assert error["message"] == "An active promotion code with `code: ONCE` already exists."
    error = await api.refused("POST", f"promotion_codes/{made['id']}", {"code": "TWICE"})
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
async def test_a_code_that_makes_no_sense(
    api: Any, params: Json, code: str | None, param: str
) -> None:
    coupon = await api.post("coupons", max_redemptions=2, **OFF)
    given = {"promotion[type]": "coupon", "promotion[coupon]": coupon["id"], **params}
    error = await api.refused("POST", "promotion_codes", given)
    assert (error["status"], error.get("code"), error["param"]) == (400, code, param)


async def test_older_versions_name_the_coupon_by_itself(api: Any) -> None:
    coupon = await api.post("coupons", OFF)
    error = await api.refused("POST", "promotion_codes", {"coupon": coupon["id"]})
    assert (error["code"], error["param"]) == ("parameter_unknown", "coupon")
    api.version = "2025-08-27.basil"
    made = await api.post("promotion_codes", coupon=coupon["id"])
    assert made["promotion"]["coupon"] == coupon["id"]
