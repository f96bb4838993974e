"""The webhook is late: until it has come, nobody knows of the money (C-chk-6)."""

from __future__ import annotations

from contract_tests.harness.rules import rule
from contract_tests.shop import expect
from contract_tests.shop.products import Products
from contract_tests.shop.shopper import Shopper
from contract_tests.shop.stripe_buyer import StripeBuyer

LATE = 1.5
EVENTS = 3
"""Events of a card payment that succeeds."""


@rule("C-chk-6")
def test_nobody_but_the_webhook_makes_an_order_paid(
    shopper: Shopper, products: Products, stripe_buyer: StripeBuyer
) -> None:
    purchase = shopper.check_out(products[0])
    before = stripe_buyer.delivered_events()
    late = stripe_buyer.delay_deliveries(LATE, EVENTS)
    paid = stripe_buyer.confirm(purchase.secret, purchase.key)
    expect.equal(paid.get("status"), "succeeded", "the PaymentIntent at Stripe")
    exchange = shopper.client.call("confirmCheckout", {"orderId": purchase.order})
    seen = [expect.ok(exchange)["status"], shopper.get_order(purchase.order)["status"]]
    seen += [order["status"] for order in shopper.orders() if order["id"] == purchase.order]
    if late and not stripe_buyer.delivered_events() - before:
        # Where Stripe's webhook can't be held back, it may have come by now.
        words = "the order's status as confirm, order and list say, the webhook being on its way"
        expect.equal(seen, ["pending"] * 3, words)
    shopper.wait_for_status(purchase.order, "paid")
