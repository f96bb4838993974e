"""Many at once: one order, one payment, one piece in stock."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier, BrokenBarrierError
from typing import TypeVar

import pytest

from contract_tests import events, expect, signing
from contract_tests.client import held_back
from contract_tests.goods import Goods
from contract_tests.rules import rule
from contract_tests.shopper import Shopper, new_email, quantities
from contract_tests.states import States
from contract_tests.webhook import Webhook

T = TypeVar("T")
GATHERING = 5.0
"""Seconds that requests wait for each other at most."""


def at_once(calls: Sequence[Callable[[], T]]) -> list[T]:
    """All of them at the same moment: the first request of each lacks its last byte until then."""
    start = Barrier(len(calls))

    def ready() -> None:
        with contextlib.suppress(BrokenBarrierError):
            start.wait(GATHERING)

    def begin(call: Callable[[], T]) -> T:
        with held_back(ready):
            return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(begin, calls))


def _twins(shopper: Shopper, count: int) -> list[Shopper]:
    """The same session, on so many connections."""
    twins = []
    for _ in range(count):
        twin = Shopper(shopper.desk)
        twin.client.keep(shopper.client.cookies)
        twins.append(twin)
    return twins


@rule("C-chk-14")
def test_a_double_click_makes_one_order(shopper: Shopper, goods: Goods) -> None:
    shopper.adds(goods[0])
    twins = _twins(shopper, 6)
    for made in range(1, 1 + shopper.desk.target.deep(fast=1, default=3, thorough=10)):
        key = new_email("key")
        answers = at_once([partial(it.asks_intent, key) for it in twins])
        settled = [exchange for exchange in answers if exchange.status != 409]  # "under way"
        orders = {expect.answered(exchange)["orderId"] for exchange in settled}
        expect.same(len(orders), 1, "the number of orders that were answered")
        expect.same(len(shopper.orders()), made, "the number of orders")


@rule("C-chk-9")
@pytest.mark.parametrize("kinds", ["one event", "an event each"])
def test_twenty_events_at_once_pay_once(
    shopper: Shopper, goods: Goods, webhook: Webhook, kinds: str
) -> None:
    for _ in range(shopper.desk.target.deep(fast=2, default=6, thorough=25)):
        _paid_by_twenty(shopper, goods, webhook, same=kinds == "one event")
        shopper.empties()


def _paid_by_twenty(shopper: Shopper, goods: Goods, webhook: Webhook, *, same: bool) -> None:
    """A race has no winner each time: it is run more than once."""
    before = goods.stock(goods[0]) if goods.has_states else None
    bought = shopper.checks_out(goods[0], quantity=2)
    shopper.adds(goods[0], 5)
    at = webhook.now()
    bodies = [events.succeeded(bought.payment, at) for _ in range(20)]
    if same:
        bodies = [bodies[0]] * 20
    posts = [Webhook(shopper.desk) for _ in bodies]
    answers = at_once(
        [
            lambda post=post, body=body: post.posts(  # type: ignore[misc]
                body, signing.header(body, webhook.secret, at)
            )
            for post, body in zip(posts, bodies, strict=True)
        ]
    )
    statuses = {exchange.status for exchange in answers}
    expect.that(all(status < 300 for status in statuses), f"they were answered {statuses}")
    expect.same(shopper.sees(bought.order)["status"], "paid", "the order")
    if before is not None:
        expect.same(goods.stock(goods[0]), before - 2, "the stock")
    # What was added since stays, or leaves with its line: both are read into the rule.
    left = quantities(shopper.cart())
    expect.that(left in ({goods[0]: 5}, {}), f"the cart is {left}: goods are taken once")


@rule("C-chk-9", "C-chk-5")
def test_the_last_piece_is_not_sold_below_nothing(
    shopper: Shopper, other: Shopper, goods: Goods, webhook: Webhook, states: States
) -> None:
    product = goods[3]
    stock = goods.stock(product)
    try:
        states.set("product-stock", productId=product, stock=1)
        first, second = shopper.checks_out(product), other.checks_out(product)
        webhook.happens(first.payment, "succeeded")
        webhook.happens(second.payment, "succeeded")
        left = goods.stock(product)
        expect.that(left in (0, -1), f"{left} pieces are left of one, after two were sold")
        late = Shopper(shopper.desk)
        late.adds(product)
        expect.refused(late.asks_intent(), 409, "checkout.stockChanged")
        for buyer, bought in ((shopper, first), (other, second)):
            found = buyer.sees(bought.order)["status"]
            expect.same(found, "paid", "an order whose money was taken", "C-chk-9")
    finally:
        states.set("product-stock", productId=product, stock=stock)


@rule("C-cart-2")
def test_pieces_added_at_once_all_arrive(shopper: Shopper, goods: Goods) -> None:
    shopper.adds(goods[1])
    twins = _twins(shopper, 8)
    at_once([lambda it=it: it.adds(goods[0]) for it in twins])  # type: ignore[misc]
    expect.same(quantities(shopper.cart()), {goods[1]: 1, goods[0]: 8}, "the cart")


@rule("C-ord-8")
def test_orders_made_at_once_have_numbers_of_their_own(goods: Goods, shopper: Shopper) -> None:
    visitors = [Shopper(shopper.desk) for _ in range(6)]
    for visitor in visitors:
        visitor.adds(goods[0])
    made = at_once([lambda it=it: it.orders_cart() for it in visitors])  # type: ignore[misc]
    numbers = [
        visitor.sees(bought.order)["number"] for visitor, bought in zip(visitors, made, strict=True)
    ]
    expect.same(len(set(numbers)), len(numbers), "how many of the numbers differ")


@rule("C-cus-9")
def test_one_email_opens_one_account(shopper: Shopper) -> None:
    email = new_email("twins")
    body = {"email": email, "password": "a long password", "name": "A", "acceptsMarketing": False}
    visitors = [shopper.desk.visitor() for _ in range(4)]
    answers = at_once(
        [lambda it=it: it.call("registerCustomer", body) for it in visitors]  # type: ignore[misc]
    )
    opened = [exchange for exchange in answers if exchange.status == 200]
    expect.same(len(opened), 1, "the number of accounts that one email opened")
    for exchange in answers:
        if exchange.status != 200:
            expect.refused(exchange, 409, "auth.emailTaken")


@rule("C-chk-14", "C-chk-1")
def test_checkouts_at_once_without_a_key_are_each_whole(shopper: Shopper, goods: Goods) -> None:
    shopper.adds(goods[0], 2)
    twins = _twins(shopper, 3)
    answers = at_once([lambda it=it: it.asks_intent() for it in twins])  # type: ignore[misc]
    for exchange in answers:
        order = shopper.sees(expect.answered(exchange)["orderId"])
        expect.same(quantities(order), {goods[0]: 2}, "what was ordered", "C-chk-1")


@rule("C-cart-3", "C-cart-2")
def test_a_change_and_an_addition_at_once_both_arrive(shopper: Shopper, goods: Goods) -> None:
    for _ in range(shopper.desk.target.deep(fast=4, default=8, thorough=25)):
        shopper.empties()
        shopper.adds(goods[0])
        one, two, three = _twins(shopper, 3)
        at_once(
            [
                partial(one.sets, goods[0], 7),
                partial(two.adds, goods[1], 2),
                partial(three.adds, goods[2], 3),
            ]
        )
        wanted = {goods[0]: 7, goods[1]: 2, goods[2]: 3}
        expect.same(quantities(shopper.cart()), wanted, "the cart", "C-cart-3")


@rule("C-cus-7", "C-cus-8")
def test_a_token_is_used_once_at_once(shopper: Shopper, states: States) -> None:
    desk = shopper.desk
    shopper.registers()
    Shopper(desk).client.call("requestPasswordReset", {"email": shopper.email})
    token = states.set("last-reset-token", email=shopper.email)["token"]
    passwords = [f"a new password, number {number}" for number in range(4)]
    answers = at_once(
        [
            partial(
                desk.visitor().call, "confirmPasswordReset", {"token": token, "password": password}
            )
            for password in passwords
        ]
    )
    taken = [exchange for exchange in answers if exchange.status < 300]
    expect.same(len(taken), 1, "how often one token was taken", "C-cus-7")
    for exchange in answers:
        if exchange not in taken:
            expect.refused(exchange, 400, "auth.tokenInvalid")


@rule("C-cus-6")
def test_attempts_at_once_are_limited_too(shopper: Shopper, states: States) -> None:
    desk = shopper.desk
    most = desk.target.attempts[1]
    states.set("clear-rate-limits")
    calls = [
        partial(
            desk.visitor().call,
            "loginCustomer",
            {"email": new_email(), "password": "not the right one"},
            patient=False,
        )
        for _ in range(most + 5)
    ]
    statuses = [exchange.status for exchange in at_once(calls)]
    states.set("clear-rate-limits")
    let_in = len(statuses) - statuses.count(429)
    expect.that(let_in <= most, f"{let_in} attempts at once were let in")
