"""What can be wrong everywhere: bodies, errors, money, time, cookies."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from stub_server.server import endpoint, request_body
from stub_server.shop.operations import sessions
from tests.examiner.fault import (
    Answered,
    Asked,
    Fault,
    Go,
    around,
    between,
    changing,
    constant,
    instead,
    orders,
    refusing,
    showing,
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
        return [walk(it) for it in node] if isinstance(node, list) else node

    return partial(showing, walk, *operations)


def _headed(name: str, value: str | None, *operations: str) -> Any:
    def put(_: Asked, answered: Answered) -> None:
        answered.headers.pop(name, None)
        if value is not None:
            answered.headers[name] = value

    return partial(changing, put, *operations)


def _mojibake(asked: Asked, answered: Answered) -> None:
    answered.body = answered.body.decode("utf-8").encode("latin-1", "replace")


def _outside(asked: Asked, go: Go) -> Any:
    path = asked.path if asked.path.startswith(("/api", "/__", "/_")) else "/api" + asked.path
    return go(replace(asked, path=path))


def _any_type(original: Any, kind: str) -> bool:
    return True


def _form_too(original: Any, kind: str) -> bool:
    return bool(original(kind)) or "form" in kind


def _exact_type(original: Any, kind: str) -> bool:
    return kind == "application/json; charset=utf-8"


def _cookies(change: Callable[[str], str]) -> Any:
    def put(_: Asked, answered: Answered) -> None:
        answered.cookies = [change(it) for it in answered.cookies]

    return partial(changing, put)


def _guessable() -> None:
    numbers = itertools.count(1)

    def fresh(original: Any, shop: Any) -> Any:
        return replace(original(shop), token=f"{next(numbers):020d}")

    around(sessions._new_session, fresh)


def _short(original: Any, shop: Any) -> Any:
    return replace(original(shop), token=shop.sandbox.ids.token(8))


def _adopted(original: Any, shop: Any, token: str | None, *, keep: bool) -> Any:
    found = original(shop, token, keep=keep)
    if token and keep and found.token != token:
        shop.sessions.delete(found.token)
        found = replace(found, token=token)
        shop.sessions.save(found)
    return found


async def _cookie_at_once(asked: Asked, go: Go) -> Answered:
    answered = await go(asked)
    if asked.operation and "cookie" not in asked.headers and not answered.cookies:
        answered.cookies = ["visitor=abcdefabcdefabcdefabcdef; HttpOnly; Path=/; SameSite=Lax"]
    return answered


def _cookie_for_stripe(asked: Asked, answered: Answered) -> None:
    answered.cookies = ["shop_session=abcdefabcdefabcdefabcdef; HttpOnly; Path=/; SameSite=Lax"]


def _flat(content: Any) -> Any:
    return content["error"]


def _text(content: Any) -> Any:
    return {"error": content["error"]["message"]}


def _listed(content: Any) -> Any:
    return {"errors": [content["error"]]}


def _coded(change: Callable[[str], Any]) -> Any:
    def put(content: Any) -> None:
        content["error"]["code"] = change(content["error"]["code"])

    return partial(refusing, put)


def _worded(change: Callable[[Any], Any], *operations: str) -> Any:
    def put(content: Any) -> None:
        content["error"]["message"] = change(content["error"]["message"])

    return partial(refusing, put, *operations)


async def _framework_404(asked: Asked, go: Go) -> Answered:
    answered = await go(asked)
    if not asked.operation and answered.status == 404:
        answered.says({"detail": "Not Found"})
    return answered


async def _framework_405(asked: Asked, go: Go) -> Answered:
    answered = await go(asked)
    if answered.status == 405:
        answered.headers["content-type"] = "text/html; charset=utf-8"
        answered.body = b"<h1>Method Not Allowed</h1>"
    return answered


def _swapped(one: int, other: int) -> Any:
    def put(_: Asked, answered: Answered) -> None:
        if answered.status == one:
            answered.status = other

    return partial(changing, put)


def _no_allow(_: Asked, answered: Answered) -> None:
    answered.headers.pop("allow", None)


def _half_allow(_: Asked, answered: Answered) -> None:
    if "allow" in answered.headers:
        answered.headers["allow"] = answered.headers["allow"].split(",")[0]


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
        re.sub(r'"productId": "([^"]+)"', lambda it: it[0].upper().replace("PRODUCTID", "productId"),
               json.dumps(content, ensure_ascii=False))
    )  # fmt: skip


def _underscored(content: Any) -> Any:
    text = json.dumps(content, ensure_ascii=False)
    return json.loads(
        re.sub(r'"productId": "([^"]+)"', lambda it: f'"productId": "{it[1].replace("-", "_")}"', text)
    )  # fmt: skip


async def _guest_cart_404(asked: Asked, go: Go) -> Answered:
    answered = await go(asked)
    if asked.operation == "getCart" and "cookie" not in asked.headers:
        answered.status = 404
        answered.says({"error": {"code": "cart.notFound", "message": "No cart."}})
    return answered


FAULTS = [
    Fault("conv-html-type", "C-conv-1", "answers are text/html by their header", _headed("content-type", "text/html; charset=utf-8")),
    Fault("conv-no-type", "C-conv-1", "carts come without a content type", _headed("content-type", None, "getCart")),
    Fault("conv-latin-header", "C-conv-1", "the header says iso-8859-1", _headed("content-type", "application/json; charset=iso-8859-1")),
    Fault("conv-latin-bytes", "C-conv-1", "answers are encoded in latin-1", partial(changing, _mojibake)),
    Fault("conv-outside", "C-conv-1", "everything is served outside of /api too", partial(between, _outside)),
    Fault("conv-strict-type", "C-conv-1", "application/json without a charset is refused", partial(around, request_body.is_json, _exact_type)),
    Fault("conv-any-type", "C-conv-7", "a body of text/plain is taken", partial(around, request_body.is_json, _any_type)),
    Fault("conv-form-type", "C-conv-7", "a body of a form's content type is taken", partial(around, request_body.is_json, _form_too)),
    Fault("cookie-readable", "C-conv-2", "the cookie is not HttpOnly", _cookies(lambda it: it.replace("; HttpOnly", ""))),
    Fault("cookie-path", "C-conv-2", "the cookie is for /api/cart alone", _cookies(lambda it: it.replace("Path=/", "Path=/api/cart"))),
    Fault("cookie-none", "C-conv-2", "SameSite=None without Secure", _cookies(lambda it: it.replace("SameSite=lax", "SameSite=None"))),
    Fault("cookie-guessable", "C-conv-2", "sessions are numbered", _guessable),
    Fault("cookie-short", "C-conv-2", "a session's name has 8 signs", partial(around, sessions._new_session, _short)),
    Fault("cookie-adopted", "C-conv-2", "a made-up session name is taken over", partial(around, sessions.load_or_start, _adopted)),
    Fault("cookie-never", "C-conv-2", "the first POST sets no cookie", partial(instead, endpoint.set_session_cookie, lambda *_: None)),
    Fault("cookie-on-read", "C-conv-8", "a read sets a cookie", partial(between, _cookie_at_once)),
    Fault("conv-guest-cart-404", "C-conv-8", "GET of a cart without a session is 404", partial(between, _guest_cart_404)),
    Fault("err-flat", "C-conv-3", "code and message without the envelope", partial(refusing, _flat)),
    Fault("err-text", "C-conv-3", "error is a text", partial(refusing, _text)),
    Fault("err-list", "C-conv-3", "errors is a list", partial(refusing, _listed)),
    Fault("err-no-words", "C-conv-3", "the message is empty", _worded(lambda _: "")),
    Fault("err-words-null", "C-conv-3", "the message is null for orders", _worded(lambda _: None, "getOrder")),
    Fault("err-code-number", "C-conv-3", "the code is a number", _coded(lambda _: 4711)),
    Fault("err-code-plain", "C-conv-3", "codes have no dot", _coded(lambda it: it.replace(".", "_"))),
    Fault("err-404-framework", "C-conv-3", "an unknown path gets the framework's 404", partial(between, _framework_404)),
    Fault("err-405-framework", "C-conv-3", "a wrong method gets the framework's page", partial(between, _framework_405)),
    Fault("money-text", "C-conv-4", "money is text", _members(lambda it: f"{it:.2f}", MONEY)),
    Fault("money-cents", "C-conv-4", "money is in cents", _members(lambda it: round(it * 100), MONEY)),
    Fault("money-three", "C-conv-4", "tax has three decimals", partial(orders, lambda it: it.update(tax=it["tax"] + 0.001))),
    Fault("time-no-z", "C-conv-5", "times have no zone", _members(lambda it: it.rstrip("Z"), TIMES)),
    Fault("time-offset", "C-conv-5", "times end in +00:00", _members(lambda it: it.replace("Z", "+00:00"), TIMES)),
    Fault("time-unix", "C-conv-5", "times are numbers", _members(lambda _: 1764000000, TIMES)),
    Fault("time-blank", "C-conv-5", "a blank stands between date and time", _members(lambda it: it.replace("T", " "), ("createdAt",))),
    Fault("time-local", "C-conv-5", "the time of Berlin, with a Z", _members(lambda it: _shifted(it, 1), TIMES)),
    Fault("time-local-cart", "C-conv-5", "a cart's time is Berlin's, with a Z", _members(lambda it: _shifted(it, 1), ("updatedAt",))),
    Fault("time-local-customer", "C-conv-5", "a customer's createdAt is New York's, with a Z", _members(lambda it: _shifted(it, -5), ("createdAt",), "registerCustomer", "getMe")),
    Fault("id-upper", "C-conv-6", "product ids come in capitals", partial(showing, _upper, "getCart", "getOrder")),
    Fault("id-underscored", "C-conv-6", "product ids come with underscores", partial(showing, _underscored)),
    Fault("conv-bad-json-crash", "C-conv-7", "a body that is not JSON is 500", partial(instead, request_body.parse, json.loads)),
    Fault("conv-bad-json-empty", "C-conv-7", "a body that is not JSON counts as {}", partial(around, request_body.parse, _lenient)),
    Fault("conv-list-is-empty", "C-conv-7", "[] counts as {}", partial(around, request_body.parse, _list_is_empty)),
    Fault("conv-no-allow", "C-conv-7", "405 without Allow", partial(changing, _no_allow)),
    Fault("conv-half-allow", "C-conv-7", "Allow names one method only", partial(changing, _half_allow)),
    Fault("conv-endless", "C-conv-7", "a body may have any size", partial(constant, request_body, "BODY_BYTES", 64 * 1024 * 1024)),
    Fault("conv-narrow", "C-conv-7", "a body may have 64 KiB only", partial(constant, request_body, "BODY_BYTES", 64 * 1024)),
]  # fmt: skip
