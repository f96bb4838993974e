"""Stock and prices that changed since the cart was looked at."""

from __future__ import annotations

import pytest

from contract_tests.harness.provider_states import ProviderStates
from contract_tests.harness.rules import rule
from contract_tests.shop import expect
from contract_tests.shop.money import cents
from contract_tests.shop.products import Products
from contract_tests.shop.shopper import Shopper


@rule("C-chk-5")
def test_too_little_stock_makes_no_order(
    shopper: Shopper, products: Products, states: ProviderStates
) -> None:
    product, plenty = products[3], products[0]
    stock = products.stock(product)
    try:
        states.set("product-stock", productId=product, stock=2)
        shopper.add(plenty)
        shopper.add(product, 3)
        error = expect.error(shopper.request_checkout(), 409, "checkout.stockChanged")
        if "lines" in error:
            expect.equal(error["lines"], [product], "the error's lines")
        expect.equal(shopper.orders(), [], "the orders afterwards")
        shopper.set_quantity(product, 2)
        shopper.order_cart()
    finally:
        states.set("product-stock", productId=product, stock=stock)


@rule("C-chk-5")
def test_each_line_that_lacks_stock_is_named(
    shopper: Shopper, products: Products, states: ProviderStates
) -> None:
    short = [products[2], products[3]]
    stock = {each: products.stock(each) for each in short}
    try:
        shopper.add(products[0])
        for product in short:
            states.set("product-stock", productId=product, stock=1)
            shopper.add(product, 2)
        error = expect.error(shopper.request_checkout(), 409, "checkout.stockChanged")
        if "lines" in error:
            expect.equal(sorted(error["lines"]), sorted(short), "the error's lines")
    finally:
        for product, before in stock.items():
            states.set("product-stock", productId=product, stock=before)


@rule("C-chk-5")
def test_what_is_sold_out_makes_no_order(
    shopper: Shopper, products: Products, states: ProviderStates
) -> None:
    product = products[3]
    stock = products.stock(product)
    shopper.add(product)
    try:
        states.set("product-stock", productId=product, stock=0)
        expect.error(shopper.request_checkout(), 409, "checkout.stockChanged")
    finally:
        states.set("product-stock", productId=product, stock=stock)


@rule("C-chk-5", "C-cart-12")
@pytest.mark.parametrize("more", [111, 1, -1, -30])
def test_another_price_makes_no_order_until_the_cart_is_looked_at(
    shopper: Shopper, products: Products, states: ProviderStates, more: int
) -> None:
    product = products[2]
    before = states.set("product", productId=product)["price"]
    price = round(before + more / 100, 2)
    shopper.add(products[0])
    shopper.add(product, 2)
    try:
        states.set("product-price", productId=product, price=price)
        error = expect.error(shopper.request_checkout(), 409, "checkout.priceChanged")
        if "lines" in error:
            expect.equal(error["lines"], [product], "the error's lines")
        expect.equal(shopper.orders(), [], "the orders afterwards")
        expect.error(shopper.request_checkout(), 409, "checkout.priceChanged")
        line = shopper.cart()["items"][1]
        expect.equal(cents(line["unitPrice"]), cents(price), "the price seen then", "C-cart-12")
        purchase = shopper.order_cart()
        order = shopper.get_order(purchase.order)
        expect.equal(cents(order["items"][1]["unitPrice"]), cents(price), "the order's price")
    finally:
        states.set("product-price", productId=product, price=before)
