"""The orders' operations: a buyer's own, and nobody else's (C-ord-1)."""

from __future__ import annotations

from stub_server.server.plugin import Result
from stub_server.shop.context import ShopContext
from stub_server.shop.domain.order import OrderList
from stub_server.shop.operations.checkout import visible_order
from stub_server.shop.operations.request import ShopRequest


async def list_orders(request: ShopRequest, shop: ShopContext) -> Result:
    """The customer's orders, or those made as a guest in this session, newest first (C-ord-1)."""
    session = request.session
    if session.customer_id is not None:
        found = shop.orders.find_by(customer_id=session.customer_id)
    else:
        found = shop.orders.find_by(session_key=session.key)
    seen = (order for order in reversed(found) if order.visible_to(session))
    return Result(OrderList(tuple(seen)))


async def get_order(request: ShopRequest, shop: ShopContext) -> Result:
    """One of them; `order.notFound` for any other (C-ord-2)."""
    return Result(visible_order(request, shop, request.path["id"]))
