"""What a checkout rejects, and in which order it checks."""

from __future__ import annotations

from typing import Any

import pytest

from contract_tests.harness.provider_states import ProviderStates
from contract_tests.harness.rules import rule
from contract_tests.shop import expect
from contract_tests.shop.products import Products
from contract_tests.shop.requests import ADDRESS, checkout_request
from contract_tests.shop.shopper import Shopper
from contract_tests.shop.stripe_buyer import StripeBuyer


@rule("C-chk-2")
def test_an_empty_cart_makes_no_order(shopper: Shopper, products: Products) -> None:
    expect.error(shopper.request_checkout(), 400, "checkout.cartEmpty")
    shopper.add(products[0])
    shopper.remove(products[0])
    expect.error(shopper.request_checkout(), 400, "checkout.cartEmpty")
    expect.equal(shopper.orders(), [], "the orders of who bought nothing")
    made = shopper.check_out(products[0]).order
    shopper.clear_cart()
    expect.error(shopper.request_checkout(), 400, "checkout.cartEmpty")
    expect.equal(
        [order["id"] for order in shopper.orders()], [made], "the orders of who bought once"
    )


@rule("C-chk-2")
def test_what_makes_no_order_makes_no_payment(
    shopper: Shopper, products: Products, stripe_buyer: StripeBuyer
) -> None:
    known = stripe_buyer.intent_ids()
    expect.error(shopper.request_checkout(), 400, "checkout.cartEmpty")
    shopper.add(products[0])
    expect.error(
        shopper.request_checkout(shippingAddress={**ADDRESS, "city": ""}),
        400,
        "checkout.addressInvalid",
    )
    made = stripe_buyer.intent_ids() - known
    expect.equal(len(made), 0, "the number of PaymentIntents that refusals made")


NO_EMAILS: list[Any] = [
    ..., None, "", "nobody", "@", "a@", "@b.de", "a b@c.de", 7, [], "a@b@c",
    "a\tb@c.de", "a\nb@c.de",
]  # fmt: skip


NO_ANSWERS: list[Any] = [..., None, "true", 1, 0, "yes", []]


BAD_MEMBERS: list[tuple[str, Any]] = [
    *(("email", no_email) for no_email in NO_EMAILS),
    *(("acceptsMarketing", no_answer) for no_answer in NO_ANSWERS),
]


@rule("C-chk-4")
@pytest.mark.parametrize(("member", "value"), BAD_MEMBERS, ids=repr)
def test_email_and_consent_are_demanded(
    shopper: Shopper, products: Products, member: str, value: Any
) -> None:
    shopper.add(products[0])
    error = expect.error(shopper.request_checkout(**{member: value}), 400, "request.invalid")
    if "field" in error:
        expect.equal(error["field"], member, "the error's field")
    expect.equal(shopper.orders(), [], "the orders afterwards")


@rule("C-chk-4")
def test_the_cart_is_judged_before_the_addresses(shopper: Shopper) -> None:
    exchange = shopper.request_checkout(shippingAddress={**ADDRESS, "country": "XX"})
    expect.error(exchange, 400, "checkout.cartEmpty")


@rule("C-chk-4")
def test_addresses_are_judged_before_stock(
    shopper: Shopper, products: Products, states: ProviderStates
) -> None:
    product = products[3]
    stock = products.stock(product)
    shopper.add(product, 2)
    try:
        states.set("product-stock", productId=product, stock=1)
        exchange = shopper.request_checkout(shippingAddress={**ADDRESS, "city": ""})
        expect.error(exchange, 400, "checkout.addressInvalid")
    finally:
        states.set("product-stock", productId=product, stock=stock)


@rule("C-chk-4", "C-chk-5")
def test_stock_is_judged_before_prices(
    shopper: Shopper, products: Products, states: ProviderStates
) -> None:
    product = products[3]
    before = states.set("product", productId=product)
    shopper.add(product, 2)
    try:
        states.set("product-stock", productId=product, stock=1)
        states.set("product-price", productId=product, price=round(before["price"] + 1, 2))
        expect.error(shopper.request_checkout(), 409, "checkout.stockChanged")
    finally:
        states.set("product-stock", productId=product, stock=before["stock"])
        states.set("product-price", productId=product, price=before["price"])


@rule("C-chk-4")
def test_the_body_is_judged_before_the_cart(shopper: Shopper) -> None:
    exchange = shopper.request_checkout(email=7)
    expect.error(exchange, 400, "request.invalid")
    expect.check(exchange.code != "checkout.cartEmpty", "the cart was judged before the email")


@rule("C-chk-16")
def test_a_request_may_hold_more_than_the_contract_names(
    shopper: Shopper, products: Products
) -> None:
    shopper.add(products[0])
    exchange = shopper.client.call(
        "createCheckoutIntent",
        {**checkout_request(), "amount": 0.01, "currency": "usd", "total": 1},
    )
    intent = expect.ok(exchange)
    purchase = shopper.read_purchase(intent)
    expect.equal(purchase.amount, purchase.total, "the amount")
    expect.equal(intent["currency"], "eur", "the currency")
