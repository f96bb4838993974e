"""Events of Stripe: the one way in which an order becomes paid (C-chk-6)."""

from __future__ import annotations

from stub_server.server.plugin import Result
from stub_server.shop.context import ShopContext
from stub_server.shop.domain.cart import subtract
from stub_server.shop.domain.order import Order
from stub_server.shop.domain.payment import PaymentEvent, apply_event, parse_event
from stub_server.shop.operations import inventory
from stub_server.shop.operations.request import ShopRequest


async def receive_stripe_event(request: ShopRequest, shop: ShopContext) -> Result:
    """Settle an order once, however often and in whatever order events come (C-chk-9)."""
    event = shop.payments.verified(request.raw, request.signature)
    payment_event = parse_event(event.type, event.subject)
    if payment_event is None:
        return Result()
    with shop.sandbox.store.transaction():
        settled = _apply(shop, payment_event)
    if settled is not None:
        shop.sandbox.events.publish(
            "order.settled", order=settled.id, number=settled.number, status=settled.status
        )
    return Result()


def _apply(shop: ShopContext, payment_event: PaymentEvent) -> Order | None:
    """Store and return the order if the event changes it, else None (C-chk-12).

    An event that comes again needs no record of the first: whatever an order has become, nothing
    that happened before leads back (`payment.TRANSITIONS`), and stock is decremented once
    (`stock_deducted`).
    """
    found = shop.orders.find_by(payment_intent=payment_event.intent)
    if not found:
        return None
    order = found[0]
    settled = apply_event(order, payment_event.kind, shop.now())
    if settled == order:
        return None
    shop.orders.save(settled)
    if settled.stock_deducted and not order.stock_deducted:
        _hand_over(shop, settled)
    return settled


def _hand_over(shop: ShopContext, order: Order) -> None:
    """Stock goes down, and the lines leave the cart that they came from (C-chk-9, C-chk-13)."""
    inventory.decrement_stock(shop, order.purchase.quantities)
    cart = shop.carts.find(order.session_key)
    if cart is not None:
        left = subtract(cart, order.purchase.quantities, shop.sandbox.clock.now())
        shop.carts.save(order.session_key, left)
