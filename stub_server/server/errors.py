"""Errors as responses, and the log event that every request ends with."""

from __future__ import annotations

import traceback
from collections.abc import Awaitable, Callable, Mapping
from time import perf_counter

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from stub_server.runtime.events import EventBus
from stub_server.server import envelope
from stub_server.server.document import Document, Operation
from stub_server.server.rejection import Rejection

Endpoint = Callable[[Request], Awaitable[Response]]


class RequestLog:
    """Turns rejections and exceptions into envelopes, and publishes how each request ended.

    rules: the rule behind each error code of the server's own, where the document names none.
    """

    def __init__(self, document: Document, events: EventBus, rules: Mapping[str, str]) -> None:
        self._document = document
        self._events = events
        self._rules = rules

    def to_response(
        self, request: Request, rejection: Rejection, operation: Operation | None = None
    ) -> Response:
        """Return the envelope, with a link to the rule at the address that the client used."""
        self.add_rule(rejection, operation)
        page = self._document.rule_pages.get(rejection.rule)
        host = request.headers.get("host")
        docs = f"{request.url.scheme}://{host}/_stub/docs/{page}#{rejection.rule}"
        node = operation.node if operation else None
        status = self._document.errors.status(node, rejection.code) or 500
        return envelope.response_of(rejection, status, docs if page and host else None)

    def add_rule(self, rejection: Rejection, operation: Operation | None) -> None:
        """Look up the rule behind the rejection, unless it names one."""
        if rejection.rule:
            return
        field = rejection.members.get("field")
        if operation is not None and isinstance(field, str):
            rejection.rule = self._document.rule_of(operation, rejection.code, field) or ""
        rejection.rule = rejection.rule or self._rules.get(rejection.code, "")

    def handle_exception(self, exception: Exception, where: str) -> Rejection:
        """Publish the traceback; return a plain 500 for the client."""
        trace = "".join(traceback.format_exception(exception))
        self._events.publish("server.faulted", operation=where, trace=trace)
        kind = type(exception).__name__
        return envelope.server_error(f"The stub is at fault: {kind}. See its log.")

    def broken_document(self, message: str) -> Rejection:
        """Publish that a response breaks the document; return a 500 that says where."""
        self._events.publish("document.broken", words=message)
        return envelope.server_error(message)

    def record(
        self,
        request: Request,
        response: Response,
        seconds: float,
        rejection: Rejection | None = None,
        *,
        code: str | None = None,
    ) -> None:
        """Publish that a request is over. code: of an error that is not the contract's."""
        self._events.publish(
            "http.answered",
            method=request.method,
            path=request.scope["path"],
            status=response.status_code,
            seconds=seconds,
            code=rejection.code if rejection else code,
            rule=(rejection.rule or None) if rejection else None,
        )

    def guarded(self, endpoint: Endpoint) -> Endpoint:
        """Return an endpoint beside the contract whose errors get the envelope too."""

        async def respond(request: Request) -> Response:
            started, rejection = perf_counter(), None
            try:
                response = await endpoint(request)
            except Rejection as raised:
                rejection = raised
                response = self.to_response(request, rejection)
            except Exception as exception:
                rejection = self.handle_exception(exception, request.scope["path"])
                response = self.to_response(request, rejection)
            self.record(request, response, perf_counter() - started, rejection)
            return response

        return respond

    async def not_routed(self, request: Request, exception: Exception) -> Response:
        """Respond to a path or a method that no route has."""
        path = request.scope["path"]
        if isinstance(exception, HTTPException) and exception.status_code == 405:
            rejection = envelope.method_not_allowed(request.method, path)
        elif isinstance(exception, HTTPException):
            rejection = envelope.not_found(path)
        else:
            rejection = self.handle_exception(exception, path)
        response = self.to_response(request, rejection)
        if isinstance(exception, HTTPException) and exception.headers:
            response.headers.update(exception.headers)
        self.record(request, response, 0.0, rejection)
        return response
