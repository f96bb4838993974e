"""Time: what is said of it is true, and it alone changes nothing."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from contract_tests.harness.rules import rule
from contract_tests.shop import expect
from contract_tests.shop.background_orders import BackgroundOrders
from contract_tests.shop.products import Products
from contract_tests.shop.shopper import Shopper
from contract_tests.shop.stripe_sender import StripeSender

POLLED = 16
"""Seconds after which the frontend has asked for the last time (C-ord-7)."""


def _is_now(text: str, what: str) -> None:
    off = abs(datetime.now(UTC) - datetime.fromisoformat(text.replace("Z", "+00:00")))
    expect.check(off < timedelta(minutes=5), f"{what} is {text}: {off} from now")


@rule("C-conv-5")
def test_what_happens_now_is_dated_now(
    shopper: Shopper, products: Products, stripe_sender: StripeSender
) -> None:
    _is_now(shopper.register()["createdAt"], "a new customer's createdAt")
    _is_now(shopper.add(products[0])["updatedAt"], "the updatedAt of a cart that just changed")
    purchase = shopper.order_cart()
    stripe_sender.send(purchase.payment, "succeeded")
    order = shopper.get_order(purchase.order)
    for member in ("createdAt", "paidAt"):
        _is_now(order[member], f"an order's {member}")


@rule("C-ord-7")
def test_asking_often_fails_no_order(shopper: Shopper, products: Products) -> None:
    purchase = shopper.check_out(products[0])
    before = shopper.get_order(purchase.order)
    for _ in range(5):
        expect.equal(shopper.get_order(purchase.order), before, "the order, asked again")


@rule("C-ord-7")
@pytest.mark.late
def test_waiting_alone_fails_no_order(
    background_orders: BackgroundOrders, shopper: Shopper, products: Products
) -> None:
    """An order that was made when the run began, looked at when it ends."""
    background_orders.begin(shopper, products)
    longest = shopper.session.target.by_profile(fast=3, default=POLLED, thorough=2 * POLLED)
    time.sleep(max(0.0, longest - background_orders.seconds))
    order = background_orders.shopper.get_order(background_orders.order)
    words = f"the status of an order that nobody paid for {background_orders.seconds:.0f} s"
    expect.equal(order["status"], "pending", words)
    expect.equal(order["paymentStatus"], "pending", words)
