"""Time: what is said of it is true, and it alone changes nothing."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from contract_tests import expect
from contract_tests.goods import Goods
from contract_tests.rules import rule
from contract_tests.shopper import Shopper
from contract_tests.waiting import Waiting
from contract_tests.webhook import Webhook

POLLED = 16
"""Seconds after which the frontend has asked for the last time (C-ord-7)."""


def _is_now(text: str, what: str) -> None:
    off = abs(datetime.now(UTC) - datetime.fromisoformat(text.replace("Z", "+00:00")))
    expect.that(off < timedelta(minutes=5), f"{what} is {text}: {off} from now")


@rule("C-conv-5")
def test_what_happens_now_is_dated_now(shopper: Shopper, goods: Goods, webhook: Webhook) -> None:
    _is_now(shopper.registers()["createdAt"], "a new customer's createdAt")
    _is_now(shopper.adds(goods[0])["updatedAt"], "the updatedAt of a cart that just changed")
    bought = shopper.orders_cart()
    webhook.happens(bought.payment, "succeeded")
    order = shopper.sees(bought.order)
    for member in ("createdAt", "paidAt"):
        _is_now(order[member], f"an order's {member}")


@rule("C-ord-7")
def test_asking_often_fails_no_order(shopper: Shopper, goods: Goods) -> None:
    bought = shopper.checks_out(goods[0])
    before = shopper.sees(bought.order)
    for _ in range(5):
        expect.same(shopper.sees(bought.order), before, "the order, asked again")


@rule("C-ord-7")
@pytest.mark.late
def test_waiting_alone_fails_no_order(waiting: Waiting, shopper: Shopper, goods: Goods) -> None:
    """An order that was made when the examination began, looked at when it ends."""
    waiting.begin(shopper, goods)
    longest = shopper.desk.target.deep(fast=3, default=POLLED, thorough=2 * POLLED)
    time.sleep(max(0.0, longest - waiting.seconds))
    order = waiting.shopper.sees(waiting.order)
    words = f"the status of an order that nobody paid for {waiting.seconds:.0f} s"
    expect.same(order["status"], "pending", words)
    expect.same(order["paymentStatus"], "pending", words)
