"""Orders: who sees them, how they are numbered and listed."""

from __future__ import annotations

import re
from itertools import pairwise

from contract_tests.harness.provider_states import ProviderStates
from contract_tests.harness.rules import rule
from contract_tests.shop import expect
from contract_tests.shop.products import Products
from contract_tests.shop.requests import new_email
from contract_tests.shop.shopper import Shopper
from contract_tests.shop.stripe_sender import StripeSender


@rule("C-ord-1", "C-ord-9")
def test_a_visitor_sees_their_orders_newest_first(shopper: Shopper, products: Products) -> None:
    made = [shopper.check_out(products[0]).order]
    made.append(shopper.order_cart().order)
    made.append(shopper.order_cart().order)
    found = [order["id"] for order in shopper.orders()]
    expect.equal(found, made[::-1], "the orders, newest first")


@rule("C-ord-1")
def test_what_becomes_of_a_payment_moves_no_order_in_the_list(
    shopper: Shopper, products: Products, stripe_sender: StripeSender
) -> None:
    made = [shopper.check_out(products[0]), shopper.order_cart(), shopper.order_cart()]
    for purchase, told in zip(made, ("succeeded", "failed", "canceled"), strict=True):
        stripe_sender.send(purchase.payment, told)
        found = [order["id"] for order in shopper.orders()]
        newest_first = [each.order for each in reversed(made)]
        expect.equal(found, newest_first, f"the orders, after {told}")


@rule("C-ord-1")
def test_who_bought_nothing_sees_no_orders(
    shopper: Shopper, other: Shopper, products: Products
) -> None:
    shopper.check_out(products[0])
    expect.equal(other.orders(), [], "another visitor's orders")


@rule("C-ord-1")
def test_orders_are_listed_whatever_became_of_them(
    shopper: Shopper, products: Products, stripe_sender: StripeSender
) -> None:
    shopper.add(products[0])
    purchase = [shopper.order_cart() for _ in range(4)]
    for one, kinds in zip(purchase, (("failed",), ("canceled",), ("refunded",), ()), strict=True):
        stripe_sender.send(one.payment, *kinds)
    found = [order["id"] for order in shopper.orders()]
    expect.equal(found, [each.order for each in reversed(purchase)], "the orders, newest first")


def _number(shopper: Shopper, order: str) -> tuple[str, str]:
    """An order's number, and the year that it was made in."""
    found = shopper.get_order(order)
    return found["number"], found["createdAt"][:4]


def _count(number: str, year: str) -> int:
    """The count in a number: the last group of digits that is not the year."""
    groups = re.findall(r"\d+", number)
    short = year not in groups
    expect.check(not short or year[2:] in groups, f"the number {number!r} has no year {year}")
    groups.remove(year[2:] if short else year)
    expect.check(bool(groups), f"the number {number!r} has no count")
    return int(groups[-1])


@rule("C-ord-8")
def test_what_makes_no_order_takes_no_number(shopper: Shopper, products: Products) -> None:
    first = _number(shopper, shopper.check_out(products[0]).order)
    shopper.request_checkout(shippingAddress={})
    shopper.request_checkout(email="nobody")
    key = new_email("key")
    purchase = [shopper.order_cart(key), shopper.order_cart(key)]
    shopper.clear_cart()
    shopper.request_checkout()
    third = _number(shopper, shopper.check_out(products[0]).order)
    numbers = [first, _number(shopper, purchase[0].order), third]
    counts = [_count(number, year) for number, year in numbers]
    wanted = [counts[0], counts[0] + 1, counts[0] + 2]
    expect.equal(counts, wanted, "the numbers of three orders, with refusals in between")


@rule("C-ord-1")
def test_all_orders_are_listed(shopper: Shopper, products: Products) -> None:
    shopper.register()
    made = [shopper.check_out(products[0]).order]
    made += [
        shopper.order_cart().order
        for _ in range(shopper.session.target.by_profile(fast=5, default=24, thorough=59))
    ]
    expect.equal(
        [order["id"] for order in shopper.orders()], made[::-1], "the orders, newest first"
    )


@rule("C-ord-8")
def test_numbers_are_unique_and_grow_by_one(
    shopper: Shopper, other: Shopper, products: Products
) -> None:
    numbers = [
        _number(visitor, visitor.check_out(products[0]).order)
        for visitor in (shopper, other, shopper, other)
    ]
    expect.equal(len(set(numbers)), len(numbers), "how many of the numbers differ")
    counts = [_count(number, year) for number, year in numbers]
    steps = [after - before for before, after in pairwise(counts)]
    # Others may buy meanwhile on a backend that is not ours alone.
    expect.check(all(step >= 1 for step in steps), f"the numbers {numbers} do not grow")
    expect.equal(steps, [1] * len(steps), "how the numbers grow")


@rule("C-ord-8")
def test_a_number_has_the_year_of_its_order(shopper: Shopper, products: Products) -> None:
    order = shopper.get_order(shopper.check_out(products[0]).order)
    _count(order["number"], order["createdAt"][:4])


@rule("C-ord-5", "C-ord-6", "C-chk-9")
def test_a_shipped_order_can_be_followed(
    shopper: Shopper, products: Products, stripe_sender: StripeSender, states: ProviderStates
) -> None:
    purchase = shopper.check_out(products[0])
    stripe_sender.send(purchase.payment, "succeeded")
    url = "https://parcels.example/4711"
    states.set("order-shipped", orderId=purchase.order, trackingUrl=url)
    order = shopper.get_order(purchase.order)
    expect.equal(order["fulfilmentStatus"], "shipped", "fulfilmentStatus")
    expect.equal(order.get("trackingUrl"), url, "trackingUrl")
    expect.equal(order["status"], "paid", "status")
    stripe_sender.send(purchase.payment, "succeeded")
    expect.equal(
        shopper.get_order(purchase.order), order, "the order after a late event", "C-chk-9"
    )


@rule("C-ord-9")
def test_the_list_shows_each_order_in_full(shopper: Shopper, products: Products) -> None:
    first = shopper.check_out(products[0], products[1], quantity=2).order
    second = shopper.order_cart().order
    shown = {order["id"]: order for order in shopper.orders()}
    for order in (first, second):
        expect.equal(shown[order], shopper.get_order(order), "an order in the list")


@rule("C-ord-9")
def test_a_customer_s_order_names_the_customer(shopper: Shopper, products: Products) -> None:
    customer = shopper.register()
    order = shopper.get_order(shopper.check_out(products[0]).order)
    expect.equal(order["email"], "buyer@example.com", "the order's email, as it was given")
    found = order["customer"].get("customerId", customer["id"])
    expect.equal(found, customer["id"], "customer.customerId")
