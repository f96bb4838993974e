"""Rejections and exceptions as responses, under the codes and statuses of the document."""

from __future__ import annotations

import traceback
from collections.abc import Awaitable, Callable, Mapping
from time import perf_counter

import orjson
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from stub_server.runtime.events import EventBus
from stub_server.server import envelope
from stub_server.server.document import Document, Operation
from stub_server.server.error_codes import GENERAL
from stub_server.server.examples import sample_of
from stub_server.server.rejection import Rejection
from stub_server.server.request_log import RequestLog
from stub_server.server.schema import SchemaViolation
from stub_server.storage.errors import StoreError

Endpoint = Callable[[Request], Awaitable[Response]]

_NOT_DOCUMENTED = SchemaViolation("", "", "the document names no such answer")


class BrokenResponseError(Exception):
    """A response breaks the document: says in which operation, with which status, and where."""

    def __init__(self, operation: str, status: int, violation: SchemaViolation) -> None:
        where = violation.pointer or "/"
        super().__init__(
            f"{operation} {status}: the answer breaks the document at {where}: {violation.message}"
        )


class ErrorResponses:
    """Turns rejections and exceptions into error envelopes.

    rules: the rule behind each error code of the server's own, where the document names none.
    """

    def __init__(
        self, document: Document, events: EventBus, log: RequestLog, rules: Mapping[str, str]
    ) -> None:
        self._document = document
        self._events = events
        self._log = log
        self._rules = rules

    def rejection_of(self, exception: Exception, operation: Operation) -> Rejection:
        """Return an operation's exception as a rejection that the document knows, or as a 500."""
        if isinstance(exception, Rejection):
            return self._documented(exception, operation)
        if isinstance(exception, BrokenResponseError):
            return self._broken_document(str(exception))
        return self._documented(self._handle_exception(exception, operation.id), operation)

    def respond(self, request: Request, rejection: Rejection, operation: Operation) -> Response:
        """Return the error: the envelope, or the document's example where it has another shape."""
        status = self._document.errors.status(operation.node, rejection.code) or 500
        schema = operation.responses.get(status)
        if schema is None or schema.fits(envelope.content_of(rejection)):
            return self._to_response(request, rejection, operation)
        sample = sample_of(operation, self._document, status)
        return Response(orjson.dumps(sample.content), status, media_type=envelope.MEDIA_TYPE)

    def guarded(self, endpoint: Endpoint) -> Endpoint:
        """Return an endpoint beside the contract whose errors get the envelope too."""

        async def respond(request: Request) -> Response:
            started, rejection = perf_counter(), None
            try:
                response = await endpoint(request)
            except ClientDisconnect:
                return Response(status_code=400)
            except Rejection as raised:
                rejection = raised
                response = self._to_response(request, rejection)
            except Exception as exception:
                rejection = self._handle_exception(exception, request.scope["path"])
                response = self._to_response(request, rejection)
            self._log.record(request, response, perf_counter() - started, rejection)
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
            rejection = self._handle_exception(exception, path)
        response = self._to_response(request, rejection)
        if isinstance(exception, HTTPException) and exception.headers:
            response.headers.update(exception.headers)
        self._log.record(request, response, 0.0, rejection)
        return response

    def _documented(self, rejection: Rejection, operation: Operation) -> Rejection:
        """Return the rejection under the document's code, or a 500 if the document lacks it."""
        errors, node = self._document.errors, operation.node
        if rejection.code in GENERAL:
            rejection.code = errors.code(node, GENERAL[rejection.code], rejection.code)
            return rejection
        status = errors.status(node, rejection.code) or 0
        schema = operation.responses.get(status)
        content = envelope.content_of(rejection)
        if schema is not None and schema.fits(content):
            return rejection
        violation = _NOT_DOCUMENTED if schema is None else next(schema.violations(content))
        return self._broken_document(str(BrokenResponseError(operation.id, status, violation)))

    def _to_response(
        self, request: Request, rejection: Rejection, operation: Operation | None = None
    ) -> Response:
        """Return the envelope, with a link to the rule at the address that the client used."""
        self._add_rule(rejection, operation)
        page = self._document.rule_pages.get(rejection.rule)
        host = request.headers.get("host")
        docs = f"{request.url.scheme}://{host}/_stub/docs/{page}#{rejection.rule}"
        node = operation.node if operation else None
        status = self._document.errors.status(node, rejection.code) or 500
        return envelope.response_of(rejection, status, docs if page and host else None)

    def _add_rule(self, rejection: Rejection, operation: Operation | None) -> None:
        """Look up the rule behind the rejection, unless it names one."""
        if rejection.rule:
            return
        field = rejection.members.get("field")
        if operation is not None and isinstance(field, str):
            rejection.rule = self._document.rule_of(operation, rejection.code, field) or ""
        rejection.rule = rejection.rule or self._rules.get(rejection.code, "")

    def _handle_exception(self, exception: Exception, where: str) -> Rejection:
        """Publish the error; return a 503 that says why the store refuses, or a plain 500."""
        if isinstance(exception, StoreError):
            self._events.publish("store.failed", operation=where, words=str(exception))
            return envelope.unavailable(str(exception))
        trace = "".join(traceback.format_exception(exception))
        self._events.publish("server.faulted", operation=where, trace=trace)
        kind = type(exception).__name__
        return envelope.server_error(f"The stub is at fault: {kind}. See its log.")

    def _broken_document(self, message: str) -> Rejection:
        """Publish that a response breaks the document; return a 500 that says where."""
        self._events.publish("document.broken", words=message)
        return envelope.server_error(message)
