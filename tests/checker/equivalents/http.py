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
    """Whoever has a session gets its cookie anew with each answer, so that it lives on."""
    response = await call_next(request)
    cookie = request.headers.get("cookie", "")
    if COOKIE in cookie and not response.cookies and response.status < 400:
        value = cookie.split(f"{COOKIE}=")[1].split(";")[0]
        if len(value) == sessions.TOKEN:
            response.cookies = [f"{COOKIE}={value}; Max-Age=7200; Path=/; HttpOnly; SameSite=lax"]
    return response


async def _cookie_deleted(request: Request, call_next: CallNext) -> Response:
    """A logout deletes the cookie; the next POST begins a session."""
    response = await call_next(request)
    if request.operation == "logoutCustomer":
        response.cookies = [f"{COOKIE}=; Max-Age=0; Path=/; HttpOnly; SameSite=lax"]
    return response


def _cookie_for_stripe(_: Request, response: Response) -> None:
    response.cookies = [f"{COOKIE}={'a' * 32}; HttpOnly; Path=/; SameSite=Lax"]


def _more(node: Any) -> Any:
    """The request's id is another each time."""
    if isinstance(node, dict):
        more = {"_links": {"self": "/x"}, "version": 3, "meta": None, "requestId": next(_requests)}
        return {**{name: _more(value) for name, value in node.items()}, **more}
    return [_more(item) for item in node] if isinstance(node, list) else node


def _with_more(request: Request, response: Response) -> None:
    if request.operation and response.json is not None:
        response.set_json(_more(response.json))


def _members_sorted(request: Request, response: Response) -> None:
    if response.json is not None:
        response.body = json.dumps(response.json, sort_keys=True, indent=4).encode() + b"\n"


def _whole(node: Any) -> Any:
    """5.0 is written 5, as PHP does."""
    if isinstance(node, dict):
        return {name: _whole(value) for name, value in node.items()}
    if isinstance(node, list):
        return [_whole(item) for item in node]
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


def _bare_errors(_: Request, response: Response) -> None:
    """Nothing but code and message in an error."""
    if response.status >= 400:
        error = response.json["error"]
        response.set_json({"error": {"code": error["code"], "message": error["message"]}})


def _statuses(others: dict[int, int]) -> Any:
    def put(_: Request, response: Response) -> None:
        if b'"request.' in response.body:
            response.status = others.get(response.status, response.status)

    return partial(change_response, put)


def _headed(value: str) -> Any:
    def put(_: Request, response: Response) -> None:
        if "content-type" in response.headers:
            response.headers["content-type"] = value

    return partial(change_response, put)


def _empty_answers(request: Request, response: Response) -> None:
    """What may be empty is, and of no content type worth the name."""
    if response.status == 200:
        response.body = b""
        response.headers["content-type"] = "text/html; charset=UTF-8"


def _no_content(_: Request, response: Response) -> None:
    if response.status == 200:
        response.status, response.body, response.headers = 204, b"", {}


def _fractions_cut() -> None:
    """A time's trailing noughts are left away, as Go does."""

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
    """What is no UTF-8 is read as U+FFFD, as Node and Go do."""
    return await call_next(replace(request, body=request.body.decode("utf-8", "replace").encode()))


def _slowly(seconds: float) -> Any:
    async def wait(request: Request, call_next: CallNext) -> Response:
        await asyncio.sleep(seconds)
        return await call_next(request)

    return partial(add_middleware, wait)


def _one_at_a_time() -> None:
    """A single-threaded server: whoever comes meanwhile waits."""
    turn = asyncio.Lock()

    async def wait(request: Request, call_next: CallNext) -> Response:
        async with turn:
            return await call_next(request)

    add_middleware(wait)


def _seconds_only() -> None:
    """Times are in whole seconds."""

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


def _moment_of_the_answer(request: Request, response: Response) -> None:
    response.set_json({**response.json, "updatedAt": moment.isoformat(SystemClock().now())})


async def _unknown_path_405(request: Request, call_next: CallNext) -> Response:
    """Static files are served too: they take no POST."""
    response = await call_next(request)
    if not request.operation and request.method == "POST" and response.status == 404:
        response.status = 405
        response.headers["allow"] = "GET, HEAD"
    return response


EQUIVALENTS = [
    equivalent("cookie", "C-conv-2", "the cookie has another name", partial(add_middleware, _other_cookie)),
    equivalent("two-cookies", "C-conv-2", "another cookie comes with the session's", partial(add_middleware, _two_cookies)),
    equivalent("cookie-again", "C-conv-8", "the cookie comes with each answer, to live on", partial(add_middleware, _cookie_again)),
    equivalent("cookie-deleted", "C-cus-3", "a logout deletes the cookie", partial(add_middleware, _cookie_deleted)),
    equivalent("cookie-webhook", "C-conv-2", "Stripe gets a cookie as everybody does", partial(change_response, _cookie_for_stripe, "receiveStripeEvent")),
    equivalent("more", "C-cart-13", "each object has members that no page names", partial(change_response, _with_more)),
    equivalent("pretty", "C-conv-1", "JSON is indented, its members sorted", partial(change_response, _members_sorted)),
    equivalent("whole", "C-conv-4", "5.0 is written 5", partial(change_body, _whole)),
    equivalent("codes", "C-conv-7", "request.* and their like have other codes", partial(change_response, _other_codes)),
    equivalent("bare-errors", "C-chk-5", "errors have code and message only", partial(change_response, _bare_errors)),
    equivalent("422", "C-conv-7", "what does not fit is 422, what is too large 400", _statuses({400: 422, 413: 400, 415: 400, 405: 404})),
    equivalent("405", "C-conv-7", "POST to an unknown path is 405", partial(add_middleware, _unknown_path_405)),
    equivalent("no-charset", "C-conv-1", "the content type names no charset", _headed("application/json")),
    equivalent("charset", "C-conv-1", "the charset is spelt UTF-8", _headed("Application/JSON;charset=\"UTF-8\"")),
    equivalent("empty", "C-cus-7", "what may be empty is", partial(change_response, _empty_answers, "logoutCustomer", "requestPasswordReset", "confirmPasswordReset", "receiveStripeEvent")),
    equivalent("no-content", "C-cus-3", "what may be empty is 204", partial(change_response, _no_content, "logoutCustomer", "requestPasswordReset", "confirmPasswordReset")),
    equivalent("fractions-cut", "C-ord-5", "times end with their last digit", _fractions_cut),
    equivalent("lenient-utf-8", "C-conv-7", "what is no UTF-8 is read somehow", partial(add_middleware, _lenient_utf_8)),
    equivalent("slow", "C-conv-7", "each answer takes 300 ms", _slowly(0.3)),
    equivalent("single", "C-chk-9", "one request at a time", _one_at_a_time),
    equivalent("seconds", "C-cart-11", "times are in whole seconds", _seconds_only),
    equivalent("moment", "C-cart-11", "a cart's moment is the answer's", partial(change_response, _moment_of_the_answer, "getCart")),
]  # fmt: skip
