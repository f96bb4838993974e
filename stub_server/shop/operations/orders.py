"""The orders' operations: a buyer's own, and nobody else's (C-ord-1)."""

from __future__ import annotations

from stub_server.shop.context import ShopContext
from stub_server.shop.domain.order import OrderList
from stub_server.shop.operations.call import Answer, Call
from stub_server.shop.operations.checkout import visible_order


async def list_orders(call: Call, shop: ShopContext) -> Answer:
    """The customer's orders, or those made as a guest in this session, newest first (C-ord-1)."""
    session = call.session
    if session.customer_id is not None:
        found = shop.orders.find_by(customer_id=session.customer_id)
    else:
        found = shop.orders.find_by(session_key=session.key)
    seen = (order for order in reversed(found) if order.visible_to(session))
    return Answer(OrderList(tuple(seen)))


async def get_order(call: Call, shop: ShopContext) -> Answer:
    """One of them; `order.notFound` for any other (C-ord-2)."""
    return Answer(visible_order(call, shop, call.path["id"]))
