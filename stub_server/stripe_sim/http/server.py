"""The ASGI server of the simulator: `/v1`, Stripe's script for browsers, pages, control calls."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Protocol

from stub_server.content_encoding import EncodingFault, decode
from stub_server.storage.errors import StoreError
from stub_server.stripe_sim.engine.delivery import Notify
from stub_server.stripe_sim.engine.simulation import Simulation
from stub_server.stripe_sim.errors import StripeError
from stub_server.stripe_sim.events import cli_frames
from stub_server.stripe_sim.http import stripe_js
from stub_server.stripe_sim.http.dispatch import Dispatcher, Result
from stub_server.stripe_sim.http.guard import Guard
from stub_server.stripe_sim.http.request import Request
from stub_server.stripe_sim.http.response import (
    Reply,
    api_reply,
    denied_reply,
    json_reply,
    preflight_reply,
    undecoded_reply,
)

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

LOG = logging.getLogger("shopstub.stripe")
BUG_MESSAGE = (
    "The simulator has a bug here: its log says where. (Not something that Stripe would say.)"
)
MAX_BODY = 1_000_000


class ControlApi(Protocol):
    """Answers outside of `/v1`: the simulator's own calls and the bank's pages."""

    async def reply(self, method: str, path: str, query: bytes, body: bytes) -> Reply:
        """Answer a request that is not for Stripe's API."""
        ...


class Server:
    """An ASGI app: judges who sends a request, and passes it on by its path."""

    def __init__(
        self,
        dispatcher: Dispatcher,
        control: ControlApi,
        guard: Guard,
        simulation: Simulation,
        notify: Notify,
    ) -> None:
        self._dispatcher = dispatcher
        self._control = control
        self._guard = guard
        self._simulation = simulation
        self._notify = notify

    async def respond(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        body = await _body_of(receive)
        is_head = scope["method"] == "HEAD"  # as GET (RFC 9110, 9.3.2), without the body
        request = Request(
            "GET" if is_head else scope["method"],
            scope["path"],
            scope["query_string"],
            dict(scope["headers"]),
            body,
            scope.get("scheme", "http"),
        )
        reply = await self.reply(request)
        if request.method == "POST":
            await self._dispatcher.yield_to_deliveries()
        await send({"type": "http.response.start", "status": reply.status, "headers": reply.head})
        await send({"type": "http.response.body", "body": b"" if is_head else reply.body})

    async def reply(self, request: Request) -> Reply:
        """Return the response to a request."""
        fault = _decode_body(request)  # first: the guard judges by the key, in the body maybe
        denial = self._guard.denial(request)
        if denial is not None:
            self._publish(request, denial.status, "")
            return denied_reply(denial)
        if fault is not None:
            self._publish(request, fault.status, "")
            return undecoded_reply(fault)
        if request.method == "OPTIONS":
            return preflight_reply(request.header(b"access-control-request-headers"))
        if not request.path.startswith(("/v1/", "/v2/")):
            return self._guard.restrict_framing(await self._page(request))
        request_id = f"req_{self._simulation.ids.token(14)}"
        result = await self._dispatch(request, request_id)
        self._publish(request, result.status, request_id)
        if self._simulation.cli.has_log_readers():
            self._log(request, request_id, result)
        version = result.version or self._simulation.settings.default_version
        return api_reply(
            request, result.status, result.body, request_id, version, result.request_id
        )

    async def _page(self, request: Request) -> Reply:
        script = stripe_js.reply(request.method, request.path, request.header(b"if-none-match"))
        if script is not None:
            return script
        try:
            reply = await self._control.reply(
                request.method, request.path, request.query, request.body
            )
            await self._simulation.objects.store.sync()
        except StoreError as error:
            LOG.error("%s %s: %s", request.method, request.path, error)
            return json_reply(503, {"error": {"type": "api_error", "message": str(error)}})
        return reply

    async def _dispatch(self, request: Request, request_id: str) -> Result:
        try:
            if len(request.body) > MAX_BODY:
                raise StripeError(413, "Request body too large.")
            result = await self._dispatcher.dispatch(request, request_id)
            await self._simulation.objects.store.sync()
            return result
        except StoreError as error:
            LOG.error("%s %s (%s): %s", request.method, request.path, request_id, error)
            unavailable = StripeError(503, str(error), error_type="api_error")
            return self._dispatcher.error_result(unavailable, request_id)
        except StripeError as error:
            return self._dispatcher.error_result(error, request_id)
        except Exception:
            # Without an error object Stripe's Node SDK would take this for a success.
            LOG.exception(
                "%s %s (%s) broke the simulator", request.method, request.path, request_id
            )
            bug = StripeError(500, BUG_MESSAGE, error_type="api_error")
            return self._dispatcher.error_result(bug, request_id)

    def _publish(self, request: Request, status: int, request_id: str) -> None:
        facts = {"method": request.method, "path": request.path, "status": status}
        self._notify("stripe.request", {**facts, "request": request_id})

    def _log(self, request: Request, request_id: str, result: Result) -> None:
        """Send the request to the CLIs that tail the account's log."""
        simulation = self._simulation
        line = cli_frames.build_log_line(
            request.method, request.path, request_id, result.status, result.body, simulation.now()
        )
        simulation.cli.send_log_line(
            result.account, line, simulation.ids.token(14), simulation.real_now()
        )


async def _body_of(receive: Receive) -> bytes:
    message = await receive()
    body: bytes = message.get("body", b"")
    while message.get("more_body"):
        message = await receive()
        if len(body) <= MAX_BODY:
            body += message.get("body", b"")
    return body


def _decode_body(request: Request) -> EncodingFault | None:
    """Decode the body in place; return why it can't be decoded, or None."""
    encoding = request.header(b"content-encoding")
    if encoding and request.body:
        try:
            request.body = decode(request.body, encoding, MAX_BODY)
        except EncodingFault as fault:
            return fault
    return None
