"""The webhook is late: until it has come, nobody knows of the money (C-chk-6)."""

from __future__ import annotations

from contract_tests import expect
from contract_tests.goods import Goods
from contract_tests.payer import Payer
from contract_tests.rules import rule
from contract_tests.shopper import Shopper

LATE = 1.5
EVENTS = 3
"""Events of a card payment that succeeds."""


@rule("C-chk-6")
def test_nobody_but_the_webhook_makes_an_order_paid(
    shopper: Shopper, goods: Goods, stripe: Payer
) -> None:
    bought = shopper.checks_out(goods[0])
    before = stripe.told()
    late = stripe.delays(LATE, EVENTS)
    paid = stripe.pays(bought.secret, bought.key)
    expect.same(paid.get("status"), "succeeded", "the PaymentIntent at Stripe")
    exchange = shopper.client.call("confirmCheckout", {"orderId": bought.order})
    seen = [expect.answered(exchange)["status"], shopper.sees(bought.order)["status"]]
    seen += [it["status"] for it in shopper.orders() if it["id"] == bought.order]
    if late and not stripe.told() - before:
        # Where Stripe's webhook can't be held back, it may have come by now.
        words = "the order's status as confirm, order and list say, the webhook being on its way"
        expect.same(seen, ["pending"] * 3, words)
    shopper.waits(bought.order, "paid")
