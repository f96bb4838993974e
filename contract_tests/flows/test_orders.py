"""Orders: who sees them, how they are numbered and listed."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from contract_tests import expect
from contract_tests.goods import Goods
from contract_tests.rules import rule
from contract_tests.shopper import Shopper, new_email
from contract_tests.states import States
from contract_tests.webhook import Webhook


@rule("C-ord-1", "C-ord-9")
def test_a_visitor_sees_their_orders_newest_first(shopper: Shopper, goods: Goods) -> None:
    made = [shopper.checks_out(goods[0]).order]
    made.append(shopper.orders_cart().order)
    made.append(shopper.orders_cart().order)
    found = [order["id"] for order in shopper.orders()]
    expect.same(found, made[::-1], "the orders, newest first")


@rule("C-ord-1")
def test_what_becomes_of_a_payment_moves_no_order_in_the_list(
    shopper: Shopper, goods: Goods, webhook: Webhook
) -> None:
    made = [shopper.checks_out(goods[0]), shopper.orders_cart(), shopper.orders_cart()]
    for bought, told in zip(made, ("succeeded", "failed", "canceled"), strict=True):
        webhook.happens(bought.payment, told)
        found = [order["id"] for order in shopper.orders()]
        newest_first = [it.order for it in reversed(made)]
        expect.same(found, newest_first, f"the orders, after {told}")


@rule("C-ord-1")
def test_who_bought_nothing_sees_no_orders(shopper: Shopper, other: Shopper, goods: Goods) -> None:
    shopper.checks_out(goods[0])
    expect.same(other.orders(), [], "a stranger's orders")


@rule("C-ord-2", "C-ord-1")
@pytest.mark.parametrize("told", [(), ("succeeded",), ("failed",)], ids=str)
def test_a_stranger_s_order_is_not_found(
    shopper: Shopper, other: Shopper, goods: Goods, webhook: Webhook, told: tuple[str, ...]
) -> None:
    bought = shopper.checks_out(goods[0])
    other.checks_out(goods[1])
    webhook.happens(bought.payment, *told)
    for visitor in (other, Shopper(shopper.desk)):
        expect.hidden(visitor.client.call("getOrder", id=bought.order))


@rule("C-ord-2", "C-ord-1")
def test_another_customer_s_order_is_not_shown(
    shopper: Shopper, other: Shopper, goods: Goods
) -> None:
    shopper.registers()
    bought = shopper.checks_out(goods[0])
    other.registers()
    expect.hidden(other.client.call("getOrder", id=bought.order))
    expect.same(other.orders(), [], "the orders of another customer", "C-ord-1")


UNKNOWN = ["nope", "ord_0000000000000000000000aa", "1", "0", "-1", "null", "ord_%00", "' OR 1=1 --"]


@rule("C-ord-2")
@pytest.mark.parametrize("order", UNKNOWN)
def test_an_unknown_order_is_not_found(shopper: Shopper, goods: Goods, order: str) -> None:
    shopper.checks_out(goods[0])
    exchange = shopper.client.call("getOrder", id=order)
    # Where orders are counted, "1" may be another customer's.
    others = [(403, "order.forbidden")] if order.isdigit() else []
    expect.refused(exchange, 404, "order.notFound", *others)


@rule("C-ord-2")
def test_an_order_s_id_is_its_exact_signs(shopper: Shopper, goods: Goods) -> None:
    order = shopper.checks_out(goods[0]).order
    for wrong in (f"{order}x", f"{order}%", f"{order}.0", f" {order}", f"{order} ", f"0{order}"):
        expect.refused(shopper.client.call("getOrder", id=wrong), 404, "order.notFound")


@rule("C-ord-1")
def test_orders_are_listed_whatever_became_of_them(
    shopper: Shopper, goods: Goods, webhook: Webhook
) -> None:
    shopper.adds(goods[0])
    bought = [shopper.orders_cart() for _ in range(4)]
    for one, kinds in zip(bought, (("failed",), ("canceled",), ("refunded",), ()), strict=True):
        webhook.happens(one.payment, *kinds)
    found = [it["id"] for it in shopper.orders()]
    expect.same(found, [it.order for it in reversed(bought)], "the orders, newest first")


@rule("C-ord-1")
def test_a_customer_sees_their_orders_from_every_session(
    shopper: Shopper, other: Shopper, goods: Goods
) -> None:
    shopper.registers()
    bought = shopper.checks_out(goods[0])
    other.logs_in(shopper.email)
    expect.same([it["id"] for it in other.orders()], [bought.order], "the orders elsewhere")
    expect.same(other.sees(bought.order)["id"], bought.order, "the order elsewhere")
    exchange = other.client.call("confirmCheckout", {"orderId": bought.order})
    expect.that(exchange.status != 404, "confirm does not know the customer's own order")


@rule("C-ord-1", "C-cus-2")
def test_a_guest_s_orders_are_the_customer_s_after_a_login(
    shopper: Shopper, other: Shopper, goods: Goods
) -> None:
    other.registers()
    bought = shopper.checks_out(goods[0])
    shopper.logs_in(other.email)
    expect.same([it["id"] for it in shopper.orders()], [bought.order], "the orders")
    expect.same([it["id"] for it in other.orders()], [bought.order], "the orders elsewhere")
    order = shopper.sees(bought.order)
    expect.that(bool(order["customer"].get("customerId", "x")), "customerId is empty")


@rule("C-ord-1", "C-cus-2")
@pytest.mark.parametrize("way", ["register", "login"])
def test_a_stranger_s_order_with_the_same_email_stays_the_stranger_s(
    shopper: Shopper, other: Shopper, goods: Goods, way: str
) -> None:
    """Whoever says that an email is theirs has not shown it."""
    email = new_email("same")
    shopper.adds(goods[0])
    if way == "login":
        other.registers(email)
    bought = shopper.orders_cart(email=email)
    if way == "login":
        other = Shopper(shopper.desk)
        other.logs_in(email)
    else:
        other.registers(email)
    expect.same(other.orders(), [], "the orders of who has the same email")
    expect.hidden(other.client.call("getOrder", id=bought.order))


def _number(shopper: Shopper, order: str) -> tuple[str, str]:
    """An order's number, and the year that it was made in."""
    found = shopper.sees(order)
    return found["number"], found["createdAt"][:4]


