"""Discounts, taxes and other currencies of a Checkout Session."""

from __future__ import annotations

from typing import Any

import pytest

Json = dict[str, Any]
HOSTED = {"mode": "payment", "success_url": "https://shop.example/thanks"}
NOT_REDEEMABLE = "This promotion code cannot be redeemed because "


async def coupon(api: Any, **params: Any) -> str:
    made = await api.post("coupons", params or {"percent_off": 10})
    return str(made["id"])


async def code(api: Any, **params: Any) -> Json:
    given = {"promotion[type]": "coupon", "promotion[coupon]": await coupon(api), **params}
    made: Json = await api.post("promotion_codes", given)
    return made


async def test_a_coupon_lowers_the_total(api: Any) -> None:
    name = await coupon(api)
    made = await api.session(**{"discounts[0][coupon]": name})
    assert (made["amount_subtotal"], made["amount_total"]) == (2400, 2160)
    assert made["total_details"]["amount_discount"] == 240
    assert made["discounts"] == [{"coupon": name, "promotion_code": None}]
    paths = {"expand[0]": "line_items.data.discounts", "expand[1]": "total_details.breakdown"}
    shown = await api.get(f"checkout/sessions/{made['id']}", **paths)
    (line,) = shown["line_items"]["data"]
    assert (line["amount_discount"], line["amount_total"]) == (240, 2160)
    (off,) = line["discounts"]
    assert (off["amount"], off["discount"]["source"]["coupon"]) == (240, name)
    assert shown["total_details"]["breakdown"]["discounts"] == [off]
    done = await api.complete_session(made)
    assert (await api.get(f"payment_intents/{done['payment_intent']}"))["amount"] == 2160
    assert (await api.get(f"coupons/{name}"))["times_redeemed"] == 1


async def test_a_buyer_types_a_code(api: Any) -> None:
    made = await api.session(allow_promotion_codes="true")
    words = (await code(api, code="SUMMER"))["id"]
    path = f"checkout/sessions/{made['id']}/complete"
    wrong = await api.control(path, {"promotion_code": "WINTER"})
    assert wrong.status_code == 409
    done = await api.complete_session(made, promotion_code="summer")
    assert (done["amount_total"], done["payment_status"]) == (2160, "paid")
    assert done["discounts"] == [{"coupon": None, "promotion_code": words}]
    assert (await api.get(f"promotion_codes/{words}"))["times_redeemed"] == 1


async def test_what_costs_nothing_needs_no_payment(api: Any) -> None:
    made = await api.session(**{"discounts[0][coupon]": await coupon(api, percent_off=100)})
    assert (made["amount_total"], made["payment_status"]) == (0, "unpaid")
    done = await api.complete_session(made, email="ada@example.com")
    assert (done["status"], done["payment_status"]) == ("complete", "no_payment_required")
    assert done["payment_intent"] is None
    assert (await api.get(f"customers/{done['customer']}"))["email"] == "ada@example.com"
    assert (await api.events())[-1] == "checkout.session.completed"
    api.version = "2022-11-15"
    params = {**api.hosted, "line_items[0][price_data][unit_amount]": "0"}
    error = await api.get_error("POST", "checkout/sessions", params)
    assert error["message"].endswith("cannot be zero in `payment` mode.")


async def test_a_coupon_is_for_its_products(api: Any) -> None:
    product = (await api.post("products", name="A cup"))["id"]
    price = await api.post("prices", product=product, currency="eur", unit_amount=1000)
    cup = {"line_items[1][price]": price["id"], "line_items[1][quantity]": 1}
    name = await coupon(api, **{"percent_off": 50, "applies_to[products][]": product})
    made = await api.session(**cup, **{"discounts[0][coupon]": name})
    assert made["amount_total"] == 2900
    error = await api.get_error(
        "POST", "checkout/sessions", {**api.hosted, "discounts[0][coupon]": name}
    )
    assert error["param"] == "discounts[0][coupon]"


@pytest.mark.parametrize(
    ("restriction", "message"),
    [
        (
            {
                "restrictions[minimum_amount]": 5000,
                "restrictions[minimum_amount_currency]": "eur",
            },
            f"{NOT_REDEEMABLE}the associated purchase does not meet the minimum amount "
            "requirement.",
        ),
        (
            {"restrictions[first_time_transaction]": "true"},
            f"{NOT_REDEEMABLE}the associated customer has prior transactions.",
        ),
    ],
)
async def test_a_code_has_its_conditions(api: Any, restriction: Json, message: str) -> None:
    customer = (await api.post("customers"))["id"]
    await api.pay_by_card(customer=customer)
    made = await code(api, **restriction)
    params = {**api.hosted, "customer": customer, "discounts[0][promotion_code]": made["id"]}
    error = await api.get_error("POST", "checkout/sessions", params)
    assert (error["message"], error["param"]) == (message, "discounts[0][promotion_code]")


