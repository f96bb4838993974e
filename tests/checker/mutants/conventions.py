"""What can be wrong everywhere: bodies, errors, money, time, cookies."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from stub_server.server import body_limit, json_body, session_cookie
from stub_server.shop.operations import sessions
from tests.checker.mutants.middleware import CallNext, Request, Response, add_middleware
from tests.checker.mutants.mutant import Mutant
from tests.checker.mutants.patches import replace_everywhere, set_constant, wrap
from tests.checker.mutants.responses import (
    change_body,
    change_error,
    change_orders,
    change_response,
)

MONEY = ("unitPrice", "lineTotal", "subtotal", "shipping", "tax", "total", "amount")
TIMES = ("createdAt", "paidAt", "updatedAt")


def _members(change: Callable[[Any], Any], names: tuple[str, ...], *operations: str) -> Any:
    """Each member of these names is changed, however deep it stands."""

    def walk(node: Any) -> Any:
        if isinstance(node, dict):
            return {
                name: change(value) if name in names else walk(value)
                for name, value in node.items()
            }
        return [walk(item) for item in node] if isinstance(node, list) else node

    return partial(change_body, walk, *operations)


def _headed(name: str, value: str | None, *operations: str) -> Any:
    def put(_: Request, response: Response) -> None:
        response.headers.pop(name, None)
        if value is not None:
            response.headers[name] = value

    return partial(change_response, put, *operations)


def _mojibake(request: Request, response: Response) -> None:
    response.body = response.body.decode("utf-8").encode("latin-1", "replace")


def _outside(request: Request, call_next: CallNext) -> Any:
    path = request.path if request.path.startswith(("/api", "/__", "/_")) else "/api" + request.path
    return call_next(replace(request, path=path))


def _any_type(original: Any, kind: str) -> bool:
    return True


def _form_too(original: Any, kind: str) -> bool:
    return bool(original(kind)) or "form" in kind


def _exact_type(original: Any, kind: str) -> bool:
    return kind == "application/json; charset=utf-8"


def _cookies(change: Callable[[str], str]) -> Any:
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


def _adopted(original: Any, shop: Any, token: str | None, *, keep: bool) -> Any:
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


def _cookie_for_stripe(request: Request, response: Response) -> None:
    response.cookies = ["shop_session=abcdefabcdefabcdefabcdef; HttpOnly; Path=/; SameSite=Lax"]


def _flat(content: Any) -> Any:
    return content["error"]


def _text(content: Any) -> Any:
    return {"error": content["error"]["message"]}


def _listed(content: Any) -> Any:
    return {"errors": [content["error"]]}


def _coded(change: Callable[[str], Any]) -> Any:
    def put(content: Any) -> None:
        content["error"]["code"] = change(content["error"]["code"])

    return partial(change_error, put)


def _worded(change: Callable[[Any], Any], *operations: str) -> Any:
    def put(content: Any) -> None:
        content["error"]["message"] = change(content["error"]["message"])

    return partial(change_error, put, *operations)


async def _framework_404(request: Request, call_next: CallNext) -> Response:
    response = await call_next(request)
    if not request.operation and response.status == 404:
        response.set_json({"detail": "Not Found"})
    return response


async def _framework_405(request: Request, call_next: CallNext) -> Response:
    response = await call_next(request)
    if response.status == 405:
        response.headers["content-type"] = "text/html; charset=utf-8"
        response.body = b"<h1>Method Not Allowed</h1>"
    return response


def _swapped(one: int, other: int) -> Any:
    def put(_: Request, response: Response) -> None:
        if response.status == one:
            response.status = other

    return partial(change_response, put)


def _no_allow(_: Request, response: Response) -> None:
    response.headers.pop("allow", None)


def _half_allow(_: Request, response: Response) -> None:
    if "allow" in response.headers:
        response.headers["allow"] = response.headers["allow"].split(",")[0]


def _crash(original: Any, raw: bytes) -> Any:
    return json.loads(raw)


def _lenient(original: Any, raw: bytes) -> Any:
    try:
        return original(raw)
    except Exception:
        return {}


def _list_is_empty(original: Any, raw: bytes) -> Any:
    found = original(raw)
    return {} if found == [] or found is None else found


def _shifted(text: str, hours: int) -> str:
    from datetime import datetime, timedelta

    at = datetime.fromisoformat(text) + timedelta(hours=hours)
    return at.isoformat(timespec="milliseconds")[:-6] + "Z"


def _upper(content: Any) -> Any:
    return json.loads(
        re.sub(r'"productId": "([^"]+)"', lambda match: match[0].upper().replace("PRODUCTID", "productId"),
               json.dumps(content, ensure_ascii=False))
    )  # fmt: skip


def _underscored(content: Any) -> Any:
    text = json.dumps(content, ensure_ascii=False)
    return json.loads(
        re.sub(r'"productId": "([^"]+)"', lambda match: f'"productId": "{match[1].replace("-", "_")}"', text)
    )  # fmt: skip


async def _guest_cart_404(request: Request, call_next: CallNext) -> Response:
    response = await call_next(request)
    if request.operation == "getCart" and "cookie" not in request.headers:
        response.status = 404
        response.set_json({"error": {"code": "cart.notFound", "message": "No cart."}})
    return response


MUTANTS = [
    Mutant("conv-html-type", "C-conv-1", "answers are text/html by their header", _headed("content-type", "text/html; charset=utf-8")),
    Mutant("conv-no-type", "C-conv-1", "carts come without a content type", _headed("content-type", None, "getCart")),
    Mutant("conv-latin-header", "C-conv-1", "the header says iso-8859-1", _headed("content-type", "application/json; charset=iso-8859-1")),
    Mutant("conv-latin-bytes", "C-conv-1", "answers are encoded in latin-1", partial(change_response, _mojibake)),
    Mutant("conv-outside", "C-conv-1", "everything is served outside of /api too", partial(add_middleware, _outside)),
    Mutant("conv-strict-type", "C-conv-1", "application/json without a charset is refused", partial(wrap, json_body.is_json, _exact_type)),
    Mutant("conv-any-type", "C-conv-7", "a body of text/plain is taken", partial(wrap, json_body.is_json, _any_type)),
    Mutant("conv-form-type", "C-conv-7", "a body of a form's content type is taken", partial(wrap, json_body.is_json, _form_too)),
    Mutant("cookie-readable", "C-conv-2", "the cookie is not HttpOnly", _cookies(lambda cookie: cookie.replace("; HttpOnly", ""))),
    Mutant("cookie-path", "C-conv-2", "the cookie is for /api/cart alone", _cookies(lambda cookie: cookie.replace("Path=/", "Path=/api/cart"))),
    Mutant("cookie-none", "C-conv-2", "SameSite=None without Secure", _cookies(lambda cookie: cookie.replace("SameSite=lax", "SameSite=None"))),
    Mutant("cookie-guessable", "C-conv-2", "sessions are numbered", _guessable),
    Mutant("cookie-short", "C-conv-2", "a session's name has 8 signs", partial(wrap, sessions._new_session, _short)),
    Mutant("cookie-adopted", "C-conv-2", "a made-up session name is taken over", partial(wrap, sessions.load_or_start, _adopted)),
    Mutant("cookie-never", "C-conv-2", "the first POST sets no cookie", partial(replace_everywhere, session_cookie.write, lambda *_: None)),
    Mutant("cookie-on-read", "C-conv-8", "a read sets a cookie", partial(add_middleware, _cookie_at_once)),
    Mutant("conv-guest-cart-404", "C-conv-8", "GET of a cart without a session is 404", partial(add_middleware, _guest_cart_404)),
    Mutant("err-flat", "C-conv-3", "code and message without the envelope", partial(change_error, _flat)),
    Mutant("err-text", "C-conv-3", "error is a text", partial(change_error, _text)),
    Mutant("err-list", "C-conv-3", "errors is a list", partial(change_error, _listed)),
    Mutant("err-no-words", "C-conv-3", "the message is empty", _worded(lambda _: "")),
    Mutant("err-words-null", "C-conv-3", "the message is null for orders", _worded(lambda _: None, "getOrder")),
    Mutant("err-code-number", "C-conv-3", "the code is a number", _coded(lambda _: 4711)),
    Mutant("err-code-plain", "C-conv-3", "codes have no dot", _coded(lambda code: code.replace(".", "_"))),
    Mutant("err-404-framework", "C-conv-3", "an unknown path gets the framework's 404", partial(add_middleware, _framework_404)),
    Mutant("err-405-framework", "C-conv-3", "a wrong method gets the framework's page", partial(add_middleware, _framework_405)),
    Mutant("money-text", "C-conv-4", "money is text", _members(lambda value: f"{value:.2f}", MONEY)),
    Mutant("money-cents", "C-conv-4", "money is in cents", _members(lambda value: round(value * 100), MONEY)),
    Mutant("money-three", "C-conv-4", "tax has three decimals", partial(change_orders, lambda order: order.update(tax=order["tax"] + 0.001))),
    Mutant("time-no-z", "C-conv-5", "times have no zone", _members(lambda value: value.rstrip("Z"), TIMES)),
    Mutant("time-offset", "C-conv-5", "times end in +00:00", _members(lambda value: value.replace("Z", "+00:00"), TIMES)),
    Mutant("time-unix", "C-conv-5", "times are numbers", _members(lambda _: 1764000000, TIMES)),
    Mutant("time-blank", "C-conv-5", "a blank stands between date and time", _members(lambda value: value.replace("T", " "), ("createdAt",))),
    Mutant("time-local", "C-conv-5", "the time of Berlin, with a Z", _members(lambda value: _shifted(value, 1), TIMES)),
    Mutant("time-local-cart", "C-conv-5", "a cart's time is Berlin's, with a Z", _members(lambda value: _shifted(value, 1), ("updatedAt",))),
    Mutant("time-local-customer", "C-conv-5", "a customer's createdAt is New York's, with a Z", _members(lambda value: _shifted(value, -5), ("createdAt",), "registerCustomer", "getMe")),
    Mutant("id-upper", "C-conv-6", "product ids come in capitals", partial(change_body, _upper, "getCart", "getOrder")),
    Mutant("id-underscored", "C-conv-6", "product ids come with underscores", partial(change_body, _underscored)),
    Mutant("conv-bad-json-crash", "C-conv-7", "a body that is not JSON is 500", partial(replace_everywhere, json_body.parse, json.loads)),
    Mutant("conv-bad-json-empty", "C-conv-7", "a body that is not JSON counts as {}", partial(wrap, json_body.parse, _lenient)),
    Mutant("conv-list-is-empty", "C-conv-7", "[] counts as {}", partial(wrap, json_body.parse, _list_is_empty)),
    Mutant("conv-no-allow", "C-conv-7", "405 without Allow", partial(change_response, _no_allow)),
    Mutant("conv-half-allow", "C-conv-7", "Allow names one method only", partial(change_response, _half_allow)),
    Mutant("conv-endless", "C-conv-7", "a body may have any size", partial(set_constant, body_limit, "BODY_BYTES", 64 * 1024 * 1024)),
    Mutant("conv-narrow", "C-conv-7", "a body may have 64 KiB only", partial(set_constant, body_limit, "BODY_BYTES", 64 * 1024)),
]  # fmt: skip
