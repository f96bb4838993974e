"""Many at once: one order, one payment, one piece in stock."""

from __future__ import annotations

from functools import partial

import pytest

from contract_tests.harness.provider_states import ProviderStates
from contract_tests.harness.rules import rule
from contract_tests.shop import expect, stripe_events, stripe_signature
from contract_tests.shop.concurrency import concurrently, same_session
from contract_tests.shop.products import Products
from contract_tests.shop.requests import new_email
from contract_tests.shop.settings import LOGIN_ATTEMPTS
from contract_tests.shop.shopper import Shopper, quantities
from contract_tests.shop.stripe_sender import StripeSender


@rule("C-chk-14")
def test_a_double_click_makes_one_order(shopper: Shopper, products: Products) -> None:
    shopper.add(products[0])
    copies = same_session(shopper, 6)
    for made in range(1, 1 + shopper.session.target.by_profile(fast=1, default=3, thorough=10)):
        key = new_email("key")
        answers = concurrently([partial(copy.request_checkout, key) for copy in copies])
        settled = [exchange for exchange in answers if exchange.status != 409]  # "under way"
        orders = {expect.ok(exchange)["orderId"] for exchange in settled}
        expect.equal(len(orders), 1, "the number of orders that were answered")
        expect.equal(len(shopper.orders()), made, "the number of orders")


@rule("C-chk-9")
@pytest.mark.parametrize("kinds", ["one event", "an event each"])
def test_twenty_events_at_once_pay_once(
    shopper: Shopper, products: Products, stripe_sender: StripeSender, kinds: str
) -> None:
    for _ in range(shopper.session.target.by_profile(fast=2, default=6, thorough=25)):
        _paid_by_twenty(shopper, products, stripe_sender, same=kinds == "one event")
        shopper.clear_cart()


def _paid_by_twenty(
    shopper: Shopper, products: Products, stripe_sender: StripeSender, *, same: bool
) -> None:
    """A race has no winner each time: it is run more than once."""
    before = products.stock(products[0]) if products.has_states else None
    purchase = shopper.check_out(products[0], quantity=2)
    shopper.add(products[0], 5)
    at = stripe_sender.now()
    bodies = [stripe_events.succeeded(purchase.payment, at) for _ in range(20)]
    if same:
        bodies = [bodies[0]] * 20
    posts = [StripeSender(shopper.session) for _ in bodies]
    answers = concurrently(
        [
            lambda post=post, body=body: post.post(  # type: ignore[misc]
                body, stripe_signature.header(body, stripe_sender.secret, at)
            )
            for post, body in zip(posts, bodies, strict=True)
        ]
    )
    statuses = {exchange.status for exchange in answers}
    expect.check(all(status < 300 for status in statuses), f"they were answered {statuses}")
    expect.equal(shopper.get_order(purchase.order)["status"], "paid", "the order")
    if before is not None:
        expect.equal(products.stock(products[0]), before - 2, "the stock")
    # What was added since stays, or leaves with its line: both are read into the rule.
    left = quantities(shopper.cart())
    expect.check(left in ({products[0]: 5}, {}), f"the cart is {left}: goods are taken once")


@rule("C-chk-9", "C-chk-5")
def test_the_last_piece_is_not_sold_below_nothing(
    shopper: Shopper,
    other: Shopper,
    products: Products,
    stripe_sender: StripeSender,
    states: ProviderStates,
) -> None:
    product = products[3]
    stock = products.stock(product)
    try:
        states.set("product-stock", productId=product, stock=1)
        first, second = shopper.check_out(product), other.check_out(product)
        stripe_sender.send(first.payment, "succeeded")
        stripe_sender.send(second.payment, "succeeded")
        left = products.stock(product)
        expect.check(left in (0, -1), f"{left} pieces are left of one, after two were sold")
        late = Shopper(shopper.session)
        late.add(product)
        expect.error(late.request_checkout(), 409, "checkout.stockChanged")
        for buyer, purchase in ((shopper, first), (other, second)):
            found = buyer.get_order(purchase.order)["status"]
            expect.equal(found, "paid", "an order whose money was taken", "C-chk-9")
    finally:
        states.set("product-stock", productId=product, stock=stock)


