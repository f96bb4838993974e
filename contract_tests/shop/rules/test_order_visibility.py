"""Who sees which orders."""

from __future__ import annotations

import pytest

from contract_tests.harness.rules import rule
from contract_tests.shop import expect
from contract_tests.shop.products import Products
from contract_tests.shop.requests import new_email
from contract_tests.shop.shopper import Shopper
from contract_tests.shop.stripe_sender import StripeSender


@rule("C-ord-2", "C-ord-1")
@pytest.mark.parametrize("told", [(), ("succeeded",), ("failed",)], ids=str)
def test_a_newcomer_s_order_is_not_found(
    shopper: Shopper,
    other: Shopper,
    products: Products,
    stripe_sender: StripeSender,
    told: tuple[str, ...],
) -> None:
    purchase = shopper.check_out(products[0])
    other.check_out(products[1])
    stripe_sender.send(purchase.payment, *told)
    for visitor in (other, Shopper(shopper.session)):
        expect.not_visible(visitor.client.call("getOrder", id=purchase.order))


@rule("C-ord-2", "C-ord-1")
def test_another_customer_s_order_is_not_shown(
    shopper: Shopper, other: Shopper, products: Products
) -> None:
    shopper.register()
    purchase = shopper.check_out(products[0])
    other.register()
    expect.not_visible(other.client.call("getOrder", id=purchase.order))
    expect.equal(other.orders(), [], "the orders of another customer", "C-ord-1")


UNKNOWN = ["nope", "ord_0000000000000000000000aa", "1", "0", "-1", "null", "ord_%00", "' OR 1=1 --"]


@rule("C-ord-2")
@pytest.mark.parametrize("order", UNKNOWN)
def test_an_unknown_order_is_not_found(shopper: Shopper, products: Products, order: str) -> None:
    shopper.check_out(products[0])
    exchange = shopper.client.call("getOrder", id=order)
    # Where orders are counted, "1" may be another customer's.
    others = [(403, "order.forbidden")] if order.isdigit() else []
    expect.error(exchange, 404, "order.notFound", *others)


@rule("C-ord-2")
def test_an_order_s_id_is_its_exact_signs(shopper: Shopper, products: Products) -> None:
    order = shopper.check_out(products[0]).order
    for wrong in (f"{order}x", f"{order}%", f"{order}.0", f" {order}", f"{order} ", f"0{order}"):
        expect.error(shopper.client.call("getOrder", id=wrong), 404, "order.notFound")


@rule("C-ord-1")
def test_a_customer_sees_their_orders_from_every_session(
    shopper: Shopper, other: Shopper, products: Products
) -> None:
    shopper.register()
    purchase = shopper.check_out(products[0])
    other.log_in(shopper.email)
    expect.equal(
        [order["id"] for order in other.orders()], [purchase.order], "the orders elsewhere"
    )
    expect.equal(other.get_order(purchase.order)["id"], purchase.order, "the order elsewhere")
    exchange = other.client.call("confirmCheckout", {"orderId": purchase.order})
    expect.check(exchange.status != 404, "confirm does not know the customer's own order")


@rule("C-ord-1", "C-cus-2")
def test_a_guest_s_orders_are_the_customer_s_after_a_login(
    shopper: Shopper, other: Shopper, products: Products
) -> None:
    other.register()
    purchase = shopper.check_out(products[0])
    shopper.log_in(other.email)
    expect.equal([each["id"] for each in shopper.orders()], [purchase.order], "the orders")
    expect.equal([each["id"] for each in other.orders()], [purchase.order], "the orders elsewhere")
    order = shopper.get_order(purchase.order)
    expect.check(bool(order["customer"].get("customerId", "x")), "customerId is empty")


@rule("C-ord-1", "C-cus-2")
@pytest.mark.parametrize("way", ["register", "login"])
def test_a_newcomer_s_order_with_the_same_email_stays_the_newcomer_s(
    shopper: Shopper, other: Shopper, products: Products, way: str
) -> None:
    """Whoever says that an email is theirs has not shown it."""
    email = new_email("same")
    shopper.add(products[0])
    if way == "login":
        other.register(email)
    purchase = shopper.order_cart(email=email)
    if way == "login":
        other = Shopper(shopper.session)
        other.log_in(email)
    else:
        other.register(email)
    expect.equal(other.orders(), [], "the orders of who has the same email")
    expect.not_visible(other.client.call("getOrder", id=purchase.order))


@rule("C-ord-1")
def test_after_a_logout_the_orders_are_out_of_sight(shopper: Shopper, products: Products) -> None:
    shopper.register()
    purchase = shopper.check_out(products[0])
    shopper.log_out()
    exchange = shopper.client.call("listOrders")
    if exchange.status != 401:
        expect.equal(exchange.json["items"], [], "the orders after a logout")
    exchange = shopper.client.call("getOrder", id=purchase.order)
    expect.not_visible(exchange, (401, "auth.required"))
