"""One operation, from the socket to its handler and back: the whole request path, in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import orjson
from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from stub_server.server import body_limit, envelope, json_body, prefer, session_cookie
from stub_server.server.document import Document, Operation
from stub_server.server.error_codes import GENERAL
from stub_server.server.errors import RequestLog
from stub_server.server.examples import sample_of
from stub_server.server.handlers import BoundHandler
from stub_server.server.plugin import Request, Result, Sessions
from stub_server.server.rejection import Rejection
from stub_server.server.schema import SchemaViolation


class BrokenResponseError(Exception):
    """A response breaks the document: says in which operation, with which status, and where."""

    def __init__(self, operation: str, status: int, violation: SchemaViolation) -> None:
        where = violation.pointer or "/"
        super().__init__(
            f"{operation} {status}: the answer breaks the document at {where}: {violation.message}"
        )


_NOT_DOCUMENTED = SchemaViolation("", "", "the document names no such answer")


@dataclass(frozen=True, slots=True)
class ServerContext:
    """What all endpoints share."""

    document: Document
    sessions: Sessions
    log: RequestLog


class Endpoint:
    """Request → handler → response for one operation of the document."""

    def __init__(self, operation: Operation, handler: BoundHandler, server: ServerContext) -> None:
        self.operation = operation
        self._handler = handler
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
        token = session_cookie.read(http, self._cookie) if operation.cookie else None
        keep = operation.cookie and http.method not in ("GET", "HEAD")
        session: Any = None
        rejection: Rejection | None = None
        try:
            session = server.sessions.load_or_start(token, keep=keep)
            if operation.login and not server.sessions.is_logged_in(session):
                raise Rejection("auth.required", "Log in first.")
            raw = await body_limit.read(http)
            request = self._request_of(http, headers, raw, session)
            result = await handler.run(request, handler.context)
            session = result.session or session
            response = self._response_of(result)
        except Rejection as raised:
            rejection = self._documented(raised)
            response = self._rejected(http, rejection)
        except ClientDisconnect:
            return Response(status_code=400)
        except Exception as exception:
            rejection = self._documented(self._handle(exception))
            response = self._rejected(http, rejection)
        if keep and session is not None and session.token != token:
            session_cookie.write(response, self._cookie, session.token)
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
        if content_type and not json_body.is_json(content_type):
            raise Rejection(
                "request.unsupportedMediaType",
                f"The body must be application/json, not {content_type}.",
            )
        body = json_body.parse(raw)
        if not schema.fits(body):
            for violation in schema.violations(body):
                code = self.operation.error_fields.get(violation.field.split(".", 1)[0])
                if code is None or not violation.field or not self._handler.judges_fields:
                    raise _rejection_of(violation, code)
        return body

    def _response_of(self, result: Result) -> Response:
        """Return the result as JSON; BrokenResponseError when it does not fit the document."""
        status = result.status or self._status
        schema = self.operation.responses.get(status)
        content = self._handler.serialize(result.value)
        if schema is None:
            content = {} if content is None else content
        elif not schema.fits(content):
            violation = next(schema.violations(content))
            raise BrokenResponseError(self.operation.id, status, violation)
        headers = {"cache-control": "no-store"}
        if result.source:
            headers["x-shopstub-source"] = result.source
        return Response(
            b"" if status == 204 else orjson.dumps(content),
            status_code=status,
            headers=headers,
            media_type=None if status == 204 else envelope.MEDIA_TYPE,
        )

    def _documented(self, rejection: Rejection) -> Rejection:
        """Return the rejection under the document's code, or a 500 if the document lacks it."""
        errors, node = self._server.document.errors, self.operation.node
        if rejection.code in GENERAL:
            rejection.code = errors.code(node, GENERAL[rejection.code], rejection.code)
            return rejection
        status = errors.status(node, rejection.code) or 0
        schema = self.operation.responses.get(status)
        if schema is None:
            return self._handle(BrokenResponseError(self.operation.id, status, _NOT_DOCUMENTED))
        content = envelope.content_of(rejection)
        if not schema.fits(content):
            violation = next(schema.violations(content))
            return self._handle(BrokenResponseError(self.operation.id, status, violation))
        return rejection

    def _rejected(self, http: HttpRequest, rejection: Rejection) -> Response:
        """Return the error: the envelope, or the document's example where it has another shape."""
        document, operation = self._server.document, self.operation
        status = document.errors.status(operation.node, rejection.code) or 500
        schema = operation.responses.get(status)
        if schema is None or schema.fits(envelope.content_of(rejection)):
            return self._server.log.to_response(http, rejection, operation)
        sample = sample_of(operation, document, status)
        return Response(orjson.dumps(sample.content), status, media_type=envelope.MEDIA_TYPE)

    def _handle(self, exception: Exception) -> Rejection:
        if isinstance(exception, BrokenResponseError):
            return self._server.log.broken_document(str(exception))
        return self._server.log.handle_exception(exception, self.operation.id)


def _rejection_of(violation: SchemaViolation, code: str | None = None) -> Rejection:
    if not violation.field:
        return Rejection("request.invalid", f"The body {violation.message}.")
    return Rejection(
        code or "request.invalid",
        f"{violation.field}: {violation.message}.",
        members={"field": violation.field},
    )
