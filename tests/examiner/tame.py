"""Harmless variations: another backend may do so, and the examiner must find nothing broken.

The `rule` of each is the one that a rash examiner would call broken.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any

from stub_server.runtime.clock import SystemClock
from stub_server.server.rejection import Rejection
from stub_server.shop.domain import cart as carts
from stub_server.shop.domain import moment, order, payment, pricing
from stub_server.shop.domain.money import Cents
from stub_server.shop.operations import (
    addresses,
    checkout,
    customers,
    idempotency,
    numbering,
    orders,
    passwords,
    sessions,
)
from stub_server.shop.rate_limit import SlidingWindow
from tests.examiner.fault import (
    Answered,
    Asked,
    Fault,
    Go,
    around,
    between,
    changing,
    method,
    showing,
    wrapping,
)

COOKIE = "shop_session"
_requests = itertools.count(1)


async def _other_cookie(asked: Asked, go: Go) -> Answered:
    name = "__KLARSCHIFFSESSID"
    sent = asked.headers.get("cookie", "").replace(f"{name}=", f"{COOKIE}=")
    answered = await go(replace(asked, headers={**asked.headers, "cookie": sent}))
    answered.cookies = [it.replace(COOKIE, name) for it in answered.cookies]
    return answered


async def _two_cookies(asked: Asked, go: Go) -> Answered:
    answered = await go(asked)
    if answered.cookies:
        answered.cookies = ["XSRF-TOKEN=abc; Path=/; SameSite=Lax", *answered.cookies]
    return answered


async def _cookie_again(asked: Asked, go: Go) -> Answered:
    """Whoever has a session gets its cookie anew with each answer, so that it lives on."""
    answered = await go(asked)
    cookie = asked.headers.get("cookie", "")
    if COOKIE in cookie and not answered.cookies and answered.status < 400:
        value = cookie.split(f"{COOKIE}=")[1].split(";")[0]
        if len(value) == sessions.TOKEN:
            answered.cookies = [f"{COOKIE}={value}; Max-Age=7200; Path=/; HttpOnly; SameSite=lax"]
    return answered


async def _cookie_deleted(asked: Asked, go: Go) -> Answered:
    """A logout deletes the cookie; the next POST begins a session."""
    answered = await go(asked)
    if asked.operation == "logoutCustomer":
        answered.cookies = [f"{COOKIE}=; Max-Age=0; Path=/; HttpOnly; SameSite=lax"]
    return answered


def _cookie_for_stripe(_: Asked, answered: Answered) -> None:
    answered.cookies = [f"{COOKIE}={'a' * 32}; HttpOnly; Path=/; SameSite=Lax"]


def _more(node: Any) -> Any:
    """The request's id is another each time."""
    if isinstance(node, dict):
        more = {"_links": {"self": "/x"}, "version": 3, "meta": None, "requestId": next(_requests)}
        return {**{name: _more(value) for name, value in node.items()}, **more}
    return [_more(it) for it in node] if isinstance(node, list) else node


def _with_more(asked: Asked, answered: Answered) -> None:
    if asked.operation and answered.json is not None:
        answered.says(_more(answered.json))


def _members_sorted(asked: Asked, answered: Answered) -> None:
    if answered.json is not None:
        answered.body = json.dumps(answered.json, sort_keys=True, indent=4).encode() + b"\n"


def _whole(node: Any) -> Any:
    """5.0 is written 5, as PHP does."""
    if isinstance(node, dict):
        return {name: _whole(value) for name, value in node.items()}
    if isinstance(node, list):
        return [_whole(it) for it in node]
    return int(node) if isinstance(node, float) and node.is_integer() else node


def _other_ids() -> None:
    """UUIDs for orders, bare numbers for customers and addresses, numbers of another form."""
    _renamed(checkout._create, "ord_", "0190a6b2-")
    _renamed(customers.register_customer, "cust_", "7")
    _renamed(addresses.add_address, "addr_", "4")
    around(order.format_number, lambda _, prefix, year, count: f"SHOP/{year}/{count:07}")


