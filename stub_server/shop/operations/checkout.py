"""The checkout's operations: an order to pay, and how its payment went."""

from __future__ import annotations

from functools import partial

from stub_server.shop.context import ShopContext
from stub_server.shop.domain.confirmation import CLOSED, confirmed
from stub_server.shop.domain.order import CheckoutIntent, Order, unknown
from stub_server.shop.domain.pricing import CURRENCY
from stub_server.shop.domain.purchase import Purchase, empty, purchase_of
from stub_server.shop.operations import idempotency, numbering, shelf
from stub_server.shop.operations.call import Answer, Call
from stub_server.shop.ports import Intent


async def create_checkout_intent(call: Call, shop: ShopContext) -> Answer:
    """A pending order from the cart, and the intent to pay it (C-chk-1, C-chk-14)."""
    return Answer(await idempotency.once(call, shop, partial(_made, call, shop)))


async def confirm_checkout(call: Call, shop: ShopContext) -> Answer:
    """The order as it stands; nothing here changes it (C-chk-6, C-chk-7)."""
    order = visible_order(call, shop, call.body["orderId"])
    if order.status in CLOSED:
        return Answer(order)
    intent = await shop.payments.intent(order.payment_intent)
    now = visible_order(call, shop, order.id)  # the webhook may have come meanwhile
    return Answer(confirmed(now, intent.status, intent.declined))


def visible_order(call: Call, shop: ShopContext, order_id: str) -> Order:
    """The buyer's order; `order.notFound` for everybody else's (C-ord-1, C-ord-2)."""
    order = shop.orders.get(order_id)
    if order is None or not order.visible_to(call.session):
        raise unknown(order_id)
    return order


async def _made(call: Call, shop: ShopContext) -> CheckoutIntent:
    purchase = _purchase(call, shop)
    order_id = "ord_" + shop.sandbox.ids.token(24)
    intent = await shop.payments.create_intent(
        amount=purchase.totals.total,
        currency=CURRENCY,
        order_id=order_id,
        email=purchase.email,
    )
    answer = CheckoutIntent(
        order_id=order_id,
        client_secret=intent.client_secret,
        publishable_key=shop.payments.publishable_key,
        amount=purchase.totals.total,
    )
    with shop.sandbox.store.transaction():
        order = _ordered(call, shop, order_id, purchase, intent)
        shop.orders.save(order)
        idempotency.remember(call, shop, answer)
    shop.sandbox.events.publish(
        "order.made", order=order.id, number=order.number, total=answer.amount
    )
    return answer


def _purchase(call: Call, shop: ShopContext) -> Purchase:
    cart = shop.carts.get(call.session)
    return purchase_of(
        cart,
        shelf.products_in(shop, cart),
        email=call.body["email"],
        shipping=call.body.get("shippingAddress"),
        billing=call.body.get("billingAddress"),
        terms=shop.terms,
    )


def _ordered(
    call: Call, shop: ShopContext, order_id: str, purchase: Purchase, intent: Intent
) -> Order:
    """The order for the buyer as known now: a login may have come while Stripe was asked."""
    held = shop.sessions.find_by(key=call.session.key)
    if not held:
        raise empty()  # the session ended meanwhile, and its cart with it
    now = shop.now()
    return Order(
        id=order_id,
        number=numbering.next_number(shop, now.year),
        session_key=call.session.key,
        customer_id=held[0].customer_id,
        payment_intent=intent.id,
        purchase=purchase,
        created_at=now,
    )