def _count(number: str, year: str) -> int:
    """The count in a number: the last group of digits that is not the year."""
    groups = re.findall(r"\d+", number)
    short = year not in groups
    expect.that(not short or year[2:] in groups, f"the number {number!r} has no year {year}")
    groups.remove(year[2:] if short else year)
    expect.that(bool(groups), f"the number {number!r} has no count")
    return int(groups[-1])


@rule("C-ord-8")
def test_what_makes_no_order_takes_no_number(shopper: Shopper, goods: Goods) -> None:
    first = _number(shopper, shopper.checks_out(goods[0]).order)
    shopper.asks_intent(shippingAddress={})
    shopper.asks_intent(email="nobody")
    key = new_email("key")
    bought = [shopper.orders_cart(key), shopper.orders_cart(key)]
    shopper.empties()
    shopper.asks_intent()
    third = _number(shopper, shopper.checks_out(goods[0]).order)
    numbers = [first, _number(shopper, bought[0].order), third]
    counts = [_count(number, year) for number, year in numbers]
    wanted = [counts[0], counts[0] + 1, counts[0] + 2]
    expect.same(counts, wanted, "the numbers of three orders, with refusals in between")


@rule("C-ord-1")
def test_all_orders_are_listed(shopper: Shopper, goods: Goods) -> None:
    shopper.registers()
    made = [shopper.checks_out(goods[0]).order]
    made += [
        shopper.orders_cart().order
        for _ in range(shopper.desk.target.deep(fast=5, default=24, thorough=59))
    ]
    expect.same([it["id"] for it in shopper.orders()], made[::-1], "the orders, newest first")


@rule("C-ord-1")
def test_after_a_logout_the_orders_are_out_of_sight(shopper: Shopper, goods: Goods) -> None:
    shopper.registers()
    bought = shopper.checks_out(goods[0])
    shopper.logs_out()
    exchange = shopper.client.call("listOrders")
    if exchange.status != 401:
        expect.same(exchange.json["items"], [], "the orders after a logout")
    exchange = shopper.client.call("getOrder", id=bought.order)
    expect.hidden(exchange, (401, "auth.required"))


@rule("C-ord-8")
def test_numbers_are_unique_and_grow_by_one(shopper: Shopper, other: Shopper, goods: Goods) -> None:
    numbers = [
        _number(visitor, visitor.checks_out(goods[0]).order)
        for visitor in (shopper, other, shopper, other)
    ]
    expect.same(len(set(numbers)), len(numbers), "how many of the numbers differ")
    counts = [_count(number, year) for number, year in numbers]
    steps = [after - before for before, after in pairwise(counts)]
    # Others may buy meanwhile on a backend that is not ours alone.
    expect.that(all(step >= 1 for step in steps), f"the numbers {numbers} do not grow")
    expect.same(steps, [1] * len(steps), "how the numbers grow")


@rule("C-ord-8")
def test_a_number_has_the_year_of_its_order(shopper: Shopper, goods: Goods) -> None:
    order = shopper.sees(shopper.checks_out(goods[0]).order)
    _count(order["number"], order["createdAt"][:4])


@rule("C-ord-5", "C-ord-6", "C-chk-9")
def test_a_shipped_order_can_be_followed(
    shopper: Shopper, goods: Goods, webhook: Webhook, states: States
) -> None:
    bought = shopper.checks_out(goods[0])
    webhook.happens(bought.payment, "succeeded")
    url = "https://parcels.example/4711"
    states.set("order-shipped", orderId=bought.order, trackingUrl=url)
    order = shopper.sees(bought.order)
    expect.same(order["fulfilmentStatus"], "shipped", "fulfilmentStatus")
    expect.same(order.get("trackingUrl"), url, "trackingUrl")
    expect.same(order["status"], "paid", "status")
    webhook.happens(bought.payment, "succeeded")
    expect.same(shopper.sees(bought.order), order, "the order after a late event", "C-chk-9")


@rule("C-ord-9")
def test_the_list_shows_each_order_in_full(shopper: Shopper, goods: Goods) -> None:
    first = shopper.checks_out(goods[0], goods[1], quantity=2).order
    second = shopper.orders_cart().order
    shown = {order["id"]: order for order in shopper.orders()}
    for order in (first, second):
        expect.same(shown[order], shopper.sees(order), "an order in the list")


@rule("C-ord-9")
def test_a_customer_s_order_names_the_customer(shopper: Shopper, goods: Goods) -> None:
    customer = shopper.registers()
    order = shopper.sees(shopper.checks_out(goods[0]).order)
    expect.same(order["email"], "buyer@example.com", "the order's email, as it was given")
    found = order["customer"].get("customerId", customer["id"])
    expect.same(found, customer["id"], "customer.customerId")