def _renamed(function: Any, prefix: str, other: str) -> None:
    """A function with another text in it."""
    code = function.__code__
    assert prefix in code.co_consts, prefix
    consts = tuple(other if it == prefix else it for it in code.co_consts)
    function.__code__ = code.replace(co_consts=consts)


def _forbidden() -> None:
    """Another customer's order is 403 order.forbidden."""

    async def get(original: Any, request: Any, shop: Any) -> Any:
        found = shop.orders.get(request.path["id"])
        if found is not None and not found.visible_to(request.session):
            raise Rejection("order.forbidden", "It is another's.", rule="C-ord-2")
        return await original(request, shop)

    around(orders.get_order, get)


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


def _other_codes(_: Asked, answered: Answered) -> None:
    if answered.status >= 400:
        for ours, theirs in CODES.items():
            answered.body = answered.body.replace(f'"{ours}"'.encode(), f'"{theirs}"'.encode())


def _bare_errors(_: Asked, answered: Answered) -> None:
    """Nothing but code and message in an error."""
    if answered.status >= 400:
        error = answered.json["error"]
        answered.says({"error": {"code": error["code"], "message": error["message"]}})


def _statuses(others: dict[int, int]) -> Any:
    def put(_: Asked, answered: Answered) -> None:
        if b'"request.' in answered.body:
            answered.status = others.get(answered.status, answered.status)

    return partial(changing, put)


def _headed(value: str) -> Any:
    def put(_: Asked, answered: Answered) -> None:
        if "content-type" in answered.headers:
            answered.headers["content-type"] = value

    return partial(changing, put)


def _empty_answers(asked: Asked, answered: Answered) -> None:
    """What may be empty is, and of no content type worth the name."""
    if answered.status == 200:
        answered.body = b""
        answered.headers["content-type"] = "text/html; charset=UTF-8"


def _no_content(_: Asked, answered: Answered) -> None:
    if answered.status == 200:
        answered.status, answered.body, answered.headers = 204, b"", {}


def _year_last(_: Any, prefix: str, year: int, count: int) -> str:
    return f"{count}/{year}"


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
        return [walk(it) for it in node] if isinstance(node, list) else node

    showing(walk)


def _own_terms(original: Any, subtotal: Any, policy: Any) -> Any:
    return original(subtotal, replace(policy, tax_percent=Decimal(7), shipping=Cents(395)))


def _own_shipping(original: Any, subtotal: Any, policy: Any) -> Any:
    return original(subtotal, replace(policy, shipping=Cents(590)))


def _small_caps(original: Any, limits: Any, cart: Any) -> Any:
    return original(replace(limits, per_line=24, per_cart=60), cart)


async def _lenient_utf_8(asked: Asked, go: Go) -> Answered:
    """What is no UTF-8 is read as U+FFFD, as Node and Go do."""
    return await go(replace(asked, body=asked.body.decode("utf-8", "replace").encode()))


def _slowly(seconds: float) -> Any:
    async def wait(asked: Asked, go: Go) -> Answered:
        await asyncio.sleep(seconds)
        return await go(asked)

    return partial(between, wait)


def _one_at_a_time() -> None:
    """A single-threaded server: whoever comes meanwhile waits."""
    turn = asyncio.Lock()

    async def wait(asked: Asked, go: Go) -> Answered:
        async with turn:
            return await go(asked)

    between(wait)


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
        return [walk(it) for it in node] if isinstance(node, list) else node

    showing(walk)


def _attempts(count: int) -> Any:
    def counted(original: Any, self: Any, what: str, client: str) -> None:
        self._limit = count
        original(self, what, client)

    return partial(method, SlidingWindow, "count", counted)


def _counted_together(original: Any, self: Any, what: str, client: str) -> None:
    original(self, "all", client)


async def _failures_counted(original: Any, request: Any, shop: Any) -> Any:
    answer = await original(request, shop)
    for tried in shop.rate_limit._attempts.values():
        tried.pop()
    return answer


def _stored_answer(original: Any, first: str, fingerprint: str) -> None:
    """Another body under a known key: the stored answer."""


