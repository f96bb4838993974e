"""The operation for Stripe's events; only they make an order paid (C-chk-6)."""

from __future__ import annotations

from stub_server.server.plugin import Result
from stub_server.shop.context import ShopContext
from stub_server.shop.domain.cart import subtract
from stub_server.shop.domain.order import Order
from stub_server.shop.domain.payment import PaymentEvent, apply_event, parse_event
from stub_server.shop.operations import inventory
from stub_server.shop.operations.request import ShopRequest


async def receive_stripe_event(request: ShopRequest, shop: ShopContext) -> Result:
    """Apply an event to its order; repeated events change nothing (C-chk-9)."""
    event = shop.payments.verify_event(request.raw, request.signature)
    payment_event = parse_event(event.type, event.subject)
    if payment_event is None:
        return Result()
    with shop.sandbox.store.transaction():
        order = _apply(shop, payment_event)
    if order is not None:
        shop.sandbox.events.publish(
            "order.settled", order=order.id, number=order.number, status=order.status
        )
    return Result()


def _apply(shop: ShopContext, payment_event: PaymentEvent) -> Order | None:
    """Store and return the order if the event changes it, else None (C-chk-12).

    A repeated event needs no record of the first: no transition leads back to an earlier status
    (`payment.TRANSITIONS`), and stock is decremented once (`stock_deducted`).
    """
    orders = shop.orders.find_by(payment_intent=payment_event.intent)
    if not orders:
        return None
    before = orders[0]
    after = apply_event(before, payment_event.kind, shop.now())
    if after == before:
        return None
    shop.orders.save(after)
    if after.stock_deducted and not before.stock_deducted:
        _deduct_purchase(shop, after)
    return after


def _deduct_purchase(shop: ShopContext, order: Order) -> None:
    """Decrement stock, and remove the purchase from the buyer's cart (C-chk-9, C-chk-13)."""
    inventory.decrement_stock(shop, order.purchase.quantities)
    cart = shop.carts.find(order.session_key)
    if cart is not None:
        remaining = subtract(cart, order.purchase.quantities, shop.sandbox.clock.now())
        shop.carts.save(order.session_key, remaining)
