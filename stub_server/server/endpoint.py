"""One operation, from the socket to its handler and back: the whole request path, in order."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import orjson
from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from stub_server.runtime.runner import Runner
from stub_server.server import envelope, prefer, request_body
from stub_server.server.document import Document, Operation
from stub_server.server.errors import BrokenResponseError, ErrorResponses
from stub_server.server.handlers import BoundHandler
from stub_server.server.plugin import LongList, Request, Result, Sessions
from stub_server.server.rejection import Rejection
from stub_server.server.request_log import RequestLog
from stub_server.server.schema import SchemaViolation


@dataclass(frozen=True, slots=True)
class ServerContext:
    """What all endpoints share.

    sync: returns when every write so far is durable; raises StoreError.
    """

    document: Document
    sessions: Sessions
    errors: ErrorResponses
    log: RequestLog
    runner: Runner
    sync: Callable[[], Awaitable[None]]


class Endpoint:
    """Request → handler → response for one operation of the document."""

    def __init__(self, operation: Operation, handler: BoundHandler, server: ServerContext) -> None:
        self.operation = operation
        self._handler = handler
        self._run = server.runner.bind(handler.run)
        self._server = server
        self._cookie = server.document.cookie_name
        self._status = operation.success

    async def respond(self, http: HttpRequest) -> Response:
        """Answer one request: session, login, body, handler, response, cookie, log."""
        started = perf_counter()
        operation, server, handler = self.operation, self._server, self._handler
        honoured = ""
        headers: Mapping[bytes, bytes] = dict(http.scope["headers"])
        if b"prefer" in headers:
            preferred = await prefer.apply(http, operation, server.document)
            if preferred.response is not None:
                server.log.record(http, preferred.response, perf_counter() - started)
                return preferred.response
            honoured = preferred.honoured
        token = http.cookies.get(self._cookie) if operation.cookie else None
        keep = operation.cookie and http.method not in ("GET", "HEAD")
        issued: Any = None
        rejection: Rejection | None = None
        try:
            session = server.sessions.load_or_start(token, keep=keep)
            try:
                if operation.login and not server.sessions.is_logged_in(session):
                    raise Rejection("auth.required", "Log in first.")
                raw = await request_body.read(http)
                request = self._request_of(http, headers, raw, session)
                result = await self._run(request, handler.context)
                issued = result.session
                response = await self._response_of(result)
                if keep and issued is None and session.token != token:
                    server.sessions.save(session)
                    issued = session
            finally:
                await server.sync()  # a rejection, too, may follow a write: of the session
        except ClientDisconnect:
            return Response(status_code=400)
        except Exception as exception:
            rejection = server.errors.rejection_of(exception, operation)
            response = server.errors.respond(http, rejection, operation)
        if keep and issued is not None and issued.token != token:
            is_secure = http.scope["scheme"] == "https"
            set_session_cookie(response, self._cookie, issued.token, is_secure)
        if honoured:
            response.headers[prefer.APPLIED] = honoured
        server.log.record(http, response, perf_counter() - started, rejection)
        return response

    def _request_of(
        self, http: HttpRequest, headers: Mapping[bytes, bytes], raw: bytes, session: Any
    ) -> Request[Any]:
        """Return the request without HTTP; Rejection where it does not fit the document."""
        operation = self.operation
        if self._handler.checks_parameters:
            self._check_parameters(http)
        key = headers.get(b"idempotency-key")
        signature = operation.signature_header
        return Request(
            session=session,
            path=http.path_params,
            query=http.query_params if http.scope["query_string"] else {},
            body=self._body_of(headers.get(b"content-type", b"").decode("latin-1"), raw),
            client=http.client.host if http.client else "",
            idempotency_key=key.decode("latin-1") if key is not None else None,
            signature=http.headers.get(signature) if signature else None,
            raw=raw,
        )

    def _check_parameters(self, http: HttpRequest) -> None:
        sent = {"path": http.path_params, "query": http.query_params}
        for (place, name), parameter in self.operation.parameters.items():
            value = sent[place].get(name)
            if value is None and not parameter.required:
                continue
            if value is None or not parameter.takes(value):
                message = "is missing" if value is None else f"“{value:.80}” does not fit"
                raise _rejection_of(SchemaViolation(name, f"/{name}", message))

    def _body_of(self, content_type: str, raw: bytes) -> Any:
        """Return the JSON body; the handler judges members with an error code of their own."""
        schema = self.operation.body
        if schema is None:
            return None
        if content_type and not request_body.is_json(content_type):
            raise Rejection(
                "request.unsupportedMediaType",
                f"The body must be application/json, not {content_type}.",
            )
        body = request_body.parse(raw)
        if not schema.fits(body):
            for violation in schema.violations(body):
                code = self.operation.error_fields.get(violation.field.split(".", 1)[0])
                if code is None or not violation.field or not self._handler.judges_fields:
                    raise _rejection_of(violation, code)
        if not self._handler.judges_fields:
            request_body.require_storable(body)
        return body

    async def _response_of(self, result: Result) -> Response:
        """Return the result as JSON; BrokenResponseError when it does not fit the document."""
        status = result.status or self._status
        content = self._handler.serialize(result.value)
        if isinstance(content, LongList):
            text = await self._long_text(content, status)
        else:
            text = self._text(content, status)
        headers = {"cache-control": "no-store"}
        if result.source:
            headers["x-shopstub-source"] = result.source
        return Response(
            b"" if status == 204 else text,
            status_code=status,
            headers=headers,
            media_type=None if status == 204 else envelope.MEDIA_TYPE,
        )

    def _text(self, content: Any, status: int) -> bytes:
        """Return the JSON text of a value that fits the document."""
        schema = self.operation.responses.get(status)
        if schema is None:
            content = {} if content is None else content
        elif not schema.fits(content):
            violation = next(schema.violations(content))
            raise BrokenResponseError(self.operation.id, status, violation)
        return orjson.dumps(content)

    async def _long_text(self, long: LongList, status: int) -> bytes:
        """Return the JSON text, built in pieces; each one is checked as the list of the object."""
        parts = [b"{%b:[" % orjson.dumps(long.member)]
        for start in range(0, len(long.items), LongList.AT_ONCE):
            piece = [long.serialize(item) for item in long.items[start : start + LongList.AT_ONCE]]
            self._text({long.member: piece, **long.others}, status)
            parts += (orjson.dumps(piece)[1:-1], b",")
            await asyncio.sleep(0)
        parts[-1] = b"],"
        parts.append(orjson.dumps(long.others)[1:])
        return b"".join(parts)  # the only copy of some megabytes


def _rejection_of(violation: SchemaViolation, code: str | None = None) -> Rejection:
    if not violation.field:
        return Rejection("request.invalid", f"The body {violation.message}.")
    return Rejection(
        code or "request.invalid",
        f"{violation.field}: {violation.message}.",
        members={"field": violation.field},
    )


def set_session_cookie(response: Response, name: str, token: str, secure: bool) -> None:
    """Have the browser keep the session's token, out of reach of JavaScript."""
    response.set_cookie(name, token, path="/", httponly=True, samesite="lax", secure=secure)
