"""Mutants of session cookies."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from stub_server.server import endpoint
from stub_server.shop.operations import sessions
from tests.checker.mutants.middleware import CallNext, Request, Response, add_middleware
from tests.checker.mutants.mutant import Mutant
from tests.checker.mutants.patches import replace_everywhere, wrap
from tests.checker.mutants.responses import (
    change_response,
)


def _change_cookies(change: Callable[[str], str]) -> Any:
    def put(_: Request, response: Response) -> None:
        response.cookies = [change(cookie) for cookie in response.cookies]

    return partial(change_response, put)


def _guessable() -> None:
    numbers = itertools.count(1)

    def fresh(original: Any, shop: Any) -> Any:
        return replace(original(shop), token=f"{next(numbers):020d}")

    wrap(sessions._new_session, fresh)


def _short(original: Any, shop: Any) -> Any:
    return replace(original(shop), token=shop.sandbox.ids.token(8))


def _adopt_token(original: Any, shop: Any, token: str | None, *, keep: bool) -> Any:
    found = original(shop, token, keep=keep)
    if token and keep and found.token != token:
        shop.sessions.delete(found.token)
        found = replace(found, token=token)
        shop.sessions.save(found)
    return found


async def _cookie_at_once(request: Request, call_next: CallNext) -> Response:
    response = await call_next(request)
    if request.operation and "cookie" not in request.headers and not response.cookies:
        response.cookies = ["visitor=abcdefabcdefabcdefabcdef; HttpOnly; Path=/; SameSite=Lax"]
    return response


async def _guest_cart_404(request: Request, call_next: CallNext) -> Response:
    response = await call_next(request)
    if request.operation == "getCart" and "cookie" not in request.headers:
        response.status = 404
        response.set_json({"error": {"code": "cart.notFound", "message": "No cart."}})
    return response


MUTANTS = [
    Mutant("cookie-readable", "C-conv-2", "the cookie is not HttpOnly", _change_cookies(lambda cookie: cookie.replace("; HttpOnly", ""))),
    Mutant("cookie-path", "C-conv-2", "the cookie's path is /api/cart", _change_cookies(lambda cookie: cookie.replace("Path=/", "Path=/api/cart"))),
    Mutant("cookie-none", "C-conv-2", "SameSite=None without Secure", _change_cookies(lambda cookie: cookie.replace("SameSite=lax", "SameSite=None"))),
    Mutant("cookie-guessable", "C-conv-2", "session tokens are sequential numbers", _guessable),
    Mutant("cookie-short", "C-conv-2", "session tokens have 8 characters", partial(wrap, sessions._new_session, _short)),
    Mutant("cookie-adopted", "C-conv-2", "a session token that the client invents is accepted", partial(wrap, sessions.load_or_start, _adopt_token)),
    Mutant("cookie-never", "C-conv-2", "the first POST sets no cookie", partial(replace_everywhere, endpoint.set_session_cookie, lambda *_: None)),
    Mutant("cookie-on-read", "C-conv-8", "a GET sets a cookie", partial(add_middleware, _cookie_at_once)),
    Mutant("conv-guest-cart-404", "C-conv-8", "GET of a cart without a session is 404", partial(add_middleware, _guest_cart_404)),
]  # fmt: skip
