"""Cookie in, cookie out (C-conv-2)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from stub_server.shop.domain.session import Session


def token_of(request: Request, cookie_name: str) -> str | None:
    """The session token that the browser sent, if it sent one."""
    return request.cookies.get(cookie_name)


def remember(response: Response, cookie_name: str, session: Session) -> None:
    """Have the browser hold the session's token, out of reach of JavaScript (C-conv-2)."""
    response.set_cookie(cookie_name, session.token, path="/", httponly=True, samesite="lax")
