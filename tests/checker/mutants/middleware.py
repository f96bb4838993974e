"""ASGI middleware in front of the shop, which sees and changes whole requests and responses."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from stub_server import app, resources
from stub_server.server import document_file


@dataclass(slots=True)
class Request:
    """An incoming request. `operation`: its operationId, "" for a path outside the document."""

    operation: str
    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    client: str = ""

    @property
    def json(self) -> Any:
        """The body as JSON, or None if it is not JSON."""
        return _parse_json(self.body)


@dataclass(slots=True)
class Response:
    """An outgoing response. Header names are in lower case, `cookies` are kept apart."""

    status: int
    headers: dict[str, str]
    body: bytes
    cookies: list[str] = field(default_factory=list)

    @property
    def json(self) -> Any:
        """The body as JSON, or None if it is not JSON."""
        return _parse_json(self.body)

    def set_json(self, content: Any) -> None:
        """Replace the body."""
        self.body = json.dumps(content, ensure_ascii=False).encode()


CallNext = Callable[[Request], Awaitable[Response]]
Middleware = Callable[[Request, CallNext], Awaitable[Response]]


def add_middleware(middleware: Middleware) -> None:
    """Pass each request to the shop through `middleware`."""
    original = app.build

    def build(*args: Any, **named: Any) -> Any:
        stub: Any = original(*args, **named)
        site: Any = _MiddlewareApp(stub.site, middleware)
        stub.site = site
        return stub

    app.build = build


class _MiddlewareApp:
    """The ASGI app that runs one middleware in front of another app."""

    def __init__(self, site: Any, middleware: Middleware) -> None:
        self._site = site
        self._middleware = middleware
        operations = document_file.read(resources.document()).operations.values()
        self._operations = [
            (operation.method, _path_pattern(operation.path), operation.id)
            for operation in operations
        ]

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._site(scope, receive, send)
            return

        async def call_next(request: Request) -> Response:
            return await self._call_site(scope, request)

        request = self._request_of(scope, await _read_body(receive))
        await _send(await self._middleware(request, call_next), send)

    def _request_of(self, scope: Any, body: bytes) -> Request:
        path = scope["raw_path"].decode("latin-1")
        return Request(
            operation=self._operation_id(scope["method"], path),
            method=scope["method"],
            path=path,
            headers={name.decode(): value.decode("latin-1") for name, value in scope["headers"]},
            body=body,
            client=scope["client"][0] if scope.get("client") else "",
        )

    def _operation_id(self, method: str, path: str) -> str:
        for known, pattern, operation_id in self._operations:
            if known == method and pattern.match(path):
                return operation_id
        return ""

    async def _call_site(self, scope: Any, request: Request) -> Response:
        response = Response(500, {}, b"")

        async def receive() -> Any:
            return {"type": "http.request", "body": request.body, "more_body": False}

        async def send(message: Mapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                response.status = message["status"]
                for name, value in message["headers"]:
                    if name.lower() == b"set-cookie":
                        response.cookies.append(value.decode("latin-1"))
                    else:
                        response.headers[name.decode().lower()] = value.decode("latin-1")
            else:
                response.body += message.get("body", b"")

        headers = {**request.headers, "content-length": str(len(request.body))}
        target = {
            **scope,
            "method": request.method,
            "path": request.path,
            "raw_path": request.path.encode("latin-1"),
            "headers": [
                (name.encode(), value.encode("latin-1")) for name, value in headers.items()
            ],
        }
        await self._site(target, receive, send)
        return response


async def _send(response: Response, send: Any) -> None:
    headers = {**response.headers, "content-length": str(len(response.body))}
    if not response.body and response.status == 204:
        headers.pop("content-type", None)
    pairs = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    pairs += [(b"set-cookie", cookie.encode("latin-1")) for cookie in response.cookies]
    await send({"type": "http.response.start", "status": response.status, "headers": pairs})
    await send({"type": "http.response.body", "body": response.body})


async def _read_body(receive: Any) -> bytes:
    body = b""
    while True:
        message: dict[str, Any] = await receive()
        body += bytes(message.get("body", b""))
        if not message.get("more_body") or message["type"] != "http.request":
            return body


def _path_pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path) + r"\Z")


def _parse_json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None
