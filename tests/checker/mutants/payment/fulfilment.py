"""Mutants of stock, carts and fulfilment after a payment."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from stub_server.server.plugin import Result
from stub_server.shop.domain import cart as carts
from stub_server.shop.domain import payment
from stub_server.shop.operations import checkout, inventory, webhooks
from tests.checker.mutants.mutant import Mutant
from tests.checker.mutants.patches import wrap, wrapper
from tests.checker.mutants.payment.common import change_transitions, patch_transition


def _paid_at_moves(before: Any, after: Any, happened: str, at: Any) -> Any:
    return replace(after, paid_at=at) if happened == "succeeded" else after


def _deduct_again(before: Any, after: Any, happened: str, at: Any) -> Any:
    return replace(after, stock_deducted=before.stock_deducted)


def _not_processing(before: Any, after: Any, happened: str, at: Any) -> Any:
    return replace(after, fulfilment_status=before.fulfilment_status)


def _shipped_at_once(before: Any, after: Any, happened: str, at: Any) -> Any:
    paid = after.status == "paid" and before.status != "paid"
    return replace(after, fulfilment_status="shipped") if paid else after


def _processing_again(before: Any, after: Any, happened: str, at: Any) -> Any:
    return replace(after, fulfilment_status="processing") if happened == "succeeded" else after


def _processing_if_failed(before: Any, after: Any, happened: str, at: Any) -> Any:
    return replace(after, fulfilment_status="processing") if happened == "payment_failed" else after


def _no_paid_at_after_failure(before: Any, after: Any, happened: str, at: Any) -> Any:
    return replace(after, paid_at=before.paid_at) if before.status == "failed" else after


def _paid_at_gone(before: Any, after: Any, happened: str, at: Any) -> Any:
    return replace(after, paid_at=None) if after.status == "refunded" else after


def _paid_at_on_failure(before: Any, after: Any, happened: str, at: Any) -> Any:
    return replace(after, paid_at=at) if happened == "payment_failed" else after


async def _race(original: Any, request: Any, shop: Any) -> Any:
    event = shop.payments.verify_event(request.raw, request.signature)
    payment_event = payment.parse_event(event.type, event.subject)
    found = shop.orders.find_by(payment_intent=payment_event.intent) if payment_event else []
    if not payment_event or not found:
        return await original(request, shop)
    order = found[0]
    await asyncio.sleep(0.02)
    settled = payment.apply_event(order, payment_event.kind, shop.now())
    if settled != order:
        shop.orders.save(settled)
        if settled.stock_deducted and not order.stock_deducted:
            webhooks._deduct_purchase(shop, settled)
    return Result()


def _by_event_id() -> None:
    """Deduct stock once per event id instead of once per payment."""
    seen: set[str] = set()

    async def heard(original: Any, request: Any, shop: Any) -> Any:
        event = shop.payments.verify_event(request.raw, request.signature)
        if event.id in seen:
            return Result()
        seen.add(event.id)
        payment_event = payment.parse_event(event.type, event.subject)
        found = shop.orders.find_by(payment_intent=payment_event.intent) if payment_event else []
        answer = await original(request, shop)
        if (
            payment_event
            and found
            and payment_event.kind == "succeeded"
            and found[0].stock_deducted
        ):
            inventory.decrement_stock(shop, found[0].purchase.quantities)
        return answer

    wrap(webhooks.receive_stripe_event, heard)


def _takes(change: Any) -> Any:
    def take(original: Any, shop: Any, quantities: Any) -> None:
        original(shop, change(dict(quantities)))

    return wrapper(inventory.decrement_stock, take)


async def _deduct_at_order(original: Any, request: Any, shop: Any) -> Any:
    cart = shop.carts.get(request.session)
    answer = await original(request, shop)
    inventory.decrement_stock(shop, {line.product_id: line.quantity for line in cart.lines})
    return answer


def _only_at_order() -> None:
    wrap(checkout.create_checkout_intent, _deduct_at_order)
    wrap(webhooks._deduct_purchase, _cart_only)


def _cart_only(original: Any, shop: Any, order: Any) -> None:
    cart = shop.carts.find(order.session_key)
    if cart is not None:
        left = carts.subtract(cart, order.purchase.quantities, shop.sandbox.clock.now())
        shop.carts.save(order.session_key, left)


def _stock_only(original: Any, shop: Any, order: Any) -> None:
    inventory.decrement_stock(shop, order.purchase.quantities)


def _empties(original: Any, cart: Any, bought: Any, now: Any) -> Any:
    return cart.with_lines((), now)


def _one_each(original: Any, cart: Any, bought: Any, now: Any) -> Any:
    return original(cart, dict.fromkeys(bought, 1), now)


def _empties_on_failure(original: Any, shop: Any, payment_event: Any) -> Any:
    settled = original(shop, payment_event)
    if settled is not None and payment_event.kind == "payment_failed":
        _cart_only(None, shop, settled)
    return settled


def _empties_all_carts(original: Any, shop: Any, order: Any) -> None:
    original(shop, order)
    for record in shop.sandbox.store.all("carts"):
        if record["key"] != order.session_key:
            cart: Any = shop.carts.find(record["key"])
            left = carts.subtract(cart, order.purchase.quantities, shop.sandbox.clock.now())
            shop.carts.save(record["key"], left)


MUTANTS = [
    Mutant("pay-paid-at-moves", "C-chk-9", "a second event changes paidAt", patch_transition(_paid_at_moves)),
    Mutant("pay-taken-again", "C-chk-9", "a second event of one payment deducts stock again", patch_transition(_deduct_again)),
    Mutant("pay-by-event-id", "C-chk-9", "two events of one payment deduct stock twice", _by_event_id),
    Mutant("pay-raced", "C-chk-9", "concurrent events each deduct stock", wrapper(webhooks.receive_stripe_event, _race)),
    Mutant("pay-no-stock", "C-chk-9", "no stock is deducted", wrapper(webhooks._deduct_purchase, _cart_only)),
    Mutant("pay-one-each", "C-chk-9", "one piece of each line is deducted from stock", _takes(lambda quantities: dict.fromkeys(quantities, 1))),
    Mutant("pay-first-line", "C-chk-9", "only the first line's stock is deducted", _takes(lambda quantities: dict(list(quantities.items())[:1]))),
    Mutant("pay-stock-at-order", "C-chk-9", "stock is deducted when the order is created", _only_at_order),
    Mutant("pay-ignored", "C-chk-9", "succeeded is ignored", change_transitions({("pending", "succeeded"): None})),
    Mutant("paid-cart-stays", "C-chk-13", "a paid order stays in the cart", wrapper(webhooks._deduct_purchase, _stock_only)),
    Mutant("paid-cart-empties", "C-chk-13", "a paid order empties the cart", wrapper(carts.subtract, _empties)),
    Mutant("paid-cart-one-each", "C-chk-13", "a paid order removes one piece of each line from the cart", wrapper(carts.subtract, _one_each)),
    Mutant("paid-cart-on-failure", "C-chk-13", "a failed payment empties the cart", wrapper(webhooks._apply, _empties_on_failure)),
    Mutant("paid-cart-all", "C-chk-13", "a paid order removes its lines from every cart", wrapper(webhooks._deduct_purchase, _empties_all_carts)),
    Mutant("ord-not-processing", "C-ord-6", "a paid order stays unfulfilled", patch_transition(_not_processing)),
    Mutant("ord-shipped-at-once", "C-ord-6", "a paid order is shipped at once", patch_transition(_shipped_at_once)),
    Mutant("ord-processing-again", "C-chk-9", "a late event resets a shipped order to processing", patch_transition(_processing_again)),
    Mutant("ord-processing-if-failed", "C-ord-6", "a failed order is fulfilled", patch_transition(_processing_if_failed)),
    Mutant("ord-no-paid-at-second", "C-ord-5", "an order that a second card paid has no paidAt", patch_transition(_no_paid_at_after_failure)),
    Mutant("ord-paid-at-gone", "C-ord-5", "a refund removes paidAt", patch_transition(_paid_at_gone)),
    Mutant("ord-paid-at-failed", "C-ord-5", "a failed payment has a paidAt", patch_transition(_paid_at_on_failure)),
]  # fmt: skip