def _refusal_kept() -> None:
    kept: dict[str, Any] = {}

    async def once(original: Any, request: Any, shop: Any, make: Any) -> Any:
        name = idempotency._name(request)
        if request.idempotency_key and name in kept:
            raise kept[name]
        try:
            return await original(request, shop, make)
        except Rejection as rejection:
            if not rejection.code.startswith("request."):
                kept[name] = rejection
            raise

    around(idempotency.run_once, once)


def _key_of_the_name(original: Any, request: Any) -> str:
    return f"{request.session.token}:{request.idempotency_key}"


def _under_way() -> None:
    """While the first request with a key runs, the second is 409."""

    async def once(original: Any, request: Any, shop: Any, make: Any) -> Any:
        if request.idempotency_key and idempotency._name(request) in shop.running:
            raise Rejection("request.idempotencyConflict", "It is under way.", rule="C-chk-14")
        return await original(request, shop, make)

    around(idempotency.run_once, once)


def _whole_lines(original: Any, cart: Any, bought: Any, now: Any) -> Any:
    return cart.with_lines(tuple(it for it in cart.lines if it.product_id not in bought), now)


def _moment_of_the_answer(asked: Asked, answered: Answered) -> None:
    answered.says({**answered.json, "updatedAt": moment.isoformat(SystemClock().now())})


def _first_is_default() -> None:
    async def add(original: Any, request: Any, shop: Any) -> Any:
        answer = await original(request, shop)
        who = customers.require_customer(request, shop)
        if len(answer.value) == 1:
            shop.customers.save(replace(who, default_address_id=answer.value[0].id))
        return answer

    around(addresses.add_address, add)


async def _weak_uses_up(original: Any, request: Any, shop: Any) -> Any:
    try:
        return await original(request, shop)
    except Rejection as rejection:
        if rejection.code == "auth.passwordWeak":
            shop.reset_tokens.delete(request.body["token"])
        raise


def _lower_shown(content: Any) -> None:
    if isinstance(content, dict):
        content["email"] = content["email"].lower()


def _cancel_is_final() -> None:
    payment.TRANSITIONS.pop(("cancelled", "succeeded"), None)


def _seeded() -> None:
    """There were orders and customers before."""

    def number(original: Any, shop: Any, year: int) -> str:
        if shop.sandbox.store.get("counters", str(year)) is None:
            shop.sandbox.store.put("counters", str(year), {"year": year, "last": 9_998})
        return str(original(shop, year))

    around(numbering.next_number, number)


async def _unknown_path_405(asked: Asked, go: Go) -> Answered:
    """Static files are served too: they take no POST."""
    answered = await go(asked)
    if not asked.operation and asked.method == "POST" and answered.status == 404:
        answered.status = 405
        answered.headers["allow"] = "GET, HEAD"
    return answered


def _tame(name: str, rule: str, says: str, apply: Callable[[], None]) -> Fault:
    return Fault(f"tame-{name}", rule, says, apply)


