"""Equivalent mutants with other bodies, headers, times and speed."""

from __future__ import annotations

import asyncio
import itertools
import json
import re
from dataclasses import replace
from functools import partial
from typing import Any

from stub_server.runtime import clock
from stub_server.runtime.clock import SystemClock
from tests.checker.equivalents.equivalent import equivalent
from tests.checker.mutants.middleware import CallNext, Request, Response, add_middleware
from tests.checker.mutants.responses import change_body, change_response

_requests = itertools.count(1)

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


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
                if name in ("createdAt", "paidAt") and isinstance(value, str)
                else walk(value)
                for name, value in node.items()
            }
        return [walk(item) for item in node] if isinstance(node, list) else node

    change_body(walk)


async def _lenient_utf_8(request: Request, call_next: CallNext) -> Response:
    """Read invalid UTF-8 as U+FFFD, as Node and Go do."""
    return await call_next(replace(request, body=request.body.decode("utf-8", "replace").encode()))


async def _judged_emails(request: Request, call_next: CallNext) -> Response:
    """Refuse a text that is no email at login and password reset as well, with 400."""
    may_judge = request.operation in ("loginCustomer", "requestPasswordReset")
    body: Any = request.json if may_judge else None
    email = body.get("email") if isinstance(body, dict) else None
    if isinstance(email, str) and not EMAIL.fullmatch(email):
        request = replace(request, body=json.dumps({**body, "email": None}).encode())
    return await call_next(request)


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
    """Write times of orders and customers in whole seconds; a cart's has to be finer."""

    def walk(node: Any) -> Any:
        if isinstance(node, dict):
            return {
                name: value[:-5] + "Z"
                if name in ("createdAt", "paidAt") and isinstance(value, str)
                else walk(value)
                for name, value in node.items()
            }
        return [walk(item) for item in node] if isinstance(node, list) else node

    change_body(walk)


def _set_current_time(request: Request, response: Response) -> None:
    response.set_json({**response.json, "updatedAt": clock.isoformat(SystemClock().now())})


EQUIVALENTS = [
    equivalent("more", "C-cart-13", "objects have members that the contract does not name", partial(change_response, _add_members_to_body)),
    equivalent("pretty", "C-conv-1", "JSON is indented, with sorted members", partial(change_response, _members_sorted)),
    equivalent("whole", "C-conv-4", "5.0 is written as 5", partial(change_body, _write_integers)),
    equivalent("no-charset", "C-conv-1", "the content type names no charset", _set_header("application/json")),
    equivalent("charset", "C-conv-1", "the charset is spelt UTF-8", _set_header("Application/JSON;charset=\"UTF-8\"")),
    equivalent("empty", "C-cus-7", "responses that may be empty are empty", partial(change_response, _empty_answers, "logoutCustomer", "requestPasswordReset", "confirmPasswordReset", "receiveStripeEvent")),
    equivalent("no-content", "C-cus-3", "responses that may be empty are 204", partial(change_response, _no_content, "logoutCustomer", "requestPasswordReset", "confirmPasswordReset")),
    equivalent("fractions-cut", "C-ord-5", "times have no trailing zeros", _omit_zeros),
    equivalent("lenient-utf-8", "C-conv-7", "invalid UTF-8 is replaced instead of rejected", partial(add_middleware, _lenient_utf_8)),
    equivalent("emails-judged", "C-chk-4", "login and reset refuse what is no email", partial(add_middleware, _judged_emails)),
    equivalent("slow", "C-conv-7", "each response takes 300 ms", _delay(0.3)),
    equivalent("single", "C-chk-9", "requests are handled one at a time", _serialize_requests),
    equivalent("seconds", "C-conv-5", "times of orders and customers are in whole seconds", _seconds_only),
    equivalent("moment", "C-cart-11", "a cart's updatedAt is the time of the response", partial(change_response, _set_current_time, "getCart")),
]  # fmt: skip