@rule("C-cart-2")
def test_pieces_added_at_once_all_arrive(shopper: Shopper, products: Products) -> None:
    shopper.add(products[1])
    copies = same_session(shopper, 8)
    concurrently([partial(copy.add, products[0]) for copy in copies])
    expect.equal(quantities(shopper.cart()), {products[1]: 1, products[0]: 8}, "the cart")


@rule("C-ord-8")
def test_orders_made_at_once_have_numbers_of_their_own(
    products: Products, shopper: Shopper
) -> None:
    visitors = [Shopper(shopper.session) for _ in range(6)]
    for visitor in visitors:
        visitor.add(products[0])
    made = concurrently([each.order_cart for each in visitors])
    numbers = [
        visitor.get_order(purchase.order)["number"]
        for visitor, purchase in zip(visitors, made, strict=True)
    ]
    expect.equal(len(set(numbers)), len(numbers), "how many of the numbers differ")


@rule("C-cus-9")
def test_one_email_opens_one_account(shopper: Shopper) -> None:
    email = new_email("twins")
    body = {"email": email, "password": "a long password", "name": "A", "acceptsMarketing": False}
    visitors = [shopper.session.new_client() for _ in range(4)]
    answers = concurrently(
        [partial(visitor.call, "registerCustomer", body) for visitor in visitors]
    )
    opened = [exchange for exchange in answers if exchange.status == 200]
    expect.equal(len(opened), 1, "the number of accounts that one email opened")
    for exchange in answers:
        if exchange.status != 200:
            expect.error(exchange, 409, "auth.emailTaken")


@rule("C-chk-14", "C-chk-1")
def test_checkouts_at_once_without_a_key_are_each_whole(
    shopper: Shopper, products: Products
) -> None:
    shopper.add(products[0], 2)
    copies = same_session(shopper, 3)
    answers = concurrently([copy.request_checkout for copy in copies])
    for exchange in answers:
        order = shopper.get_order(expect.ok(exchange)["orderId"])
        expect.equal(quantities(order), {products[0]: 2}, "what was ordered", "C-chk-1")


@rule("C-cart-3", "C-cart-2")
def test_a_change_and_an_addition_at_once_both_arrive(shopper: Shopper, products: Products) -> None:
    for _ in range(shopper.session.target.by_profile(fast=4, default=8, thorough=25)):
        shopper.clear_cart()
        shopper.add(products[0])
        one, two, three = same_session(shopper, 3)
        concurrently(
            [
                partial(one.set_quantity, products[0], 7),
                partial(two.add, products[1], 2),
                partial(three.add, products[2], 3),
            ]
        )
        wanted = {products[0]: 7, products[1]: 2, products[2]: 3}
        expect.equal(quantities(shopper.cart()), wanted, "the cart", "C-cart-3")


@rule("C-cus-7", "C-cus-8")
def test_a_token_is_used_once_at_once(shopper: Shopper, states: ProviderStates) -> None:
    session = shopper.session
    shopper.register()
    Shopper(session).client.call("requestPasswordReset", {"email": shopper.email})
    token = states.set("last-reset-token", email=shopper.email)["token"]
    passwords = [f"a new password, number {number}" for number in range(4)]
    answers = concurrently(
        [
            partial(
                session.new_client().call,
                "confirmPasswordReset",
                {"token": token, "password": password},
            )
            for password in passwords
        ]
    )
    taken = [exchange for exchange in answers if exchange.status < 300]
    expect.equal(len(taken), 1, "how often one token was taken", "C-cus-7")
    for exchange in answers:
        if exchange not in taken:
            expect.error(exchange, 400, "auth.tokenInvalid")


@rule("C-cus-6")
def test_attempts_at_once_are_limited_too(shopper: Shopper, states: ProviderStates) -> None:
    session = shopper.session
    most = LOGIN_ATTEMPTS[1]
    states.set("clear-rate-limits")
    calls = [
        partial(
            session.new_client().call,
            "loginCustomer",
            {"email": new_email(), "password": "not the right one"},
            patient=False,
        )
        for _ in range(most + 5)
    ]
    statuses = [exchange.status for exchange in concurrently(calls)]
    states.set("clear-rate-limits")
    let_in = len(statuses) - statuses.count(429)
    expect.check(let_in <= most, f"{let_in} attempts at once were let in")
