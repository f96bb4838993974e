"""The stub's own doors, beside the contract: health, contract states, orders, outbox."""

from __future__ import annotations

from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from stub_server.shop.domain.order import Order
from stub_server.shop.domain.refusal import Refusal
from stub_server.shop.operations import states
from stub_server.shop.operations.shop import Shop
from stub_server.web import bodies, envelope, limits, wire
from stub_server.web.exchange import Exchanges

Facts = dict[str, Any]


def health_route(facts: Facts) -> Route:
    """`/_stub/health`: 200 from the moment that the stub answers, with where its Stripe is."""

    async def health(request: Request) -> Response:  # noqa: ARG001 - the shape of every endpoint
        return _json({"status": "ok", **facts})

    return Route("/_stub/health", health)


def state_route(shop: Shop, exchanges: Exchanges) -> Route:
    """`/__contract/state`: brings the shop into a contract state."""

    async def state(request: Request) -> Response:
        wanted = await _object(request)
        return _json(states.enter(shop, wanted.pop("name", None), wanted))

    return Route("/__contract/state", exchanges.guarded(state), methods=["POST"])


def routes(shop: Shop, exchanges: Exchanges) -> list[Route]:
    """What the stub shows of its inside: all orders, all mails."""

    async def orders(request: Request) -> Response:
        found = shop.orders.newest(_limit(request))
        return _json({"orders": [_inside(it) for it in found]})

    async def order(request: Request) -> Response:
        wanted = request.path_params["id"]
        found = shop.orders.get(wanted) or _first(shop.orders.find_by(number=wanted))
        if found is None:
            raise Refusal("order.notFound", f"There is no order “{wanted}”.", rule="C-ord-2")
        intent = await shop.payments.intent(found.payment_intent)
        return _json({**_inside(found), "clientSecret": intent.client_secret})

    async def outbox(request: Request) -> Response:
        return _json({"mails": list(shop.outbox.mails(request.query_params.get("to")))})

    return [
        Route("/_stub/orders", exchanges.guarded(orders)),
        Route("/_stub/orders/{id}", exchanges.guarded(order)),
        Route("/_stub/outbox", exchanges.guarded(outbox)),
    ]


def _inside(order: Order) -> Facts:
    """An order with what the buyer never sees: its PaymentIntent."""
    return {**wire.order(order), "paymentIntent": order.payment_intent}


def _first(found: tuple[Order, ...]) -> Order | None:
    return found[0] if found else None


def _limit(request: Request) -> int:
    text = request.query_params.get("limit", "20")
    if not text.isdecimal() or not 0 < len(text) < 10 or int(text) < 1:
        raise Refusal("request.invalid", "limit: a whole number from 1.", rule="C-conv-7")
    return int(text)


async def _object(request: Request) -> Facts:
    """The JSON object in the body, whatever it is declared to be: `curl -d` says nothing good."""
    body = bodies.json_of(await limits.body_of(request))
    if not isinstance(body, dict):
        raise Refusal("request.invalid", "The body must be an object.", rule="C-conv-7")
    return body


def _json(content: Any) -> Response:
    return Response(
        orjson.dumps(content),
        headers={"cache-control": "no-store"},
        media_type=envelope.MEDIA_TYPE,
    )