@pytest.mark.parametrize(
    ("params", "code_", "param"),
    [
        ({"discounts[0][coupon]": "nope"}, "resource_missing", "discounts[0][coupon]"),
        ({"discounts[0][coupon]": "USED"}, "coupon_expired", "discounts[0][coupon]"),
        ({"discounts[0][coupon]": "DOLLARS"}, None, "discounts[0][coupon]"),
        ({"discounts[0][coupon]": "GOOD", "discounts[1][coupon]": "GOOD"}, None, "discounts"),
        (
            {"discounts[0][coupon]": "GOOD", "discounts[0][promotion_code]": "promo_x"},
            None,
            "discounts[0]",
        ),
        (
            {"discounts[0][promotion_code]": "promo_x"},
            "resource_missing",
            "discounts[0][promotion_code]",
        ),
        (
            {"discounts[0][coupon]": "GOOD", "allow_promotion_codes": "true"},
            None,
            "allow_promotion_codes",
        ),
    ],
)
async def test_a_discount_that_is_not_to_be_had(
    api: Any, params: Json, code_: str | None, param: str
) -> None:
    await coupon(api, id="GOOD", percent_off=10)
    await coupon(api, id="DOLLARS", amount_off=100, currency="usd")
    await coupon(api, id="USED", percent_off=10, max_redemptions=1)
    await api.complete_session(await api.session(**{"discounts[0][coupon]": "USED"}))
    error = await api.get_error("POST", "checkout/sessions", {**api.hosted, **params})
    assert (error["status"], error.get("code"), error["param"]) == (400, code_, param)


async def test_a_tax_rate_is_added(api: Any) -> None:
    vat = {"display_name": "VAT", "percentage": 10, "inclusive": "false"}
    rate = await api.post("tax_rates", vat)
    taxed = {"line_items[0][tax_rates][]": rate["id"], "expand[]": "line_items.data.taxes"}
    made = await api.session(**taxed)
    assert (made["amount_subtotal"], made["amount_total"]) == (2400, 2640)
    assert made["total_details"]["amount_tax"] == 240
    ((tax,),) = [line["taxes"] for line in made["line_items"]["data"]]
    assert (tax["amount"], tax["rate"], tax["taxable_amount"]) == (240, rate, 2400)


async def test_a_price_has_its_amount_in_the_sessions_currency(api: Any) -> None:
    given = {"currency": "eur", "unit_amount": 1000, "product_data[name]": "A cup"}
    price = await api.post("prices", {**given, "currency_options[usd][unit_amount]": 1100})
    line = {"line_items[0][price]": price["id"], "line_items[0][quantity]": 2}
    made = await api.post("checkout/sessions", {**HOSTED, **line, "currency": "usd"})
    assert (made["currency"], made["amount_total"]) == ("usd", 2200)
    error = await api.get_error("POST", "checkout/sessions", {**HOSTED, **line, "currency": "chf"})
    assert error["message"] == (
        "The price specified only supports `eur`. This doesn't match the expected currency: `chf`."
    )


async def test_lines_are_changed_by_their_ids(api: Any) -> None:
    made = await api.session(**{"expand[]": "line_items"})
    (old,) = made["line_items"]["data"]
    data = "line_items[1][price_data]"
    params = {
        "line_items[0][id]": old["id"],
        "line_items[0][quantity]": 3,
        f"{data}[currency]": "eur",
        f"{data}[unit_amount]": 500,
        f"{data}[product_data][name]": "A cup",
        "line_items[1][quantity]": 1,
        "expand[]": "line_items",
    }
    changed = await api.post(f"checkout/sessions/{made['id']}", params)
    assert changed["amount_total"] == 4100
    assert [line["id"] == old["id"] for line in changed["line_items"]["data"]] == [True, False]
    params = {"line_items[0][id]": "li_nobody", "line_items[0][quantity]": 1}
    error = await api.get_error("POST", f"checkout/sessions/{made['id']}", params)
    assert error["param"] == "line_items[0][id]"


@pytest.mark.parametrize(
    ("archived", "message"),
    [
        ("prices", "The price specified is inactive. This field only accepts active prices."),
        (
            "products",
            "Price `{price}` is not available to be purchased because its product is not active.",
        ),
    ],
)
async def test_what_is_archived_is_not_sold(api: Any, archived: str, message: str) -> None:
    product = (await api.post("products", name="A cup"))["id"]
    price = (await api.post("prices", product=product, currency="eur", unit_amount=1000))["id"]
    await api.post(f"{archived}/{price if archived == 'prices' else product}", active="false")
    line = {"line_items[0][price]": price, "line_items[0][quantity]": 1}
    error = await api.get_error("POST", "checkout/sessions", {**HOSTED, **line})
    assert error["message"] == message.format(price=price)
    assert error["param"] == "line_items[0][price]"
