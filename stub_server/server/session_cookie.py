"""The session cookie: read from requests, set on responses."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response


def read(request: Request, name: str) -> str | None:
    """Return the session token that the browser sent, or None."""
    return request.cookies.get(name)


def write(response: Response, name: str, token: str) -> None:
    """Have the browser keep the session's token, out of reach of JavaScript."""
    response.set_cookie(name, token, path="/", httponly=True, samesite="lax")
