"""Payments through Stripe itself: what the buyer does there, and what becomes of the order."""

from __future__ import annotations

import pytest

from contract_tests.harness.rules import rule
from contract_tests.shop import expect
from contract_tests.shop.background_orders import BackgroundOrders
from contract_tests.shop.products import Products
from contract_tests.shop.shopper import Purchase, Shopper
from contract_tests.shop.stripe_buyer import StripeBuyer

DEBITS = {"paid": "DE89370400440532013000", "failed": "DE62370400440532013001"}
"""Stripe's test accounts, by what becomes of a debit from them."""


def _confirm(shopper: Shopper, purchase: Purchase) -> tuple[int, str | None]:
    exchange = shopper.client.call("confirmCheckout", {"orderId": purchase.order})
    return exchange.status, exchange.code


@rule("C-chk-15", "C-chk-6", "C-ord-6", "C-chk-7")
@pytest.mark.parametrize("method", ["pm_card_visa", "pm_card_mastercard", "pm_card_amex"])
def test_a_card_pays(
    shopper: Shopper, products: Products, stripe_buyer: StripeBuyer, method: str
) -> None:
    purchase = shopper.check_out(products[0])
    paid = stripe_buyer.confirm(purchase.secret, purchase.key, method)
    expect.equal(paid.get("status"), "succeeded", "the PaymentIntent at Stripe")
    order = shopper.wait_for_status(purchase.order, "paid")
    expect.equal(order["paymentStatus"], "paid", "paymentStatus")
    expect.equal(order["fulfilmentStatus"], "processing", "fulfilmentStatus", "C-ord-6")
    expect.equal(_confirm(shopper, purchase), (200, None), "confirm of a paid order", "C-chk-7")


@rule("C-chk-7", "C-chk-10")
def test_a_declined_card_then_a_good_one(
    shopper: Shopper, products: Products, stripe_buyer: StripeBuyer
) -> None:
    purchase = shopper.check_out(products[0])
    answer = stripe_buyer.confirm(purchase.secret, purchase.key, "pm_card_chargeDeclined")
    expect.equal(answer.get("error", {}).get("code"), "card_declined", "Stripe's word")
    shopper.wait_for_status(purchase.order, "failed")
    expect.equal(
        _confirm(shopper, purchase), (402, "payment.declined"), "confirm of a declined one"
    )
    stripe_buyer.confirm(purchase.secret, purchase.key)
    order = shopper.wait_for_status(purchase.order, "paid")
    expect.equal(order["paymentStatus"], "paid", "paymentStatus", "C-chk-10")


@rule("C-chk-7", "C-chk-6")
def test_an_open_authentication_is_told(
    shopper: Shopper, products: Products, stripe_buyer: StripeBuyer
) -> None:
    purchase = shopper.check_out(products[0])
    asked = stripe_buyer.confirm(purchase.secret, purchase.key, "pm_card_threeDSecure2Required")
    expect.equal(asked.get("status"), "requires_action", "the PaymentIntent at Stripe")
    wanted = (402, "payment.authRequired")
    expect.equal(_confirm(shopper, purchase), wanted, "confirm while 3-D Secure is open")
    expect.equal(shopper.get_order(purchase.order)["status"], "pending", "the order", "C-chk-6")


@rule("C-chk-15", "C-chk-7", "C-ord-7")
@pytest.mark.parametrize("ends", DEBITS)
def test_a_sepa_debit_is_pending_at_first(
    shopper: Shopper,
    products: Products,
    stripe_buyer: StripeBuyer,
    background_orders: BackgroundOrders,
    ends: str,
) -> None:
    purchase = shopper.check_out(products[0])
    begun = stripe_buyer.confirm_sepa_debit(purchase.secret, purchase.key, DEBITS[ends])
    expect.equal(begun.get("status"), "processing", "the PaymentIntent at Stripe")
    background_orders.add(ends, shopper, purchase)
    expect.equal(
        shopper.get_order(purchase.order)["status"], "pending", "the order meanwhile", "C-ord-7"
    )
    expect.equal(_confirm(shopper, purchase), (200, None), "confirm meanwhile", "C-chk-7")


@rule("C-chk-15")
@pytest.mark.slow
@pytest.mark.late
@pytest.mark.parametrize("ends", DEBITS)
def test_a_sepa_debit_ends_as_the_bank_says(background_orders: BackgroundOrders, ends: str) -> None:
    """Begun some tests ago: it takes its time."""
    shopper, purchase = background_orders.get(ends)
    shopper.wait_for_status(
        purchase.order, ends, seconds=shopper.session.target.webhook_timeout + 20
    )


@rule("C-chk-11")
def test_money_given_back_at_stripe(
    shopper: Shopper, products: Products, stripe_buyer: StripeBuyer
) -> None:
    purchase = shopper.check_out(products[0], quantity=2)
    stripe_buyer.confirm(purchase.secret, purchase.key)
    shopper.wait_for_status(purchase.order, "paid")
    stripe_buyer.refund(purchase, 100)
    stripe_buyer.refund(purchase)
    order = shopper.wait_for_status(purchase.order, "refunded")
    expect.equal(order["paymentStatus"], "refunded", "paymentStatus")


@rule("C-chk-11", "C-chk-7")
def test_an_intent_cancelled_at_stripe(
    shopper: Shopper, products: Products, stripe_buyer: StripeBuyer
) -> None:
    purchase = shopper.check_out(products[0])
    stripe_buyer.cancel(purchase)
    order = shopper.wait_for_status(purchase.order, "cancelled")
    expect.equal(order["paymentStatus"], "failed", "paymentStatus")
    expect.equal(
        _confirm(shopper, purchase), (200, None), "confirm of a cancelled order", "C-chk-7"
    )
