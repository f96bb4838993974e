"""Confirming a checkout."""

from __future__ import annotations

from typing import Any

import pytest

from contract_tests.harness.rules import rule
from contract_tests.shop import expect
from contract_tests.shop.products import Products
from contract_tests.shop.shopper import Shopper


@rule("C-chk-7")
def test_confirm_of_what_is_not_this_session_s_is_not_found(
    shopper: Shopper, other: Shopper, products: Products
) -> None:
    purchase = shopper.check_out(products[0])
    for visitor, order in ((other, purchase.order), (shopper, "ord_that_never_was")):
        exchange = visitor.client.call("confirmCheckout", {"orderId": order})
        expect.error(exchange, 404, "order.notFound")


@rule("C-chk-6", "C-chk-7")
def test_confirm_alone_makes_nothing_paid(shopper: Shopper, products: Products) -> None:
    purchase = shopper.check_out(products[0])
    for _ in range(2):
        exchange = shopper.client.call("confirmCheckout", {"orderId": purchase.order})
        if exchange.status == 200:
            expect.equal(exchange.json["status"], "pending", "the order's status", "C-chk-6")
        else:
            # Stripe waits for a payment method: a step of the buyer is open.
            expect.error(exchange, 402, "payment.authRequired", (402, "payment.declined"))
    expect.equal(
        shopper.get_order(purchase.order)["status"], "pending", "the order's status", "C-chk-6"
    )


@rule("C-chk-7")
@pytest.mark.parametrize("body", [{}, {"orderId": None}, {"orderId": 7}, {"orderId": ["x"]}])
def test_confirm_wants_an_order(shopper: Shopper, body: dict[str, Any]) -> None:
    exchange = shopper.client.call("confirmCheckout", body)
    expect.error(exchange, 400, "request.invalid")
