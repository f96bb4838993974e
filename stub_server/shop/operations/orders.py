"""Operations on a buyer's own orders (C-ord-1)."""

from __future__ import annotations

import asyncio

from stub_server.server.plugin import Result
from stub_server.shop.context import ShopContext
from stub_server.shop.domain.order import OrderList
from stub_server.shop.operations.checkout import visible_order
from stub_server.shop.operations.request import ShopRequest

LOADED_AT_ONCE = 50
"""Orders that are loaded before other requests have their turn: about 2 ms."""


async def list_orders(request: ShopRequest, shop: ShopContext) -> Result:
    """Return the customer's orders, or a guest's of this session, newest first (C-ord-1).

    Other requests are answered while thousands of orders are loaded.
    """
    session = request.session
    if session.customer_id is not None:
        keys = shop.orders.keys_by(customer_id=session.customer_id)
    else:
        keys = shop.orders.keys_by(session_key=session.key)
    orders = []
    for position, key in enumerate(reversed(keys), 1):
        order = shop.orders.get(key)
        if order is not None and order.visible_to(session):
            orders.append(order)
        if position % LOADED_AT_ONCE == 0:
            await asyncio.sleep(0)
    return Result(OrderList(tuple(orders)))


async def get_order(request: ShopRequest, shop: ShopContext) -> Result:
    """Return one of the buyer's orders; reject any other with `order.notFound` (C-ord-2)."""
    return Result(visible_order(request, shop, request.path["id"]))
