"""The checkout's operations: an order to pay, and how its payment went."""

from __future__ import annotations

from functools import partial

from stub_server.server.plugin import Result
from stub_server.shop.context import ShopContext
from stub_server.shop.domain.confirmation import CLOSED, confirm
from stub_server.shop.domain.order import CheckoutIntent, Order, order_not_found
from stub_server.shop.domain.pricing import CURRENCY
from stub_server.shop.domain.purchase import Purchase, cart_empty, purchase_of
from stub_server.shop.operations import idempotency, inventory, numbering
from stub_server.shop.operations.request import ShopRequest
from stub_server.shop.ports import Intent


async def create_checkout_intent(request: ShopRequest, shop: ShopContext) -> Result:
    """A pending order from the cart, and the intent to pay it (C-chk-1, C-chk-14)."""
    return Result(await idempotency.run_once(request, shop, partial(_create, request, shop)))


async def confirm_checkout(request: ShopRequest, shop: ShopContext) -> Result:
    """The order as it stands; nothing here changes it (C-chk-6, C-chk-7)."""
    order = visible_order(request, shop, request.body["orderId"])
    if order.status in CLOSED:
        return Result(order)
    intent = await shop.payments.intent(order.payment_intent)
    now = visible_order(request, shop, order.id)  # the webhook may have come meanwhile
    return Result(confirm(now, intent.status, intent.declined))


def visible_order(request: ShopRequest, shop: ShopContext, order_id: str) -> Order:
    """The buyer's order; `order.notFound` for everybody else's (C-ord-1, C-ord-2)."""
    order = shop.orders.get(order_id)
    if order is None or not order.visible_to(request.session):
        raise order_not_found(order_id)
    return order


async def _create(request: ShopRequest, shop: ShopContext) -> CheckoutIntent:
    purchase = _build_purchase(request, shop)
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
        order = _build_order(request, shop, order_id, purchase, intent)
        shop.orders.save(order)
        idempotency.store_response(request, shop, answer)
    shop.sandbox.events.publish(
        "order.made", order=order.id, number=order.number, total=answer.amount
    )
    return answer


def _build_purchase(request: ShopRequest, shop: ShopContext) -> Purchase:
    cart = shop.carts.get(request.session)
    return purchase_of(
        cart,
        inventory.products_of(shop, cart),
        email=request.body["email"],
        shipping=request.body.get("shippingAddress"),
        billing=request.body.get("billingAddress"),
        policy=shop.policy,
    )


def _build_order(
    request: ShopRequest, shop: ShopContext, order_id: str, purchase: Purchase, intent: Intent
) -> Order:
    """The order for the buyer as known now: a login may have come while Stripe was asked."""
    held = shop.sessions.find_by(key=request.session.key)
    if not held:
        raise cart_empty()  # the session ended meanwhile, and its cart with it
    now = shop.now()
    return Order(
        id=order_id,
        number=numbering.next_number(shop, now.year),
        session_key=request.session.key,
        customer_id=held[0].customer_id,
        payment_intent=intent.id,
        purchase=purchase,
        created_at=now,
    )
