"""Mutants of login, logout and sessions."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from stub_server.server.plugin import Result
from stub_server.shop.operations import customers, sessions
from tests.checker.mutants.middleware import Request, Response
from tests.checker.mutants.mutant import Mutant
from tests.checker.mutants.patches import wrapper
from tests.checker.mutants.responses import (
    change_response,
)


def _guest_empty(request: Request, response: Response) -> None:
    if response.body == b"null":
        response.body = b"{}"


def _guest_204(request: Request, response: Response) -> None:
    if response.body == b"null":
        response.status, response.body = 204, b""


def _guest_401(request: Request, response: Response) -> None:
    if response.body == b"null":
        response.status = 401
        response.set_json({"error": {"code": "auth.required", "message": "Log in first."}})


def _keep_token(original: Any, shop: Any, session: Any, who: Any) -> Any:
    new = original(shop, session, who)
    shop.sessions.delete(new.token)
    kept = replace(new, token=session.token)
    shop.sessions.save(kept)
    return kept


def _keep_old_token(original: Any, shop: Any, session: Any, who: Any) -> Any:
    new = original(shop, session, who)
    shop.sessions.save(replace(new, token=session.token))
    return new


def _new_key(original: Any, shop: Any, session: Any, who: Any) -> Any:
    """Start a new session at login, without cart and orders."""
    return original(shop, replace(session, key="-"), who)


def _cart_lost(original: Any, shop: Any, session: Any, who: Any) -> Any:
    new = original(shop, session, who)
    shop.carts.delete(new.key)
    return new


async def _register_only(original: Any, request: Any, shop: Any) -> Any:
    """Create the account without logging in."""
    answer = await original(request, shop)
    session = replace(answer.session, customer_id=None)
    shop.sessions.save(session)
    return replace(answer, session=session)


async def _cart_stays(original: Any, request: Any, shop: Any) -> Any:
    cart = shop.carts.find(request.session.key)
    answer = await original(request, shop)
    if cart:
        shop.carts.save(answer.session.key, cart)
    return answer


def _cookie_only(original: Any, shop: Any, session: Any) -> None:
    """Set a new cookie at logout and keep the session."""


def _cart_cleared_only(original: Any, shop: Any, session: Any) -> None:
    shop.carts.delete(session.key)


def _ends_all(original: Any, shop: Any, session: Any) -> None:
    original(shop, session)
    if session.customer_id:
        for other in shop.sessions.find_by(customer_id=session.customer_id):
            original(shop, other)


async def _same_session(original: Any, request: Any, shop: Any) -> Any:
    """Turn the session into a guest's at logout, with the same token."""
    shop.carts.delete(request.session.key)
    session = replace(request.session, customer_id=None, key=shop.sandbox.ids.token(24))
    shop.sessions.save(session)
    return Result(session=session)


async def _guest_stays(original: Any, request: Any, shop: Any) -> Any:
    return await original(request, shop) if request.session.customer_id else Result()


MUTANTS = [
    Mutant("me-guest-empty", "C-cus-1", "`me` of a guest is {}", partial(change_response, _guest_empty, "getMe")),
    Mutant("me-guest-204", "C-cus-1", "`me` of a guest is 204", partial(change_response, _guest_204, "getMe")),
    Mutant("me-guest-401", "C-cus-1", "`me` of a guest is 401", partial(change_response, _guest_401, "getMe")),
    Mutant("login-same-name", "C-cus-2", "a login keeps the session's token", wrapper(sessions.upgrade, _keep_token)),
    Mutant("login-old-name-stays", "C-cus-2", "a login leaves the old token logged in too", wrapper(sessions.upgrade, _keep_old_token)),
    Mutant("login-new-session", "C-cus-2", "a login starts an empty session", wrapper(sessions.upgrade, _new_key)),
    Mutant("login-cart-lost", "C-cus-2", "a login empties the cart", wrapper(sessions.upgrade, _cart_lost)),
    Mutant("register-no-login", "C-cus-2", "register does not log in", wrapper(customers.register_customer, _register_only)),
    Mutant("logout-cart-stays", "C-cus-3", "a logout keeps the cart", wrapper(customers.logout_customer, _cart_stays)),
    Mutant("logout-cookie-only", "C-cus-3", "a logout only changes the cookie", wrapper(sessions.end, _cookie_only)),
    Mutant("logout-session-stays", "C-cus-3", "a logout clears the cart and keeps the session", wrapper(sessions.end, _cart_cleared_only)),
    Mutant("logout-ends-all", "C-cus-3", "a logout ends all of the customer's sessions", wrapper(sessions.end, _ends_all)),
    Mutant("logout-same-name", "C-cus-3", "a logout keeps the session's token", wrapper(customers.logout_customer, _same_session)),
    Mutant("logout-guest-stays", "C-cus-3", "a guest's logout does nothing", wrapper(customers.logout_customer, _guest_stays)),
]  # fmt: skip
