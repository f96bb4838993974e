"""The trust model at the server's port: refuses requests before anything runs."""

from __future__ import annotations

from time import perf_counter

import orjson
from starlette.datastructures import MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from stub_server.denials import Denial
from stub_server.page_notices import PageNotices
from stub_server.server import envelope
from stub_server.server.request_log import RequestLog
from stub_server.trust import Access, TrustPolicy

EXPOSED = ("Retry-After", "X-Shopstub-Source", "X-Shopstub-Sandbox", "Preference-Applied")
"""The response headers that pages may read."""


class Guard:
    """ASGI middleware that lets a request through only if the trust policy does."""

    def __init__(self, app: ASGIApp, *, policy: TrustPolicy, log: RequestLog) -> None:
        self._app = app
        self._policy = policy
        self._log = log
        self._notices = PageNotices()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 401, 403 or 421, or hand the request on."""
        if scope["type"] == "http":
            started = perf_counter()
            method: str = scope["method"]
            access = access_of(method, scope["path"])
            headers = dict(scope["headers"])
            denial = self._policy.denial_of(method, headers, access)
            if denial is not None:
                self._notices.tell_denial(headers, denial)
                response = _response(denial)
                request = Request(scope)
                self._log.record(request, response, perf_counter() - started, code=denial.code)
                await response(scope, receive, send)
                return
            if access == "api" and b"origin" in headers:
                self._notices.tell_lost_cookie(headers, scope["scheme"])
            if access == "page":
                send = _unframed(send)
        await self._app(scope, receive, send)


class TrustedOrigins(CORSMiddleware):
    """CORS for the origins that the trust policy lets in; every request header is allowed."""

    def __init__(self, app: ASGIApp, *, policy: TrustPolicy) -> None:
        super().__init__(
            app,
            allow_credentials=True,
            allow_methods=("GET", "POST", "PATCH", "PUT", "DELETE"),
            allow_headers=("*",),
            expose_headers=EXPOSED,
            max_age=600,
        )
        self._policy = policy

    def is_allowed_origin(self, origin: str) -> bool:
        """Whether a page of the origin may read responses."""
        return self._policy.trusts_origin(origin)


def access_of(method: str, path: str) -> Access:
    """Return what a request to the server's port is for."""
    if path.startswith("/__contract/"):
        return "control"
    if method in ("GET", "HEAD") and (
        path in ("/", "/openapi.yaml") or path.startswith("/_stub/docs/")
    ):
        return "page"
    if (path == "/_stub" or path.startswith("/_stub/")) and path != "/_stub/health":
        return "control"
    return "api"


def _unframed(send: Send) -> Send:
    """Return `send` with a header that keeps other sites from putting our pages into a frame."""

    async def wrapped(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message)["content-security-policy"] = "frame-ancestors 'self'"
        await send(message)

    return wrapped


def _response(denial: Denial) -> Response:
    """Return the denial as an envelope, without CORS headers, so that no page can read it."""
    headers = {"cache-control": "no-store"}
    if denial.status == 401:
        headers["www-authenticate"] = "Bearer"
    return Response(
        orjson.dumps({"error": {"code": denial.code, "message": denial.message}}),
        status_code=denial.status,
        headers=headers,
        media_type=envelope.MEDIA_TYPE,
    )
