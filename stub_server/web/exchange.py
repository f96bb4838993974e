"""What every exchange has in common: its refusals, its faults, and the line that tells of it."""

from __future__ import annotations

import traceback
from collections.abc import Awaitable, Callable
from time import perf_counter

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from stub_server.runtime.events import EventBus
from stub_server.shop.domain.refusal import Refusal
from stub_server.web import envelope
from stub_server.web.document import Document

Endpoint = Callable[[Request], Awaitable[Response]]


class Exchanges:
    """Turns what goes wrong into envelopes, and publishes how each exchange ended."""

    def __init__(self, document: Document, events: EventBus) -> None:
        self._document = document
        self._events = events

    def refused(self, request: Request, refusal: Refusal) -> Response:
        """The refusal, with a link to its rule at the address that the client used."""
        page = self._document.rule_pages.get(refusal.rule)
        host = request.headers.get("host")
        where = f"{request.url.scheme}://{host}/_stub/docs/{page}#{refusal.rule}"
        return envelope.of(refusal, where if page and host else None)

    def faulted(self, fault: Exception, where: str) -> Refusal:
        """A fault of our own: its trace for the log, a plain 500 for the client."""
        trace = "".join(traceback.format_exception(fault))
        self._events.publish("server.faulted", operation=where, trace=trace)
        return envelope.server_error(f"The stub is at fault: {type(fault).__name__}. See its log.")

    def told(
        self,
        request: Request,
        response: Response,
        seconds: float,
        refusal: Refusal | None = None,
        *,
        code: str | None = None,
    ) -> None:
        """Say that an exchange is over. code: of an error that is not a refusal of the contract."""
        self._events.publish(
            "http.answered",
            method=request.method,
            path=request.scope["path"],
            status=response.status_code,
            seconds=seconds,
            code=refusal.code if refusal else code,
            rule=refusal.rule if refusal else None,
        )

    def guarded(self, endpoint: Endpoint) -> Endpoint:
        """An endpoint beside the contract whose refusals and faults get the envelope too."""

        async def answer(request: Request) -> Response:
            started, refusal = perf_counter(), None
            try:
                response = await endpoint(request)
            except Refusal as no:
                refusal = no
                response = self.refused(request, no)
            except Exception as fault:
                refusal = self.faulted(fault, request.scope["path"])
                response = self.refused(request, refusal)
            self.told(request, response, perf_counter() - started, refusal)
            return response

        return answer

    async def unrouted(self, request: Request, fault: Exception) -> Response:
        """What the router refuses: a path or a method that nobody named (C-conv-7)."""
        path = request.scope["path"]
        if isinstance(fault, HTTPException) and fault.status_code == 405:
            refusal = envelope.method_not_allowed(request.method, path)
        elif isinstance(fault, HTTPException):
            refusal = envelope.not_found(path)
        else:
            refusal = self.faulted(fault, path)
        response = self.refused(request, refusal)
        if isinstance(fault, HTTPException) and fault.headers:
            response.headers.update(fault.headers)
        self.told(request, response, 0.0, refusal)
        return response
