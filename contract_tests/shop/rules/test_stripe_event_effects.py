"""What events do to stock and carts."""

from __future__ import annotations

import pytest

from contract_tests.harness.provider_states import ProviderStates
from contract_tests.harness.rules import rule
from contract_tests.shop import expect, stripe_events
from contract_tests.shop.background_orders import wait_for_another_moment
from contract_tests.shop.money import instant
from contract_tests.shop.products import Products
from contract_tests.shop.shopper import Shopper, quantities
from contract_tests.shop.stripe_sender import StripeSender


@rule("C-chk-9")
def test_stock_goes_down_once_by_what_was_bought(
    shopper: Shopper, products: Products, stripe_sender: StripeSender
) -> None:
    one, two = products[0], products[1]
    before = products.stock(one), products.stock(two)
    shopper.add(one, 3)
    purchase = shopper.check_out(two, quantity=2)
    expect.equal(
        (products.stock(one), products.stock(two)), before, "the stock, nothing being paid"
    )
    event = stripe_events.succeeded(purchase.payment, stripe_sender.now())
    stripe_sender.deliver(event, times=2)
    stripe_sender.send(purchase.payment, "succeeded")
    wanted = before[0] - 3, before[1] - 2
    expect.equal((products.stock(one), products.stock(two)), wanted, "the stock afterwards")


@rule("C-chk-9", "C-chk-10")
def test_stock_goes_down_once_after_a_failure_too(
    shopper: Shopper, products: Products, stripe_sender: StripeSender
) -> None:
    before = products.stock(products[0])
    purchase = shopper.check_out(products[0], quantity=3)
    stripe_sender.send(purchase.payment, "failed")
    expect.equal(products.stock(products[0]), before, "the stock, the payment having failed")
    stripe_sender.send(purchase.payment, "succeeded", "succeeded")
    expect.equal(products.stock(products[0]), before - 3, "the stock afterwards")


@rule("C-chk-13", "C-cart-11")
def test_a_paid_order_takes_no_more_than_there_is(
    shopper: Shopper, products: Products, stripe_sender: StripeSender
) -> None:
    shopper.add(products[1])
    purchase = shopper.check_out(products[0], quantity=3)
    cart = shopper.set_quantity(products[0], 1)
    stripe_sender.send(purchase.payment, "succeeded")
    after = shopper.cart()
    expect.equal(quantities(after), {}, "the cart afterwards")
    expect.check(
        instant(after["updatedAt"]) > instant(cart["updatedAt"]),
        "a paid order emptied the cart, and updatedAt did not move",
        "C-cart-11",
    )


@rule("C-chk-11")
@pytest.mark.parametrize(
    "told", [("succeeded", "refunded"), ("refunded", "succeeded")], ids="-".join
)
def test_a_refund_gives_no_stock_back(
    shopper: Shopper, products: Products, stripe_sender: StripeSender, told: tuple[str, ...]
) -> None:
    before = products.stock(products[0])
    purchase = shopper.check_out(products[0], quantity=2)
    stripe_sender.send(purchase.payment, *told)
    expect.equal(products.stock(products[0]), before - 2, "the stock afterwards")


@rule("C-chk-9")
@pytest.mark.parametrize("told", [("failed",), ("canceled",), ("failed", "canceled")], ids="-".join)
def test_what_is_not_paid_takes_no_stock(
    shopper: Shopper, products: Products, stripe_sender: StripeSender, told: tuple[str, ...]
) -> None:
    before = products.stock(products[0])
    purchase = shopper.check_out(products[0], quantity=2)
    stripe_sender.send(purchase.payment, *told)
    expect.equal(products.stock(products[0]), before, "the stock afterwards")


@rule("C-chk-13")
def test_a_paid_order_leaves_the_cart(
    shopper: Shopper, products: Products, stripe_sender: StripeSender
) -> None:
    purchase = shopper.check_out(products[0], products[1], quantity=2)
    expect.equal(
        quantities(shopper.cart()), {products[0]: 2, products[1]: 2}, "the cart, nothing paid"
    )
    stripe_sender.send(purchase.payment, "succeeded")
    expect.equal(quantities(shopper.cart()), {}, "the cart of a paid order")


@rule("C-chk-13")
def test_what_was_added_since_stays_in_the_cart(
    shopper: Shopper, products: Products, stripe_sender: StripeSender
) -> None:
    purchase = shopper.check_out(products[0], quantity=2)
    shopper.add(products[1], 3)
    stripe_sender.send(purchase.payment, "succeeded")
    expect.equal(quantities(shopper.cart()), {products[1]: 3}, "the cart of a paid order")


@rule("C-ord-3", "C-chk-1", "C-ord-8")
def test_a_payment_leaves_what_was_ordered_as_it_was(
    shopper: Shopper, products: Products, stripe_sender: StripeSender, states: ProviderStates
) -> None:
    """Whatever is shown of an order is remembered, and held against what was shown before."""
    product = products[2]
    price = states.set("product", productId=product)["price"]
    purchase = shopper.check_out(product, products[0], quantity=2)
    order = shopper.get_order(purchase.order)
    title = next(line for line in order["items"] if line["productId"] == product)
    wait_for_another_moment(order["createdAt"])
    try:
        states.set("product-price", productId=product, price=round(price + 1, 2))
        states.set("product-title", productId=product, title="Another name altogether")
        for kind in ("failed", "succeeded", "refunded"):
            stripe_sender.send(purchase.payment, kind)
            shopper.get_order(purchase.order)
            shopper.orders()
    finally:
        states.set("product-price", productId=product, price=price)
        states.set("product-title", productId=product, title=title["title"])


@rule("C-chk-13", "C-cus-2")
def test_a_login_meanwhile_leaves_the_cart_to_the_order(
    shopper: Shopper, products: Products, stripe_sender: StripeSender
) -> None:
    purchase = shopper.check_out(products[0], quantity=2)
    shopper.add(products[1])
    shopper.register()
    stripe_sender.send(purchase.payment, "succeeded")
    expect.equal(quantities(shopper.cart()), {products[1]: 1}, "the cart of a paid order")


@rule("C-chk-13")
def test_a_paid_order_leaves_the_customer_s_other_carts_alone(
    shopper: Shopper, other: Shopper, products: Products, stripe_sender: StripeSender
) -> None:
    shopper.register()
    purchase = shopper.check_out(products[0], quantity=2)
    other.log_in(shopper.email)
    other.add(products[0], 2)
    stripe_sender.send(purchase.payment, "succeeded")
    expect.equal(quantities(other.cart()), {products[0]: 2}, "the cart in another session")
    late = Shopper(shopper.session)
    late.log_in(shopper.email)
    purchase = late.check_out(products[1])
    late.log_out()
    late.add(products[1], 3)
    stripe_sender.send(purchase.payment, "succeeded")
    expect.equal(quantities(late.cart()), {products[1]: 3}, "the cart after a logout")


@rule("C-chk-13")
def test_a_paid_order_leaves_other_carts_alone(
    shopper: Shopper, other: Shopper, products: Products, stripe_sender: StripeSender
) -> None:
    other.add(products[0], 2)
    purchase = shopper.check_out(products[0], quantity=2)
    stripe_sender.send(purchase.payment, "succeeded")
    expect.equal(quantities(other.cart()), {products[0]: 2}, "another visitor's cart")
