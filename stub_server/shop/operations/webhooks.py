"""What Stripe tells the shop: the one way in which an order becomes paid (C-chk-6)."""

from __future__ import annotations

from stub_server.shop.context import ShopContext
from stub_server.shop.domain.cart import without
from stub_server.shop.domain.order import Order
from stub_server.shop.domain.payment import News, news_in, settle
from stub_server.shop.operations import shelf
from stub_server.shop.operations.call import Answer, Call


async def receive_stripe_event(call: Call, shop: ShopContext) -> Answer:
    """Settle an order once, however often and in whatever order events come (C-chk-9)."""
    event = shop.payments.verified(call.raw, call.signature)
    news = news_in(event.type, event.subject)
    if news is None:
        return Answer()
    with shop.sandbox.store.transaction():
        settled = _settled(shop, news)
    if settled is not None:
        shop.sandbox.events.publish(
            "order.settled", order=settled.id, number=settled.number, status=settled.status
        )
    return Answer()


def _settled(shop: ShopContext, news: News) -> Order | None:
    """The order as the news changed it; None when they changed nothing (C-chk-12).

    An event that comes again needs no record of the first: whatever an order has become, nothing
    that happened before leads back (`payment.MOVES`), and goods are taken once (`taken`).
    """
    found = shop.orders.find_by(payment_intent=news.intent)
    if not found:
        return None
    order = found[0]
    settled = settle(order, news.happened, shop.now())
    if settled == order:
        return None
    shop.orders.save(settled)
    if settled.taken and not order.taken:
        _handed_over(shop, settled)
    return settled


def _handed_over(shop: ShopContext, order: Order) -> None:
    """Stock goes down, and the lines leave the cart that they came from (C-chk-9, C-chk-13)."""
    shelf.take(shop, order.purchase.quantities)
    cart = shop.carts.find(order.session_key)
    if cart is not None:
        left = without(cart, order.purchase.quantities, shop.sandbox.clock.now())
        shop.carts.save(order.session_key, left)
