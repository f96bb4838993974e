"""Operations of the checkout: create an order with its PaymentIntent, and confirm it."""

from __future__ import annotations

from functools import partial

from stub_server.server.plugin import Result
from stub_server.shop.context import ShopContext
from stub_server.shop.domain.confirmation import CLOSED, confirm
from stub_server.shop.domain.order import CheckoutIntent, Order, order_not_found
from stub_server.shop.domain.pricing import CURRENCY
from stub_server.shop.domain.purchase import Purchase, build_purchase, cart_empty
from stub_server.shop.operations import idempotency, inventory, numbering
from stub_server.shop.operations.request import ShopRequest
from stub_server.shop.ports import Intent


async def create_checkout_intent(request: ShopRequest, shop: ShopContext) -> Result:
    """Create a pending order from the cart, and its PaymentIntent (C-chk-1, C-chk-14)."""
    return Result(await idempotency.run_once(request, shop, partial(_create, request, shop)))


async def confirm_checkout(request: ShopRequest, shop: ShopContext) -> Result:
    """Return the order unchanged, or reject by the state of its payment (C-chk-6, C-chk-7)."""
    order = visible_order(request, shop, request.body["orderId"])
    if order.status in CLOSED:
        return Result(order)
    intent = await shop.payments.intent(order.payment_intent)
    order = visible_order(request, shop, order.id)  # a webhook may have changed it meanwhile
    return Result(confirm(order, intent.status, intent.declined))


def visible_order(request: ShopRequest, shop: ShopContext, order_id: str) -> Order:
    """Return the buyer's order; reject another buyer's: `order.notFound` (C-ord-1, C-ord-2)."""
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
    checkout = CheckoutIntent(
        order_id=order_id,
        client_secret=intent.client_secret,
        publishable_key=shop.payments.publishable_key,
        amount=purchase.totals.total,
    )
    with shop.sandbox.store.transaction():
        order = _build_order(request, shop, order_id, purchase, intent)
        shop.orders.save(order)
        idempotency.store_response(request, shop, checkout)
    shop.sandbox.events.publish(
        "order.made", order=order.id, number=order.number, total=checkout.amount
    )
    return checkout


def _build_purchase(request: ShopRequest, shop: ShopContext) -> Purchase:
    cart = shop.carts.get(request.session)
    return build_purchase(
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
    """Build the order for the session's current customer: a login may have come meanwhile."""
    sessions = shop.sessions.find_by(key=request.session.key)
    if not sessions:
        raise cart_empty()  # the session and its cart were deleted meanwhile
    now = shop.now()
    return Order(
        id=order_id,
        number=numbering.next_number(shop, now.year),
        session_key=request.session.key,
        customer_id=sessions[0].customer_id,
        payment_intent=intent.id,
        purchase=purchase,
        created_at=now,
    )
