"""The checkout: what makes an order, what does not, and what Stripe hears of it."""

from __future__ import annotations

import pytest

from contract_tests.harness.provider_states import ProviderStates
from contract_tests.harness.rules import rule
from contract_tests.shop import expect
from contract_tests.shop.money import cents
from contract_tests.shop.products import Products
from contract_tests.shop.requests import ADDRESS
from contract_tests.shop.shop_policy import LIMIT, Policy
from contract_tests.shop.shopper import Shopper, quantities


@rule("C-chk-1", "C-chk-16", "C-ord-9", "C-ord-3")
def test_the_checkout_makes_a_pending_order_of_the_cart(
    shopper: Shopper, products: Products
) -> None:
    shopper.add(products[0], 2)
    cart = shopper.add(products[1])
    purchase = shopper.order_cart(email="ada@example.com", acceptsMarketing=True)
    order = shopper.get_order(purchase.order)
    expect.equal(order["status"], "pending", "the order's status")
    expect.equal(order["paymentStatus"], "pending", "its paymentStatus")
    expect.equal(order["fulfilmentStatus"], "unfulfilled", "its fulfilmentStatus")
    expect.equal(quantities(order), quantities(cart), "what was ordered")
    expect.equal(order["email"], "ada@example.com", "the order's email")
    expect.equal(cents(order["subtotal"]), cents(cart["subtotal"]), "the order's subtotal")
    expect.equal(purchase.amount, purchase.total, "the amount in the intent's answer, in cents")
    for line, sold in zip(order["items"], cart["items"], strict=True):
        expect.equal(cents(line["unitPrice"]), cents(sold["unitPrice"]), "a line's unit price")
        expect.equal(line["title"], sold["product"]["title"], "a line's title", "C-ord-3")
        expect.equal(line["size"], sold["product"]["size"], "a line's size", "C-ord-3")
    expect.equal(order["shippingAddress"], ADDRESS, "the shipping address")
    expect.equal(order["billingAddress"], ADDRESS, "the billing address, when none was given")
    expect.equal(quantities(shopper.cart()), quantities(cart), "the cart, not paid yet")


@rule("C-chk-1")
def test_an_order_is_a_snapshot_of_the_cart(shopper: Shopper, products: Products) -> None:
    purchase = shopper.check_out(products[0], quantity=2)
    before = shopper.get_order(purchase.order)
    shopper.add(products[1], 4)
    shopper.set_quantity(products[0], 9)
    expect.equal(shopper.get_order(purchase.order), before, "the order after the cart changed")
    shopper.clear_cart()
    expect.equal(shopper.get_order(purchase.order), before, "the order after the cart was emptied")


@rule("C-ord-3")
def test_an_order_keeps_prices_and_titles_of_its_day(
    shopper: Shopper, products: Products, states: ProviderStates
) -> None:
    product = products[2]
    price = states.set("product", productId=product)["price"]
    purchase = shopper.check_out(product, quantity=3)
    before = shopper.get_order(purchase.order)
    title = before["items"][0]["title"]
    try:
        states.set("product-price", productId=product, price=round(price + 2.5, 2))
        states.set("product-title", productId=product, title="Größe „XL“ & <b>Co</b>")
        after = shopper.get_order(purchase.order)
        for member in ("title", "size", "unitPrice", "lineTotal", "quantity"):
            found, wanted = after["items"][0][member], before["items"][0][member]
            expect.equal(found, wanted, f"the order's {member} after the catalogue changed")
        for member in ("subtotal", "shipping", "tax", "total"):
            expect.equal(cents(after[member]), cents(before[member]), member)
        listed = next(order for order in shopper.orders() if order["id"] == purchase.order)
        expect.equal(listed["items"][0]["title"], title, "the title in the list of orders")
        later = shopper.check_out(product).order
        shown = next(
            line for line in shopper.get_order(later)["items"] if line["productId"] == product
        )
        expect.equal(shown["title"], "Größe „XL“ & <b>Co</b>", "the title in a later order")
    finally:
        states.set("product-price", productId=product, price=price)
        states.set("product-title", productId=product, title=title)


@rule("C-chk-1", "C-ord-4")
def test_an_order_has_every_line_in_the_cart_s_order(shopper: Shopper, products: Products) -> None:
    for at in (4, 1, 3, 0, 2, 5):
        shopper.add(products[at], at + 1)
    cart = shopper.cart()
    order = shopper.get_order(shopper.order_cart().order)
    found, wanted = list(quantities(order).items()), list(quantities(cart).items())
    expect.equal(found, wanted, "the order's lines")


@rule("C-ord-4")
def test_half_a_cent_of_tax_is_a_cent(
    shopper: Shopper, products: Products, states: ProviderStates, policy: Policy
) -> None:
    """Of 19 percent, 28.5 cents are 29, and 9.5 are 10: half up, and not to even."""
    prices = (50, 150, 250, 350, 450, 5_050, 10_150)
    _has_terms_at(prices, shopper, products, states, policy)


@rule("C-ord-4")
@pytest.mark.parametrize("quantity", [1, 2, 3, 5, 8, 13, 21])
def test_tax_and_shipping_are_by_the_terms(
    shopper: Shopper, other: Shopper, products: Products, policy: Policy, quantity: int
) -> None:
    """The fixtures': 19 % of the subtotal, half up; 4.90, free from 49.00. Else the shop's own."""
    orders = [
        buyer.get_order(buyer.check_out(products[0], products[1], quantity=quantity).order)
        for buyer in (shopper, other)
    ]
    policy.check(orders[0])
    for member in ("shipping", "tax"):
        expect.equal(orders[1][member], orders[0][member], f"the {member} of the same goods")


@rule("C-ord-4")
def test_shipping_is_free_from_its_limit_on(
    shopper: Shopper, products: Products, states: ProviderStates, policy: Policy
) -> None:
    limit = LIMIT if policy.limit is None else policy.limit
    _has_terms_at((limit - 1, limit, limit + 1), shopper, products, states, policy)


def _has_terms_at(
    prices: tuple[int, ...],
    shopper: Shopper,
    products: Products,
    states: ProviderStates,
    policy: Policy,
) -> None:
    """At each of these prices, in cents, an order of one piece keeps the terms."""
    product = products[4]
    before = states.set("product", productId=product)["price"]
    try:
        for price in prices:
            states.set("product-price", productId=product, price=round(price / 100, 2))
            buyer = Shopper(shopper.session)
            policy.check(buyer.get_order(buyer.check_out(product).order))
    finally:
        states.set("product-price", productId=product, price=before)
