"""Events come twice, late and in any order: the order ends where the money is."""

from __future__ import annotations

import itertools

import pytest

from contract_tests.harness.rules import rule
from contract_tests.shop import expect, stripe_events
from contract_tests.shop.money import instant
from contract_tests.shop.products import Products
from contract_tests.shop.shopper import Shopper, quantities
from contract_tests.shop.stripe_sender import StripeSender


@rule("C-chk-9", "C-conv-1", "C-ord-5", "C-ord-6", "C-ord-9")
def test_a_succeeded_payment_makes_the_order_paid(
    shopper: Shopper, products: Products, stripe_sender: StripeSender
) -> None:
    purchase = shopper.check_out(products[0], quantity=2)
    expect.check(
        "paidAt" not in shopper.get_order(purchase.order), "paidAt before it is paid", "C-ord-5"
    )
    stripe_sender.send(purchase.payment, "succeeded")
    order = shopper.get_order(purchase.order)
    expect.equal(order["status"], "paid", "status")
    expect.equal(order["paymentStatus"], "paid", "paymentStatus")
    expect.equal(order["fulfilmentStatus"], "processing", "fulfilmentStatus", "C-ord-6")
    expect.check(bool(order.get("paidAt")), "a paid order without paidAt", "C-ord-5")
    second = instant(order["createdAt"])[:19]  # one may be more exact than the other
    expect.check(instant(order["paidAt"])[:19] >= second, "paidAt before createdAt", "C-ord-5")
    listed = next(each for each in shopper.orders() if each["id"] == purchase.order)
    expect.equal(listed, order, "the order in the list", "C-ord-9")


@rule("C-chk-9", "C-chk-13")
def test_the_same_event_again_changes_nothing(
    shopper: Shopper, products: Products, stripe_sender: StripeSender
) -> None:
    purchase = shopper.check_out(products[0])
    event = stripe_events.succeeded(purchase.payment, stripe_sender.now())
    stripe_sender.deliver(event)
    before = shopper.get_order(purchase.order)
    shopper.add(products[0], 3)
    stripe_sender.deliver(event, times=3)
    expect.equal(shopper.get_order(purchase.order), before, "the order afterwards")
    expect.equal(quantities(shopper.cart()), {products[0]: 3}, "the cart afterwards", "C-chk-13")


@rule("C-chk-9")
def test_a_second_event_of_one_payment_changes_nothing(
    shopper: Shopper, products: Products, stripe_sender: StripeSender
) -> None:
    purchase = shopper.check_out(products[0])
    stripe_sender.send(purchase.payment, "succeeded")
    before = shopper.get_order(purchase.order)
    stripe_sender.send(purchase.payment, "succeeded", "succeeded")
    expect.equal(shopper.get_order(purchase.order), before, "the order afterwards")


@rule("C-chk-10", "C-chk-13", "C-ord-5", "C-ord-6")
def test_a_failed_payment_fails_the_order(
    shopper: Shopper, products: Products, stripe_sender: StripeSender
) -> None:
    purchase = shopper.check_out(products[0], quantity=2)
    stripe_sender.send(purchase.payment, "failed")
    order = shopper.get_order(purchase.order)
    expect.equal((order["status"], order["paymentStatus"]), ("failed", "failed"), "the order")
    expect.check("paidAt" not in order, "paidAt in a failed order", "C-ord-5")
    expect.equal(order["fulfilmentStatus"], "unfulfilled", "fulfilmentStatus", "C-ord-6")
    expect.equal(quantities(shopper.cart()), {products[0]: 2}, "the cart", "C-chk-13")
    stripe_sender.send(purchase.payment, "failed")
    expect.equal(shopper.get_order(purchase.order), order, "the order after a second failure")


