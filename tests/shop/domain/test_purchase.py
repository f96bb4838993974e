from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from stub_server.server.rejection import Rejection
from stub_server.shop.domain.cart import Cart, CartLine
from stub_server.shop.domain.catalogue import Product
from stub_server.shop.domain.money import Cents
from stub_server.shop.domain.purchase import Purchase, purchase_of
from stub_server.shop.domain.shop_policy import Limits, Policy

HOME = {"name": "E", "street": "S 1", "postalCode": "51147", "city": "Köln", "country": "DE"}
WORK = {**HOME, "street": "W 2"}
TERMS = Policy(
    limits=Limits(99, 500),
    tax_percent=Decimal(19),
    shipping=Cents(490),
    free_from=Cents(4900),
    number_prefix="KN",
    attempts_a_minute=5,
    reset_lifetime=timedelta(minutes=30),
)


def bad(price: int = 549, stock: int = 25) -> Product:
    return Product("bad", "Bad", "Kaiser", "500 g", "Pflege", Cents(price), "/i", "/h", stock)


def purchase(
    *lines: CartLine, product: Product | None = None, shipping: Any = HOME, billing: Any = None
) -> Purchase:
    cart = Cart(lines, datetime(2026, 11, 23, tzinfo=UTC))
    return purchase_of(
        cart,
        [product or bad() for _ in lines],
        email="erika@example.org",
        shipping=shipping,
        billing=billing,
        policy=TERMS,
    )


TWO = CartLine("bad", 2, Cents(549))


@pytest.mark.rule("C-chk-1", "C-ord-3", "C-ord-4")
def test_a_purchase_holds_the_products_as_they_are_now() -> None:
    bought = purchase(TWO)
    line = bought.lines[0]
    assert (line.title, line.size, line.brand, line.image, line.href) == (
        "Bad",
        "500 g",
        "Kaiser",
        "/i",
        "/h",
    )
    assert (line.quantity, line.unit_price, line.total) == (2, 549, 1098)
    assert bought.totals.total == 1098 + 490 + 209
    assert bought.quantities == {"bad": 2}


@pytest.mark.rule("C-chk-1")
def test_the_bill_goes_where_the_parcel_goes_unless_it_is_said() -> None:
    assert purchase(TWO).billing_address.street == "S 1"
    assert purchase(TWO, billing=WORK).billing_address.street == "W 2"


@pytest.mark.rule("C-chk-5")
def test_goods_that_ran_short_are_named() -> None:
    with pytest.raises(Rejection) as refused:
        purchase(TWO, product=bad(stock=1))
    assert refused.value.code == "checkout.stockChanged"
    assert refused.value.members == {"lines": ["bad"]}


@pytest.mark.rule("C-chk-5")
def test_prices_that_moved_are_named() -> None:
    with pytest.raises(Rejection) as refused:
        purchase(TWO, product=bad(price=500))
    assert refused.value.code == "checkout.priceChanged"
    assert refused.value.members == {"lines": ["bad"]}


@pytest.mark.rule("C-chk-2", "C-chk-3", "C-chk-4", "C-chk-5")
def test_the_cart_is_judged_first_then_addresses_then_stock_then_prices() -> None:
    worst: dict[str, Any] = {"product": bad(price=1, stock=0), "shipping": None, "billing": []}
    faults = []
    for mended in ({}, {"shipping": HOME}, {"billing": None}, {"product": bad(price=1)}):
        worst |= mended
        with pytest.raises(Rejection) as refused:
            purchase(TWO, **worst)
        faults.append((refused.value.code, refused.value.members.get("field")))
    assert faults == [
        ("checkout.addressInvalid", "shippingAddress"),
        ("checkout.addressInvalid", "billingAddress"),
        ("checkout.stockChanged", None),
        ("checkout.priceChanged", None),
    ]
    with pytest.raises(Rejection, match=r"checkout\.cartEmpty"):
        purchase(shipping=None)
