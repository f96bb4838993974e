"""The stub's own doors, beside the contract: health, contract states, orders, outbox."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from stub_server.domain.order import Order
from stub_server.domain.refusal import Refusal
from stub_server.operations import filing, states
from stub_server.operations.shop import Shop
from stub_server.web import envelope, limits, wire

Facts = dict[str, Any]
Endpoint = Callable[[Request], Awaitable[Response]]


def health_route(facts: Facts) -> Route:
    """`/_stub/health`: 200 from the moment that the stub answers, with where its Stripe is."""

    async def health(request: Request) -> Response:  # noqa: ARG001 - the shape of every endpoint
        return _json({"status": "ok", **facts})

    return Route("/_stub/health", health)


def routes(shop: Shop) -> list[Route]:
    """What only a test machine may offer: contract states, all orders, all mails."""

    async def state(request: Request) -> Response:
        wanted = await _object(request)
        return _json(states.enter(shop, wanted.pop("name", None), wanted))

    async def orders(request: Request) -> Response:
        found = filing.latest_orders(shop, _limit(request))
        return _json({"orders": [_inside(it) for it in found]})

    async def order(request: Request) -> Response:
        wanted = request.path_params["id"]
        found = filing.order(shop, wanted) or _numbered(shop, wanted)
        if found is None:
            raise Refusal("order.notFound", f"There is no order “{wanted}”.", rule="C-ord-2")
        intent = await shop.payments.intent(found.payment_intent)
        return _json({**_inside(found), "clientSecret": intent.client_secret})

    async def outbox(request: Request) -> Response:
        return _json({"mails": list(shop.outbox.mails(request.query_params.get("to")))})

    return [
        Route("/__contract/state", _guarded(state), methods=["POST"]),
        Route("/_stub/orders", _guarded(orders)),
        Route("/_stub/orders/{id}", _guarded(order)),
        Route("/_stub/outbox", _guarded(outbox)),
    ]


def _guarded(endpoint: Endpoint) -> Endpoint:
    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except Refusal as refusal:
            return envelope.of(refusal)

    return answer


def _inside(order: Order) -> Facts:
    """An order with what the buyer never sees: its PaymentIntent."""
    return {**wire.order(order), "paymentIntent": order.payment_intent}


def _numbered(shop: Shop, number: str) -> Order | None:
    key = next((it["id"] for it in shop.store.all("orders") if it["number"] == number), None)
    return filing.order(shop, key) if key else None


def _limit(request: Request) -> int:
    text = request.query_params.get("limit", "20")
    if not text.isdecimal() or int(text) < 1:
        raise Refusal("request.invalid", "limit: a whole number from 1.", rule="C-conv-7")
    return int(text)


async def _object(request: Request) -> Facts:
    """The JSON object in the body. Another content type is refused, so that no page of another
    origin can send it unasked."""
    content_type = request.headers.get("content-type", "application/json")
    if not content_type.startswith("application/json"):
        raise Refusal(
            "request.unsupportedMediaType", "The body must be application/json.", rule="C-conv-1"
        )
    try:
        body = orjson.loads(await limits.body_of(request))
    except orjson.JSONDecodeError as fault:
        raise Refusal(
            "request.invalid", f"The body is not JSON: {fault}.", rule="C-conv-7"
        ) from None
    if not isinstance(body, dict):
        raise Refusal("request.invalid", "The body must be an object.", rule="C-conv-7")
    return body


def _json(content: Any) -> Response:
    return Response(
        orjson.dumps(content),
        headers={"cache-control": "no-store"},
        media_type=envelope.MEDIA_TYPE,
    )
