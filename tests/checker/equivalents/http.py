"""Harmless differences of HTTP: cookies, bodies, errors, times and speed."""

from __future__ import annotations

import asyncio
import itertools
import json
import re
from dataclasses import replace
from functools import partial
from typing import Any

from stub_server.runtime.clock import SystemClock
from stub_server.shop.domain import moment
from stub_server.shop.operations import (
    sessions,
)
from tests.checker.equivalents.equivalent import equivalent
from tests.checker.mutants.middleware import CallNext, Request, Response, add_middleware
from tests.checker.mutants.responses import change_body, change_response

COOKIE = "shop_session"


_requests = itertools.count(1)


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


def _add_members(node: Any) -> Any:
    """Add members to every object, among them an id that differs in each response."""
    if isinstance(node, dict):
        more = {"_links": {"self": "/x"}, "version": 3, "meta": None, "requestId": next(_requests)}
        return {**{name: _add_members(value) for name, value in node.items()}, **more}
    return [_add_members(item) for item in node] if isinstance(node, list) else node


def _add_members_to_body(request: Request, response: Response) -> None:
    if request.operation and response.json is not None:
        response.set_json(_add_members(response.json))


def _members_sorted(request: Request, response: Response) -> None:
    if response.json is not None:
        response.body = json.dumps(response.json, sort_keys=True, indent=4).encode() + b"\n"


def _write_integers(node: Any) -> Any:
    """Write 5.0 as 5, as PHP does."""
    if isinstance(node, dict):
        return {name: _write_integers(value) for name, value in node.items()}
    if isinstance(node, list):
        return [_write_integers(item) for item in node]
    return int(node) if isinstance(node, float) and node.is_integer() else node


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


def _set_header(value: str) -> Any:
    def put(_: Request, response: Response) -> None:
        if "content-type" in response.headers:
            response.headers["content-type"] = value

    return partial(change_response, put)


def _empty_answers(request: Request, response: Response) -> None:
    """Return empty bodies with the content type text/html."""
    if response.status == 200:
        response.body = b""
        response.headers["content-type"] = "text/html; charset=UTF-8"


def _no_content(_: Request, response: Response) -> None:
    if response.status == 200:
        response.status, response.body, response.headers = 204, b"", {}


def _omit_zeros() -> None:
    """Omit trailing zeros of times, as Go does."""

    def walk(node: Any) -> Any:
        if isinstance(node, dict):
            return {
                name: re.sub(r"\.?0*Z$", "Z", value)
                if name in ("updatedAt", "createdAt", "paidAt") and isinstance(value, str)
                else walk(value)
                for name, value in node.items()
            }
        return [walk(item) for item in node] if isinstance(node, list) else node

    change_body(walk)


async def _lenient_utf_8(request: Request, call_next: CallNext) -> Response:
    """Read invalid UTF-8 as U+FFFD, as Node and Go do."""
    return await call_next(replace(request, body=request.body.decode("utf-8", "replace").encode()))


def _delay(seconds: float) -> Any:
    async def wait(request: Request, call_next: CallNext) -> Response:
        await asyncio.sleep(seconds)
        return await call_next(request)

    return partial(add_middleware, wait)


def _serialize_requests() -> None:
    """Handle one request at a time, as a single-threaded server does."""
    turn = asyncio.Lock()

    async def wait(request: Request, call_next: CallNext) -> Response:
        async with turn:
            return await call_next(request)

    add_middleware(wait)


def _seconds_only() -> None:
    """Write times in whole seconds."""

    def walk(node: Any) -> Any:
        if isinstance(node, dict):
            return {
                name: value[:-5] + "Z"
                if name in ("updatedAt", "createdAt", "paidAt") and isinstance(value, str)
                else walk(value)
                for name, value in node.items()
            }
        return [walk(item) for item in node] if isinstance(node, list) else node

    change_body(walk)


def _set_current_time(request: Request, response: Response) -> None:
    response.set_json({**response.json, "updatedAt": moment.isoformat(SystemClock().now())})


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
    equivalent("cookie-again", "C-conv-8", "every response sets the session cookie again", partial(add_middleware, _cookie_again)),
    equivalent("cookie-deleted", "C-cus-3", "a logout deletes the cookie", partial(add_middleware, _cookie_deleted)),
    equivalent("cookie-webhook", "C-conv-2", "responses to webhooks set a cookie", partial(change_response, _cookie_for_stripe, "receiveStripeEvent")),
    equivalent("more", "C-cart-13", "objects have members that the contract does not name", partial(change_response, _add_members_to_body)),
    equivalent("pretty", "C-conv-1", "JSON is indented, with sorted members", partial(change_response, _members_sorted)),
    equivalent("whole", "C-conv-4", "5.0 is written as 5", partial(change_body, _write_integers)),
    equivalent("codes", "C-conv-7", "request.* and similar errors have other codes", partial(change_response, _other_codes)),
    equivalent("bare-errors", "C-chk-5", "errors have code and message only", partial(change_response, _strip_errors)),
    equivalent("422", "C-conv-7", "invalid requests are 422, too large ones 400", _statuses({400: 422, 413: 400, 415: 400, 405: 404})),
    equivalent("405", "C-conv-7", "POST to an unknown path is 405", partial(add_middleware, _unknown_path_405)),
    equivalent("no-charset", "C-conv-1", "the content type names no charset", _set_header("application/json")),
    equivalent("charset", "C-conv-1", "the charset is spelt UTF-8", _set_header("Application/JSON;charset=\"UTF-8\"")),
    equivalent("empty", "C-cus-7", "responses that may be empty are empty", partial(change_response, _empty_answers, "logoutCustomer", "requestPasswordReset", "confirmPasswordReset", "receiveStripeEvent")),
    equivalent("no-content", "C-cus-3", "responses that may be empty are 204", partial(change_response, _no_content, "logoutCustomer", "requestPasswordReset", "confirmPasswordReset")),
    equivalent("fractions-cut", "C-ord-5", "times have no trailing zeros", _omit_zeros),
    equivalent("lenient-utf-8", "C-conv-7", "invalid UTF-8 is replaced instead of rejected", partial(add_middleware, _lenient_utf_8)),
    equivalent("slow", "C-conv-7", "each response takes 300 ms", _delay(0.3)),
    equivalent("single", "C-chk-9", "requests are handled one at a time", _serialize_requests),
    equivalent("seconds", "C-cart-11", "times are in whole seconds", _seconds_only),
    equivalent("moment", "C-cart-11", "a cart's updatedAt is the time of the response", partial(change_response, _set_current_time, "getCart")),
]  # fmt: skip
