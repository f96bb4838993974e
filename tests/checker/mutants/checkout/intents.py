"""Mutants of orders, idempotency keys and PaymentIntents."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from stub_server.server.plugin import Result
from stub_server.shop import payments as stripe_payments
from stub_server.shop.domain.money import Cents
from stub_server.shop.domain.order import CheckoutIntent
from stub_server.shop.operations import checkout, idempotency, numbering, orders
from tests.checker.mutants.checkout.common import INTENT
from tests.checker.mutants.mutant import Mutant
from tests.checker.mutants.patches import wrap_method, wrapper
from tests.checker.mutants.responses import (
    change_body,
    change_status,
)


def _shows(change: Any) -> Any:
    return partial(change_body, change, INTENT)


async def _live_lines(original: Any, request: Any, shop: Any) -> Any:
    """Return a pending order with the cart's current quantities."""
    answer = await original(request, shop)
    order, cart = answer.value, shop.carts.get(request.session)
    if order.status != "pending" or not cart.lines:
        return answer
    counts = {line.product_id: line.quantity for line in cart.lines}
    lines = tuple(
        replace(line, quantity=counts.get(line.product_id, line.quantity))
        for line in order.purchase.lines
    )
    return replace(answer, value=replace(order, purchase=replace(order.purchase, lines=lines)))


async def _clear_cart(original: Any, request: Any, shop: Any) -> Any:
    answer = await original(request, shop)
    cart = shop.carts.get(request.session)
    shop.carts.save(request.session.key, replace(cart, lines=()))
    return answer


async def _order_last_cart(original: Any, request: Any, shop: Any) -> Any:
    cart = shop.carts.get(request.session)
    last = shop.orders.find_by(session_key=request.session.key)
    if not cart.lines and last:
        now = shop.now()
        number = numbering.next_number(shop, now.year)
        copy = replace(
            last[-1], id="ord_" + shop.sandbox.ids.token(24), number=number, created_at=now
        )
        shop.orders.save(copy)
    return await original(request, shop)


async def _restore_last_cart(original: Any, request: Any, shop: Any) -> Any:
    """Replace the lines of an empty cart by those of the last order."""
    if shop.carts.get(request.session).lines:
        return await original(request, shop)
    return Result(
        CheckoutIntent(
            order_id="ord_none", client_secret="pi_0_secret_0",
            publishable_key=shop.payments.publishable_key, amount=Cents(0),
        )
    )  # fmt: skip


async def _ignore_key(original: Any, request: Any, shop: Any, make: Any) -> Any:
    return await make()


def _global_key(original: Any, request: Any) -> str:
    return request.idempotency_key or ""


async def _no_waiting(original: Any, request: Any, shop: Any, make: Any) -> Any:
    if not request.idempotency_key:
        return await make()
    stored = shop.idempotency.get(idempotency._name(request))
    return stored.intent if stored else await make()


async def _new_secret(original: Any, request: Any, shop: Any) -> Any:
    """Return the same order with a new PaymentIntent for each request with a key."""
    answer = await original(request, shop)
    if request.idempotency_key:
        intent = await shop.payments.create_intent(
            amount=answer.value.amount, currency="eur", order_id=answer.value.order_id,
            email=request.body["email"],
        )  # fmt: skip
        return replace(answer, value=replace(answer.value, client_secret=intent.client_secret))
    return answer


def _change_intent(change: Any) -> Any:
    async def request(original: Any, self: Any, **told: Any) -> Any:
        return await original(self, **{**told, **change(told)})

    return partial(wrap_method, stripe_payments.StripePayments, "create_intent", request)


def _without_metadata() -> None:
    async def request(original: Any, self: Any, **told: Any) -> Any:
        intents = self.warm().v1.payment_intents
        return await self._asked(
            lambda: intents.create_async(
                {
                    "amount": told["amount"],
                    "currency": told["currency"],
                    "automatic_payment_methods": {"enabled": True},
                    "metadata": {"order_id": told["order_id"]},
                }
            )
        )

    wrap_method(stripe_payments.StripePayments, "create_intent", request)


def _cards_only() -> None:
    async def request(original: Any, self: Any, **told: Any) -> Any:
        intents = self.warm().v1.payment_intents
        return await self._asked(
            lambda: intents.create_async(
                {
                    "amount": told["amount"],
                    "currency": told["currency"],
                    "allowed_payment_method_types": ["card"],
                    "metadata": {"orderId": told["order_id"]},
                }
            )
        )

    wrap_method(stripe_payments.StripePayments, "create_intent", request)


def _secret_of_last() -> None:
    last: dict[str, Any] = {}

    async def request(original: Any, self: Any, **told: Any) -> Any:
        intent = await original(self, **told)
        before, last["secret"] = last.get("secret", intent.client_secret), intent.client_secret
        return replace(intent, client_secret=before)

    wrap_method(stripe_payments.StripePayments, "create_intent", request)