OUTCOMES: dict[tuple[str, ...], str] = {
    ("failed", "succeeded"): "paid",
    ("failed", "failed", "succeeded"): "paid",
    ("succeeded", "failed"): "paid",
    ("succeeded", "canceled"): "paid",
    ("succeeded", "failed", "canceled"): "paid",
    ("failed", "canceled"): "cancelled",
    ("canceled",): "cancelled",
    ("canceled", "canceled"): "cancelled",
    ("canceled", "failed"): "cancelled",
    ("succeeded", "refunded"): "refunded",
    ("refunded", "succeeded"): "refunded",
    ("succeeded", "refunded", "succeeded"): "refunded",
    ("refunded", "refunded", "succeeded"): "refunded",
    ("succeeded", "refunded", "failed"): "refunded",
    ("succeeded", "refunded", "canceled"): "refunded",
    ("failed", "refunded", "succeeded"): "refunded",
    ("failed", "succeeded", "refunded"): "refunded",
    ("succeeded", "refunded", "refunded"): "refunded",
}
"""Where an order ends, by what was told of its payment, in order."""


RULES = {"paid": "C-chk-10", "cancelled": "C-chk-11", "refunded": "C-chk-11"}


@rule("C-chk-10", "C-chk-11", "C-ord-5")
@pytest.mark.parametrize("told", OUTCOMES, ids="-".join)
def test_an_order_ends_where_the_money_is(
    shopper: Shopper, products: Products, stripe_sender: StripeSender, told: tuple[str, ...]
) -> None:
    purchase = shopper.check_out(products[0])
    for kind in told:
        stripe_sender.send(purchase.payment, kind)
    order = shopper.get_order(purchase.order)
    wanted = OUTCOMES[told]
    ended = RULES[wanted]
    if "canceled" in told and wanted == "paid":
        ended = "C-chk-11"
    payment = {"cancelled": "failed"}.get(wanted, wanted)
    expect.equal(order["status"], wanted, "the order's status", ended)
    expect.equal(order["paymentStatus"], payment, "its paymentStatus", ended)
    expect.check(
        bool(order.get("paidAt")) == (wanted == "paid" or "succeeded" in told),
        f"paidAt is {order.get('paidAt')!r}",
        "C-ord-5",
    )


@rule("C-chk-11")
def test_a_succeeded_after_a_cancel_is_paid(
    shopper: Shopper, products: Products, stripe_sender: StripeSender
) -> None:
    """The money was taken. By the fine print; a backend may also leave it cancelled."""
    purchase = shopper.check_out(products[0])
    stripe_sender.send(purchase.payment, "canceled", "succeeded")
    order = shopper.get_order(purchase.order)
    expect.check(order["status"] in ("paid", "cancelled"), f"the order is {order['status']}")


@rule("C-chk-11")
@pytest.mark.parametrize("part", ["one cent", "half", "all but one cent"])
def test_a_partial_refund_leaves_the_order_paid(
    shopper: Shopper, products: Products, stripe_sender: StripeSender, part: str
) -> None:
    purchase = shopper.check_out(products[0], quantity=3)
    stripe_sender.send(purchase.payment, "succeeded")
    before = shopper.get_order(purchase.order)
    amount = {"one cent": 1, "half": purchase.total // 2, "all but one cent": purchase.total - 1}[
        part
    ]
    stripe_sender.send(purchase.payment, "refunded", cents=amount)
    expect.equal(shopper.get_order(purchase.order), before, "the order after a partial refund")
    stripe_sender.send(purchase.payment, "refunded")
    expect.equal(
        shopper.get_order(purchase.order)["status"], "refunded", "the order after the rest"
    )


@rule("C-chk-6")
def test_two_orders_are_paid_each_by_its_own_payment(
    shopper: Shopper, products: Products, stripe_sender: StripeSender
) -> None:
    first = shopper.check_out(products[0])
    second = shopper.order_cart()
    stripe_sender.send(second.payment, "succeeded")
    expect.equal(shopper.get_order(first.order)["status"], "pending", "the order that nobody paid")
    expect.equal(shopper.get_order(second.order)["status"], "paid", "the order that was paid")


@rule("C-chk-9", "C-chk-11")
def test_every_order_of_the_four_events_ends_well(
    shopper: Shopper, products: Products, stripe_sender: StripeSender
) -> None:
    """All 24 orders of succeeded, failed, refunded and a second succeeded: one end."""
    for told in itertools.permutations(("succeeded", "failed", "refunded", "succeeded")):
        purchase = shopper.check_out(products[0])
        stripe_sender.send(purchase.payment, *told)
        found = shopper.get_order(purchase.order)["status"]
        expect.equal(found, "refunded", f"the order after {', '.join(told)}", "C-chk-11")
        shopper.clear_cart()
