"""Equivalent mutants with other cookies and errors."""

from __future__ import annotations

import re
import secrets
from dataclasses import replace
from functools import partial
from typing import Any

from stub_server.shop.operations import (
    sessions,
)
from tests.checker.equivalents.equivalent import equivalent
from tests.checker.mutants.middleware import CallNext, Request, Response, add_middleware
from tests.checker.mutants.responses import change_response

COOKIE = "shop_session"


async def _other_cookie(request: Request, call_next: CallNext) -> Response:
    name = "__KLARSCHIFFSESSID"
    sent = request.headers.get("cookie", "").replace(f"{name}=", f"{COOKIE}=")
    response = await call_next(replace(request, headers={**request.headers, "cookie": sent}))
    response.cookies = [cookie.replace(COOKIE, name) for cookie in response.cookies]
    return response


async def _two_cookies(request: Request, call_next: CallNext) -> Response:
    response = await call_next(request)
    if response.cookies:
        response.cookies = ["XSRF-TOKEN=abc; Path=/; SameSite=Lax", *response.cookies]
    return response


async def _cookie_again(request: Request, call_next: CallNext) -> Response:
    """Set the session cookie again with each response, to extend its life."""
    response = await call_next(request)
    cookie = request.headers.get("cookie", "")
    if COOKIE in cookie and not response.cookies and response.status < 400:
        value = cookie.split(f"{COOKIE}=")[1].split(";")[0]
        if len(value) == sessions.TOKEN:
            response.cookies = [f"{COOKIE}={value}; Max-Age=7200; Path=/; HttpOnly; SameSite=lax"]
    return response


async def _cookie_deleted(request: Request, call_next: CallNext) -> Response:
    """Delete the cookie at logout; the next POST starts a session."""
    response = await call_next(request)
    if request.operation == "logoutCustomer":
        response.cookies = [f"{COOKIE}=; Max-Age=0; Path=/; HttpOnly; SameSite=lax"]
    return response


def _cookie_for_stripe(_: Request, response: Response) -> None:
    response.cookies = [f"{COOKIE}={'a' * 32}; HttpOnly; Path=/; SameSite=Lax"]


async def _secure_cookie(request: Request, call_next: CallNext) -> Response:
    """Set the session's cookie as for https alone, with a name that demands it."""
    name = "__Host-session"
    sent = request.headers.get("cookie", "").replace(f"{name}=", f"{COOKIE}=")
    response = await call_next(replace(request, headers={**request.headers, "cookie": sent}))
    response.cookies = [
        re.sub("(?i)samesite=lax", "SameSite=None; Secure", cookie.replace(COOKIE, name))
        for cookie in response.cookies
    ]
    return response


async def _balanced(request: Request, call_next: CallNext) -> Response:
    """Set a load balancer's cookie with the first response, to a read as well."""
    response = await call_next(request)
    if "AWSALB" not in request.headers.get("cookie", ""):
        value = secrets.token_urlsafe(60)
        response.cookies = [f"AWSALB={value}; Path=/; HttpOnly; Max-Age=30", *response.cookies]
    return response


CODES = {
    "request.invalid": "validation.failed",
    "request.notFound": "http.not_found",
    "request.methodNotAllowed": "http.method_not_allowed",
    "request.unsupportedMediaType": "http.unsupported-media-type",
    "request.tooLarge": "http.payloadTooLarge",
    "request.idempotencyConflict": "idempotency.keyReused",
    "auth.required": "auth.unauthenticated",
    "address.notFound": "addresses.unknown",
    "webhook.signatureInvalid": "stripe.badSignature",
}


def _other_codes(_: Request, response: Response) -> None:
    if response.status >= 400:
        for ours, theirs in CODES.items():
            response.body = response.body.replace(f'"{ours}"'.encode(), f'"{theirs}"'.encode())


def _strip_errors(_: Request, response: Response) -> None:
    """Reduce each error to code and message."""
    if response.status >= 400:
        error = response.json["error"]
        response.set_json({"error": {"code": error["code"], "message": error["message"]}})


def _statuses(others: dict[int, int]) -> Any:
    def put(_: Request, response: Response) -> None:
        if b'"request.' in response.body:
            response.status = others.get(response.status, response.status)

    return partial(change_response, put)


async def _unknown_path_405(request: Request, call_next: CallNext) -> Response:
    """Return 405 to POST of an unknown path, as a server of static files does."""
    response = await call_next(request)
    if not request.operation and request.method == "POST" and response.status == 404:
        response.status = 405
        response.headers["allow"] = "GET, HEAD"
    return response


EQUIVALENTS = [
    equivalent("cookie", "C-conv-2", "the cookie has another name", partial(add_middleware, _other_cookie)),
    equivalent("two-cookies", "C-conv-2", "a second cookie is set beside the session's", partial(add_middleware, _two_cookies)),
    equivalent("secure-cookie", "C-conv-2", "the cookie is __Host-, Secure and SameSite=None, over http on loopback", partial(add_middleware, _secure_cookie)),
    equivalent("balanced", "C-conv-8", "a load balancer sets a cookie, with a read too", partial(add_middleware, _balanced)),
    equivalent("cookie-again", "C-conv-8", "every response sets the session cookie again", partial(add_middleware, _cookie_again)),
    equivalent("cookie-deleted", "C-cus-3", "a logout deletes the cookie", partial(add_middleware, _cookie_deleted)),
    equivalent("cookie-webhook", "C-conv-2", "responses to webhooks set a cookie", partial(change_response, _cookie_for_stripe, "receiveStripeEvent")),
    equivalent("codes", "C-conv-7", "request.* and similar errors have other codes", partial(change_response, _other_codes)),
    equivalent("bare-errors", "C-chk-5", "errors have code and message only", partial(change_response, _strip_errors)),
    equivalent("422", "C-conv-7", "invalid requests are 422, too large ones 400", _statuses({400: 422, 413: 400, 415: 400, 405: 404})),
    equivalent("405", "C-conv-7", "POST to an unknown path is 405", partial(add_middleware, _unknown_path_405)),
]  # fmt: skip