TAME = {
    it.id: it
    for it in (
        _tame("cookie", "C-conv-2", "the cookie has another name", partial(between, _other_cookie)),
        _tame("two-cookies", "C-conv-2", "another cookie comes with the session's", partial(between, _two_cookies)),
        _tame("cookie-again", "C-conv-8", "the cookie comes with each answer, to live on", partial(between, _cookie_again)),
        _tame("cookie-deleted", "C-cus-3", "a logout deletes the cookie", partial(between, _cookie_deleted)),
        _tame("cookie-webhook", "C-conv-2", "Stripe gets a cookie as everybody does", partial(changing, _cookie_for_stripe, "receiveStripeEvent")),
        _tame("more", "C-cart-13", "each object has members that no page names", partial(changing, _with_more)),
        _tame("pretty", "C-conv-1", "JSON is indented, its members sorted", partial(changing, _members_sorted)),
        _tame("whole", "C-conv-4", "5.0 is written 5", partial(showing, _whole)),
        _tame("ids", "C-ord-8", "ids and order numbers have other forms", _other_ids),
        _tame("forbidden", "C-ord-2", "another's order is 403 order.forbidden", _forbidden),
        _tame("codes", "C-conv-7", "request.* and their like have other codes", partial(changing, _other_codes)),
        _tame("bare-errors", "C-chk-5", "errors have code and message only", partial(changing, _bare_errors)),
        _tame("422", "C-conv-7", "what does not fit is 422, what is too large 400", _statuses({400: 422, 413: 400, 415: 400, 405: 404})),
        _tame("405", "C-conv-7", "POST to an unknown path is 405", partial(between, _unknown_path_405)),
        _tame("no-charset", "C-conv-1", "the content type names no charset", _headed("application/json")),
        _tame("charset", "C-conv-1", "the charset is spelt UTF-8", _headed("Application/JSON;charset=\"UTF-8\"")),
        _tame("empty", "C-cus-7", "what may be empty is", partial(changing, _empty_answers, "logoutCustomer", "requestPasswordReset", "confirmPasswordReset", "receiveStripeEvent")),
        _tame("no-content", "C-cus-3", "what may be empty is 204", partial(changing, _no_content, "logoutCustomer", "requestPasswordReset", "confirmPasswordReset")),
        _tame("year-last", "C-ord-8", "the year stands behind the count", wrapping(order.format_number, _year_last)),
        _tame("fractions-cut", "C-ord-5", "times end with their last digit", _fractions_cut),
        _tame("own-terms", "C-ord-4", "tax and shipping are others", wrapping(pricing.compute_totals, _own_terms)),
        _tame("named-terms", "C-ord-4", "tax and shipping are others, and named", wrapping(pricing.compute_totals, _own_terms)),
        _tame("own-shipping", "C-ord-4", "shipping is another", wrapping(pricing.compute_totals, _own_shipping)),
        _tame("small-caps", "C-cart-6", "a line holds 24, a cart 60", wrapping(carts._require_within, _small_caps)),
        _tame("lenient-utf-8", "C-conv-7", "what is no UTF-8 is read somehow", partial(between, _lenient_utf_8)),
        _tame("slow", "C-conv-7", "each answer takes 300 ms", _slowly(0.3)),
        _tame("single", "C-chk-9", "one request at a time", _one_at_a_time),
        _tame("seconds", "C-cart-11", "times are in whole seconds", _seconds_only),
        _tame("ten-attempts", "C-cus-6", "ten attempts a minute", _attempts(10)),
        _tame("twenty-attempts", "C-cus-6", "twenty attempts a minute", _attempts(20)),
        _tame("counted-together", "C-cus-6", "logins and resets count together", partial(method, SlidingWindow, "count", _counted_together)),
        _tame("failures-counted", "C-cus-6", "logins that succeed do not count", wrapping(customers.login_customer, _failures_counted)),
        _tame("stored-answer", "C-chk-14", "a key with another body gets the stored answer", wrapping(idempotency._check, _stored_answer)),
        _tame("refusal-kept", "C-chk-14", "a refusal is the key's answer", _refusal_kept),
        _tame("key-of-the-name", "C-chk-14", "keys end with a login", wrapping(idempotency._name, _key_of_the_name)),
        _tame("under-way", "C-chk-14", "a second click is 409 while the first is under way", _under_way),
        _tame("whole-lines", "C-chk-13", "a paid order's lines leave the cart as a whole", wrapping(carts.subtract, _whole_lines)),
        _tame("moment", "C-cart-11", "a cart's moment is the answer's", partial(changing, _moment_of_the_answer, "getCart")),
        _tame("first-is-default", "C-cus-10", "the first address becomes the default", _first_is_default),
        _tame("weak-uses-up", "C-cus-8", "a weak password uses the token up", wrapping(passwords.confirm_password_reset, _weak_uses_up)),
        _tame("lower-email", "C-cus-9", "emails are kept in lower case", partial(showing, _lower_shown, "registerCustomer", "loginCustomer", "getMe", "updateMe")),
        _tame("cancel-is-final", "C-chk-11", "a cancelled order stays so", _cancel_is_final),
        _tame("seeded", "C-ord-8", "there were 9,998 orders before", _seeded),
    )
}  # fmt: skip

TOLD = {
    "tame-small-caps": ("--line-cap", "24", "--cart-cap", "60"),
    "tame-named-terms": ("--tax", "7", "--shipping", "3.95", "--free-from", "49"),
}
"""What the examiner is told of a variation."""
