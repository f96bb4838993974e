"""Sums and prices of a cart."""

from __future__ import annotations

import pytest

from contract_tests.harness.provider_states import ProviderStates
from contract_tests.harness.rules import rule
from contract_tests.shop import expect
from contract_tests.shop.money import cents, instant
from contract_tests.shop.products import Products
from contract_tests.shop.settings import shop_settings
from contract_tests.shop.shopper import Shopper


@rule("C-cart-7")
@pytest.mark.parametrize("quantity", [1, 2, 3, 7, 19, 33, 67, 99])
def test_sums_are_exact_to_the_cent(shopper: Shopper, products: Products, quantity: int) -> None:
    """The arithmetic is looked at in every answer; this makes for many different sums."""
    limits = shop_settings(shopper.session)
    quantity = min(quantity, limits.line_cap, limits.cart_cap // 4)
    for product in products[:4]:
        shopper.add(product, quantity)
    expect.equal(shopper.cart()["count"], 4 * quantity, "count")
    expect.equal(
        shopper.set_quantity(products[1], 1)["count"], 3 * quantity + 1, "count after a change"
    )
    expect.equal(shopper.remove(products[0])["count"], 2 * quantity + 1, "count after one is out")
    expect.equal(shopper.clear_cart()["count"], 0, "an emptied cart's count")


@rule("C-cart-7")
@pytest.mark.parametrize(
    "price", ["0.01", "0.07", "1.005", "2.675", "1.10", "9.03", "0.29", "33.33"]
)
def test_sums_of_awkward_prices_are_exact(
    shopper: Shopper, products: Products, states: ProviderStates, price: str
) -> None:
    product = products[0]
    before = states.set("product", productId=product)["price"]
    exact = round(cents(price) / 100, 2)
    try:
        states.set("product-price", productId=product, price=exact)
        for quantity in (1, 3, 7, 29, 99):
            cart = shopper.add(product, min(quantity, shop_settings(shopper.session).line_cap))
            expect.equal(cents(cart["items"][0]["unitPrice"]), cents(exact), "unitPrice")
            shopper.remove(product)
    finally:
        states.set("product-price", productId=product, price=before)


@rule("C-cart-8")
@pytest.mark.parametrize("member", ["unitPrice", "price", "lineTotal"])
def test_a_price_in_the_request_is_ignored(
    shopper: Shopper, products: Products, member: str
) -> None:
    usual = cents(shopper.add(products[0])["items"][0]["unitPrice"])
    body = {"productId": products[1], "quantity": 1, member: 0.01}
    cart = expect.ok(shopper.client.call("addCartItem", body))
    honest = Shopper(shopper.session).add(products[1])["items"][0]["unitPrice"]
    expect.equal(cart["items"][1]["unitPrice"], honest, "the unit price")
    body = {"quantity": 2, member: 0.01}
    cart = expect.ok(shopper.client.call("setCartItemQuantity", body, productId=products[0]))
    expect.equal(cents(cart["items"][0]["unitPrice"]), usual, "the unit price")


@rule("C-cart-12", "C-cart-11")
def test_looking_takes_over_the_catalogue_s_prices(
    shopper: Shopper, products: Products, states: ProviderStates
) -> None:
    product = products[0]
    before = states.set("product", productId=product)["price"]
    seen = shopper.add(product, 2)
    try:
        for price in (before + 1, before + 0.37):
            price = round(price, 2)
            states.set("product-price", productId=product, price=price)
            earlier, seen = seen, shopper.cart()
            line = seen["items"][0]
            expect.equal(cents(line["unitPrice"]), cents(price), "the unit price that is shown")
            expect.check(
                instant(seen["updatedAt"]) > instant(earlier["updatedAt"]),
                "the cart has other prices, and updatedAt did not move",
                "C-cart-11",
            )
        intent = shopper.request_checkout()
        expect.check(
            intent.code != "checkout.priceChanged",
            "GET /api/cart showed the new price, and the checkout still says it changed",
        )
    finally:
        states.set("product-price", productId=product, price=before)
