"""The stub's own routes beside the contract: health, and what the plug-in registers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from stub_server.server import envelope, request_body
from stub_server.server.errors import ErrorResponses
from stub_server.server.plugin import ControlRequest, ControlRoute, Plugin
from stub_server.server.rejection import Rejection

Facts = dict[str, Any]
Sync = Callable[[], Awaitable[None]]


def health_route(facts: Facts) -> Route:
    """Return `/_stub/health`: 200 as soon as the stub answers, with where its Stripe is."""

    async def health(request: Request) -> Response:  # noqa: ARG001 - the shape of every endpoint
        return _json({"status": "ok", **facts})

    return Route("/_stub/health", health)


def plugin_routes(plugin: Plugin, errors: ErrorResponses, sync: Sync) -> list[Route]:
    """Return the plug-in's control routes. sync: awaited before each response."""
    return [_route(route, errors, sync) for route in plugin.control_routes]


def _route(route: ControlRoute, errors: ErrorResponses, sync: Sync) -> Route:
    async def respond(http: Request) -> Response:
        async def body() -> Facts:
            return _object(await request_body.read(http))

        value = await route.run(ControlRequest(http.path_params, http.query_params, body))
        await sync()
        return _json(value)

    return Route(route.path, errors.guarded(respond), methods=[route.method])


def _object(raw: bytes) -> Facts:
    """Return the JSON object in a body of any content type: `curl -d` sends a form's."""
    body = request_body.parse(raw)
    if not isinstance(body, dict):
        raise Rejection("request.invalid", "The body must be an object.")
    return body


def _json(content: Any) -> Response:
    return Response(
        orjson.dumps(content),
        headers={"cache-control": "no-store"},
        media_type=envelope.MEDIA_TYPE,
    )
