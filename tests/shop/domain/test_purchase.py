from __future__ import annotations

from typing import Any

import pytest

from stub_server.server.rejection import Rejection
from stub_server.shop.domain.cart import Cart, CartLine
from stub_server.shop.domain.catalogue import Product
from stub_server.shop.domain.money import Cents
from stub_server.shop.domain.purchase import Purchase, build_purchase
from tests.shop import samples
from tests.shop.samples import ADDRESS_JSON, NOW, POLICY

OTHER_ADDRESS = {**ADDRESS_JSON, "street": "Domkloster 4"}


def purchase(
    *lines: CartLine,
    product: Product | None = None,
    shipping: Any = ADDRESS_JSON,
    billing: Any = None,
) -> Purchase:
    cart = Cart(lines, NOW)
    return build_purchase(
        cart,
        [product or samples.product() for _ in lines],
        email=samples.EMAIL,
        shipping=shipping,
        billing=billing,
        policy=POLICY,
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
        "/bad.jpg",
        "/shop/bad",
    )
    assert (line.quantity, line.unit_price, line.total) == (2, 549, 1098)
    assert bought.totals.total == 1098 + 490 + 209
    assert bought.quantities == {"bad": 2}


@pytest.mark.rule("C-chk-1")
def test_the_bill_goes_where_the_parcel_goes_unless_it_is_said() -> None:
    assert purchase(TWO).billing_address.street == "Heidestraße 17"
    assert purchase(TWO, billing=OTHER_ADDRESS).billing_address.street == "Domkloster 4"


@pytest.mark.rule("C-chk-5")
def test_goods_that_ran_short_are_named() -> None:
    with pytest.raises(Rejection) as refused:
        purchase(TWO, product=samples.product(stock=1))
    assert refused.value.code == "checkout.stockChanged"
    assert refused.value.members == {"lines": ["bad"]}


@pytest.mark.rule("C-chk-5")
def test_prices_that_moved_are_named() -> None:
    with pytest.raises(Rejection) as refused:
        purchase(TWO, product=samples.product(price=500))
    assert refused.value.code == "checkout.priceChanged"
    assert refused.value.members == {"lines": ["bad"]}


@pytest.mark.rule("C-chk-2", "C-chk-3", "C-chk-4", "C-chk-5")
def test_the_cart_is_judged_first_then_addresses_then_stock_then_prices() -> None:
    worst: dict[str, Any] = {
        "product": samples.product(price=1, stock=0),
        "shipping": None,
        "billing": [],
    }
    faults = []
    for mended in (
        {},
        {"shipping": ADDRESS_JSON},
        {"billing": None},
        {"product": samples.product(price=1)},
    ):
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