def _cents_lost(told: Any) -> Any:
    return {"amount": told["amount"] // 100 * 100}


def _float_cents(told: Any) -> Any:
    return {"amount": int(told["amount"] / 100 * 100)}


async def _nets(original: Any, request: Any, shop: Any) -> Any:
    """Ask Stripe for the subtotal, without shipping and tax."""
    make = shop.payments.create_intent
    cart = shop.carts.get(request.session)

    class Nets:
        publishable_key = shop.payments.publishable_key

        async def create_intent(self, **told: Any) -> Any:
            return await make(**{**told, "amount": cart.subtotal})

        def __getattr__(self, name: str) -> Any:
            return getattr(shop.payments, name)

    return await original(request, _Shop(shop, Nets()))


class _Shop:
    """The shop with another Stripe."""

    def __init__(self, shop: Any, payments: Any) -> None:
        self._shop = shop
        self.payments = payments

    def __getattr__(self, name: str) -> Any:
        return getattr(self._shop, name)


MUTANTS = [
    Mutant("chk-live-lines", "C-chk-1", "a pending order changes with the cart", wrapper(orders.get_order, _live_lines)),
    Mutant("chk-secret-of-last", "C-chk-1", "the client secret is the previous buyer's", _secret_of_last),
    Mutant("chk-amount-cents", "C-chk-1", "the amount in the response is in cents", _shows(lambda content: content.update(amount=round(content["amount"] * 100)))),
    Mutant("chk-amount-net", "C-chk-1", "the amount in the response excludes tax", _shows(lambda content: content.update(amount=round(content["amount"] / 1.19, 2)))),
    Mutant("chk-empty-409", "C-chk-2", "an empty cart is 409", partial(change_status, "checkout.cartEmpty", 409)),
    Mutant("chk-empty-taken", "C-chk-2", "an empty cart can be checked out", wrapper(checkout.create_checkout_intent, _restore_last_cart)),
    Mutant("chk-empty-made", "C-chk-2", "an empty cart is rejected, but orders the last cart again", wrapper(checkout.create_checkout_intent, _order_last_cart)),
    Mutant("key-ignored", "C-chk-14", "the Idempotency-Key is ignored", wrapper(idempotency.run_once, _ignore_key)),
    Mutant("key-global", "C-chk-14", "keys are shared by all sessions", wrapper(idempotency._name, _global_key)),
    Mutant("key-no-waiting", "C-chk-14", "two concurrent requests with one key create two orders", wrapper(idempotency.run_once, _no_waiting)),
    Mutant("key-new-secret", "C-chk-14", "one key returns the same order with a new PaymentIntent each time", wrapper(checkout.create_checkout_intent, _new_secret)),
    Mutant("chk-cards-only", "C-chk-15", "only cards are offered", _cards_only),
    Mutant("chk-no-key", "C-chk-16", "publishableKey is missing", _shows(lambda content: {k: v for k, v in content.items() if k != "publishableKey"})),
    Mutant("chk-currency-capitals", "C-chk-16", "currency is EUR", _shows(lambda content: content.update(currency="EUR"))),
    Mutant("chk-order-number", "C-chk-16", "orderId is a number", _shows(lambda content: content.update(orderId=4711))),
    Mutant("chk-secret-null", "C-chk-16", "clientSecret is null", _shows(lambda content: content.update(clientSecret=None))),
    Mutant("str-whole-euros", "C-str-1", "Stripe gets the amount in whole euros", _change_intent(_cents_lost)),
    Mutant("str-float-cents", "C-str-1", "the amount for Stripe is a truncated float product", _change_intent(_float_cents)),
    Mutant("str-subtotal", "C-str-1", "Stripe gets the subtotal as amount", wrapper(checkout._create, _nets)),
    Mutant("str-dollars", "C-str-1", "Stripe gets the amount in dollars", _change_intent(lambda _: {"currency": "usd"})),
    Mutant("str-other-metadata", "C-str-1", "the metadata use the key order_id", _without_metadata),
    Mutant("str-no-order", "C-str-1", "the metadata always name the same order", _change_intent(lambda _: {"order_id": "ord_1"})),
    Mutant("str-other-account", "C-str-2", "the publishable key is another account's", _shows(lambda content: content.update(publishableKey="pk_test_51AnotherAccountAltogether"))),
    Mutant("str-secret-key", "C-str-2", "the browser gets the secret key", _shows(lambda content: content.update(publishableKey="sk_test_shopstub1234567890abcdef"))),
    Mutant("str-live-key", "C-str-4", "the browser gets a live key", _shows(lambda content: content.update(publishableKey="pk_live_51shopstub"))),
    Mutant("str-intent-only", "C-str-3", "clientSecret is the intent's id", _shows(lambda content: content.update(clientSecret=content["clientSecret"].split("_secret_")[0]))),
    Mutant("chk-cart-cleared", "C-chk-13", "the cart is emptied when the order is created", wrapper(checkout.create_checkout_intent, _clear_cart)),
]  # fmt: skip
