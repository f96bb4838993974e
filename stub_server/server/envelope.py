"""The error envelope: `{"error": {code, message, …}}`."""

from __future__ import annotations

from typing import Any

import orjson
from starlette.responses import Response

from stub_server.server.rejection import Rejection

MEDIA_TYPE = "application/json; charset=utf-8"


def content_of(rejection: Rejection, docs: str | None = None) -> dict[str, Any]:
    """Return code, message, further members, the rule, and `docs`, a link to the rule."""
    error: dict[str, Any] = {
        "code": rejection.code,
        "message": rejection.message,
        **rejection.members,
    }
    if rejection.rule:
        error["rule"] = rejection.rule
    if docs:
        error["docs"] = docs
    return {"error": error}


def response_of(rejection: Rejection, status: int, docs: str | None = None) -> Response:
    """Return the rejection as a response."""
    headers = {"cache-control": "no-store", **rejection.headers}
    if rejection.retry_after is not None:
        headers["retry-after"] = str(rejection.retry_after)
    return Response(
        orjson.dumps(content_of(rejection, docs)),
        status_code=status,
        headers=headers,
        media_type=MEDIA_TYPE,
    )


def not_found(path: str) -> Rejection:
    """Return the rejection of a path that no operation has."""
    return Rejection("request.notFound", f"There is nothing at {path}.")


def method_not_allowed(method: str, path: str) -> Rejection:
    """Return the rejection of a method that a known path does not have."""
    return Rejection("request.methodNotAllowed", f"{path} does not answer to {method}.")


def server_error(message: str) -> Rejection:
    """Return the rejection that reports a mistake of the stub's own."""
    return Rejection("server.error", message)


def unavailable(message: str) -> Rejection:
    """Return the rejection of a request that can't be stored."""
    return Rejection("server.unavailable", message)
