"""Payments through Stripe itself: what the buyer does there, and what becomes of the order."""

from __future__ import annotations

import pytest

from contract_tests import expect
from contract_tests.goods import Goods
from contract_tests.payer import Payer
from contract_tests.rules import rule
from contract_tests.shopper import Bought, Shopper
from contract_tests.waiting import Waiting

DEBITS = {"paid": "DE89370400440532013000", "failed": "DE62370400440532013001"}
"""Stripe's test accounts, by what becomes of a debit from them."""


def _confirm(shopper: Shopper, bought: Bought) -> tuple[int, str | None]:
    exchange = shopper.client.call("confirmCheckout", {"orderId": bought.order})
    return exchange.status, exchange.code


@rule("C-chk-15", "C-chk-6", "C-ord-6", "C-chk-7")
@pytest.mark.parametrize("method", ["pm_card_visa", "pm_card_mastercard", "pm_card_amex"])
def test_a_card_pays(shopper: Shopper, goods: Goods, stripe: Payer, method: str) -> None:
    bought = shopper.checks_out(goods[0])
    paid = stripe.pays(bought.secret, bought.key, method)
    expect.same(paid.get("status"), "succeeded", "the PaymentIntent at Stripe")
    order = shopper.waits(bought.order, "paid")
    expect.same(order["paymentStatus"], "paid", "paymentStatus")
    expect.same(order["fulfilmentStatus"], "processing", "fulfilmentStatus", "C-ord-6")
    expect.same(_confirm(shopper, bought), (200, None), "confirm of a paid order", "C-chk-7")


@rule("C-chk-7", "C-chk-10")
def test_a_declined_card_then_a_good_one(shopper: Shopper, goods: Goods, stripe: Payer) -> None:
    bought = shopper.checks_out(goods[0])
    answer = stripe.pays(bought.secret, bought.key, "pm_card_chargeDeclined")
    expect.same(answer.get("error", {}).get("code"), "card_declined", "Stripe's word")
    shopper.waits(bought.order, "failed")
    expect.same(_confirm(shopper, bought), (402, "payment.declined"), "confirm of a declined one")
    stripe.pays(bought.secret, bought.key)
    order = shopper.waits(bought.order, "paid")
    expect.same(order["paymentStatus"], "paid", "paymentStatus", "C-chk-10")


@rule("C-chk-7", "C-chk-6")
def test_an_open_authentication_is_told(shopper: Shopper, goods: Goods, stripe: Payer) -> None:
    bought = shopper.checks_out(goods[0])
    asked = stripe.pays(bought.secret, bought.key, "pm_card_threeDSecure2Required")
    expect.same(asked.get("status"), "requires_action", "the PaymentIntent at Stripe")
    wanted = (402, "payment.authRequired")
    expect.same(_confirm(shopper, bought), wanted, "confirm while 3-D Secure is open")
    expect.same(shopper.sees(bought.order)["status"], "pending", "the order", "C-chk-6")


@rule("C-chk-15", "C-chk-7", "C-ord-7")
@pytest.mark.parametrize("ends", DEBITS)
def test_a_sepa_debit_is_pending_at_first(
    shopper: Shopper, goods: Goods, stripe: Payer, waiting: Waiting, ends: str
) -> None:
    bought = shopper.checks_out(goods[0])
    begun = stripe.debits(bought.secret, bought.key, DEBITS[ends])
    expect.same(begun.get("status"), "processing", "the PaymentIntent at Stripe")
    waiting.leave(ends, shopper, bought)
    expect.same(shopper.sees(bought.order)["status"], "pending", "the order meanwhile", "C-ord-7")
    expect.same(_confirm(shopper, bought), (200, None), "confirm meanwhile", "C-chk-7")


@rule("C-chk-15")
@pytest.mark.slow
@pytest.mark.late
@pytest.mark.parametrize("ends", DEBITS)
def test_a_sepa_debit_ends_as_the_bank_says(waiting: Waiting, ends: str) -> None:
    """Begun some tests ago: it takes its time."""
    shopper, bought = waiting.left(ends)
    shopper.waits(bought.order, ends, seconds=shopper.desk.target.settle + 20)


@rule("C-chk-11")
def test_money_given_back_at_stripe(shopper: Shopper, goods: Goods, stripe: Payer) -> None:
    bought = shopper.checks_out(goods[0], quantity=2)
    stripe.pays(bought.secret, bought.key)
    shopper.waits(bought.order, "paid")
    stripe.refunds(bought.intent, 100)
    stripe.refunds(bought.intent)
    order = shopper.waits(bought.order, "refunded")
    expect.same(order["paymentStatus"], "refunded", "paymentStatus")


@rule("C-chk-11", "C-chk-7")
def test_an_intent_cancelled_at_stripe(shopper: Shopper, goods: Goods, stripe: Payer) -> None:
    bought = shopper.checks_out(goods[0])
    stripe.cancels(bought.intent)
    order = shopper.waits(bought.order, "cancelled")
    expect.same(order["paymentStatus"], "failed", "paymentStatus")
    expect.same(_confirm(shopper, bought), (200, None), "confirm of a cancelled order", "C-chk-7")
