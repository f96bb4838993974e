"""Control routes of the shop: all orders, all mails, provider states."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stub_server.server.plugin import ControlRequest, ControlRoute
from stub_server.server.rejection import Rejection
from stub_server.shop import provider_states, serializers
from stub_server.shop.context import ShopContext
from stub_server.shop.domain.order import Order

Json = dict[str, Any]

MAX_LIMIT = 1000
"""Orders in one response: about 50 ms, in which no other request is answered."""


def control_routes(shop: ShopContext, *, offers_states: bool) -> list[ControlRoute]:
    """Return the routes of orders and outbox, and of provider states if the shop offers them."""

    async def orders(request: ControlRequest) -> Json:
        newest = shop.orders.newest(_limit(request.query))
        return {"orders": [_order_json(order) for order in newest]}

    async def one_order(request: ControlRequest) -> Json:
        order = _find_order(shop, request.path["id"])
        intent = await shop.payments.intent(order.payment_intent)
        return {**_order_json(order), "clientSecret": intent.client_secret}

    async def outbox(request: ControlRequest) -> Json:
        return {"mails": list(shop.outbox.mails(request.query.get("to")))}

    async def state(request: ControlRequest) -> Json:
        params = await request.json()
        return provider_states.apply(shop, params.pop("name", None), params)

    routes = [
        ControlRoute("GET", "/_stub/orders", orders),
        ControlRoute("GET", "/_stub/orders/{id}", one_order),
        ControlRoute("GET", "/_stub/outbox", outbox),
    ]
    return routes + ([ControlRoute("POST", "/__contract/state", state)] if offers_states else [])


def _find_order(shop: ShopContext, name: str) -> Order:
    """Return the order with that id or number."""
    order = shop.orders.get(name) or next(iter(shop.orders.find_by(number=name)), None)
    if order is None:
        raise Rejection("order.notFound", f"There is no order “{name}”.", rule="C-ord-2")
    return order


def _order_json(order: Order) -> Json:
    """Return an order with its PaymentIntent, which the API does not show."""
    return {**serializers.order(order), "paymentIntent": order.payment_intent}


def _limit(query: Mapping[str, str]) -> int:
    text = query.get("limit", "20")
    if not text.isdecimal() or len(text) > 9 or not 1 <= int(text) <= MAX_LIMIT:
        raise Rejection("request.invalid", f"limit: a whole number from 1 to {MAX_LIMIT}.")
    return int(text)
