"""Operations on a buyer's own orders (C-ord-1)."""

from __future__ import annotations

from stub_server.server.plugin import Result
from stub_server.shop.context import ShopContext
from stub_server.shop.domain.order import OrderList
from stub_server.shop.operations.checkout import visible_order
from stub_server.shop.operations.request import ShopRequest


async def list_orders(request: ShopRequest, shop: ShopContext) -> Result:
    """Return the customer's orders, or a guest's of this session, newest first (C-ord-1)."""
    session = request.session
    if session.customer_id is not None:
        orders = shop.orders.find_by(customer_id=session.customer_id)
    else:
        orders = shop.orders.find_by(session_key=session.key)
    return Result(
        OrderList(tuple(order for order in reversed(orders) if order.visible_to(session)))
    )


async def get_order(request: ShopRequest, shop: ShopContext) -> Result:
    """Return one of the buyer's orders; reject any other with `order.notFound` (C-ord-2)."""
    return Result(visible_order(request, shop, request.path["id"]))
