"""HTTP responses."""

from __future__ import annotations

from typing import Any, NamedTuple

import orjson

from stub_server.content_encoding import ACCEPTED, EncodingFault
from stub_server.denials import Denial
from stub_server.stripe_sim.http.request import Request

Head = list[tuple[bytes, bytes]]

CORS: Head = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-allow-credentials", b"true"),
    (b"access-control-allow-methods", b"GET, HEAD, PUT, PATCH, POST, DELETE"),
    (
        b"access-control-expose-headers",
        b"Request-Id, Stripe-Manage-Version, Stripe-Should-Retry, "
        b"X-Stripe-External-Auth-Required, X-Stripe-Privileged-Session-Required",
    ),
    (b"access-control-max-age", b"300"),
]
"""CORS headers for browsers of any origin, as at Stripe."""

HTML = b"text/html; charset=utf-8"

COMMON_HEADERS = [
    (b"content-type", b"application/json"),
    (b"cache-control", b"no-cache, no-store"),
    (b"vary", b"Origin"),
    *CORS,
]
"""Headers of every response of the API."""

ALLOWED_HEADERS = (
    "authorization, content-type, idempotency-key, stripe-account, stripe-version, "
    "x-stripe-client-user-agent, x-requested-with"
)
"""Headers that a browser may send, if its preflight names none."""


class Reply(NamedTuple):
    """Status, body, headers."""

    status: int
    body: bytes
    head: Head


def api_reply(
    request: Request, status: int, body: bytes, request_id: str, version: str, first: str
) -> Reply:
    """Return a response of the API. `first`: id of the request that it was first given to."""
    should_retry = b"true" if status in (409, 429) or status >= 500 else b"false"
    head = [
        *COMMON_HEADERS,
        (b"content-length", b"%d" % len(body)),
        (b"request-id", request_id.encode()),
        (b"stripe-version", version.encode()),
    ]
    if request.method == "POST" or status >= 400:
        head.append((b"stripe-should-retry", should_retry))
    if request.key is not None:
        head.append((b"idempotency-key", request.headers[b"idempotency-key"]))
        head.append((b"original-request", first.encode()))
        if first != request_id:
            head.append((b"idempotent-replayed", b"true"))
    if b"stripe-account" in request.headers:
        head.append((b"stripe-account", request.headers[b"stripe-account"]))
    if status == 401:
        head.append((b"www-authenticate", b'Basic realm="Stripe"'))
    return Reply(status, body, head)


def preflight_reply(requested: str | None) -> Reply:
    """Return the response to a preflight, which allows the requested headers."""
    allowed = (requested or ALLOWED_HEADERS).encode("latin-1", "ignore")
    return Reply(
        200,
        b"",
        [
            *CORS,
            (b"access-control-allow-headers", allowed),
            (b"content-length", b"0"),
            (b"vary", b"Origin, Access-Control-Request-Headers"),
        ],
    )


def json_reply(status: int, value: Any) -> Reply:
    """Return a JSON response of the control API."""
    body = orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    return Reply(
        status,
        body,
        [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body)), *CORS],
    )


def denied_reply(denial: Denial) -> Reply:
    """Return the response to a denied request, without CORS: pages cannot read the reason."""
    error = {"type": "invalid_request_error", "code": denial.code, "message": denial.message}
    body = orjson.dumps({"error": error}, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    head = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    if denial.status == 401:
        head.append((b"www-authenticate", b"Bearer"))
    return Reply(denial.status, body, head)


def undecoded_reply(fault: EncodingFault) -> Reply:
    """Return the response to a request whose body can't be decoded."""
    error = {"type": "invalid_request_error", "message": str(fault)}
    reply = json_reply(fault.status, {"error": error})
    if fault.status == 415:
        reply.head.append((b"accept-encoding", ACCEPTED.encode()))
    return reply


def page_reply(html: str, status: int = 200) -> Reply:
    """Return an HTML page."""
    body = html.encode()
    return Reply(
        status,
        body,
        [
            (b"content-type", HTML),
            (b"content-length", b"%d" % len(body)),
            (b"cache-control", b"no-store"),
        ],
    )


def see_other(url: str) -> Reply:
    """Return a redirect to another page."""
    return Reply(
        303, b"", [(b"location", url.encode("ascii", "ignore")), (b"content-length", b"0")]
    )
