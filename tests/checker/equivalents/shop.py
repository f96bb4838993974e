"""Equivalent mutants with other ids, terms, limits, accounts and orders."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any

from stub_server.server.rejection import Rejection
from stub_server.shop.domain import cart as carts
from stub_server.shop.domain import order, payment, pricing
from stub_server.shop.domain.money import Cents
from stub_server.shop.operations import (
    addresses,
    checkout,
    customers,
    idempotency,
    numbering,
    orders,
    passwords,
)
from stub_server.shop.rate_limit import SlidingWindow
from tests.checker.equivalents.equivalent import equivalent
from tests.checker.mutants.patches import wrap, wrap_method, wrapper
from tests.checker.mutants.responses import change_body


def _other_ids() -> None:
    """Use UUIDs for orders, digits for customers and addresses, and another format of numbers."""
    _replace_text(checkout._create, "ord_", "0190a6b2-")
    _replace_text(customers.register_customer, "cust_", "7")
    _replace_text(addresses.add_address, "addr_", "4")
    wrap(order.format_number, lambda _, prefix, year, count: f"SHOP/{year}/{count:07}")


def _replace_text(function: Any, prefix: str, other: str) -> None:
    """Replace a string constant in the code of a function."""
    code = function.__code__
    assert prefix in code.co_consts, prefix
    consts = tuple(other if value == prefix else value for value in code.co_consts)
    function.__code__ = code.replace(co_consts=consts)


def _reject_as_forbidden() -> None:
    """Reject another customer's order with 403 order.forbidden."""

    async def get(original: Any, request: Any, shop: Any) -> Any:
        found = shop.orders.get(request.path["id"])
        if found is not None and not found.visible_to(request.session):
            raise Rejection("order.forbidden", "It is another's.", rule="C-ord-2")
        return await original(request, shop)

    wrap(orders.get_order, get)


def _year_last(_: Any, prefix: str, year: int, count: int) -> str:
    return f"{count}/{year}"


def _own_terms(original: Any, subtotal: Any, policy: Any) -> Any:
    return original(subtotal, replace(policy, tax_percent=Decimal(7), shipping=Cents(395)))


def _own_shipping(original: Any, subtotal: Any, policy: Any) -> Any:
    return original(subtotal, replace(policy, shipping=Cents(590)))


def _small_caps(original: Any, limits: Any, cart: Any) -> Any:
    return original(replace(limits, per_line=24, per_cart=60), cart)


def _set_attempts(count: int) -> Any:
    def counted(original: Any, self: Any, what: str, client: str) -> None:
        self._limit = count
        original(self, what, client)

    return partial(wrap_method, SlidingWindow, "count", counted)


def _count_together(original: Any, self: Any, what: str, client: str) -> None:
    original(self, "all", client)


async def _count_failures_only(original: Any, request: Any, shop: Any) -> Any:
    answer = await original(request, shop)
    for tried in shop.rate_limit._attempts.values():
        if tried:
            tried.pop()
    return answer


def _stored_answer(original: Any, first: str, fingerprint: str) -> None:
    """Accept another body with a known key, which returns the stored response."""


def _store_rejections() -> None:
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

    wrap(idempotency.run_once, once)


def _key_by_token(original: Any, request: Any) -> str:
    return f"{request.session.token}:{request.idempotency_key}"


def _reject_while_running() -> None:
    """Reject a second request with a key with 409 while the first one runs."""

    async def once(original: Any, request: Any, shop: Any, make: Any) -> Any:
        if request.idempotency_key and idempotency._name(request) in shop.running:
            raise Rejection("request.idempotencyConflict", "It is under way.", rule="C-chk-14")
        return await original(request, shop, make)

    wrap(idempotency.run_once, once)


def _whole_lines(original: Any, cart: Any, bought: Any, now: Any) -> Any:
    return cart.with_lines(tuple(line for line in cart.lines if line.product_id not in bought), now)


def _set_first_as_default() -> None:
    async def add(original: Any, request: Any, shop: Any) -> Any:
        answer = await original(request, shop)
        who = customers.require_customer(request, shop)
        if len(answer.value) == 1:
            shop.customers.save(replace(who, default_address_id=answer.value[0].id))
        return answer

    wrap(addresses.add_address, add)


async def _use_up_for_weak_password(original: Any, request: Any, shop: Any) -> Any:
    try:
        return await original(request, shop)
    except Rejection as rejection:
        if rejection.code == "auth.passwordWeak":
            shop.reset_tokens.delete(request.body["token"])
        raise


def _lower_case_email(content: Any) -> None:
    if isinstance(content, dict):
        content["email"] = content["email"].lower()


def _cancel_is_final() -> None:
    payment.TRANSITIONS.pop(("cancelled", "succeeded"), None)


def _start_counter() -> None:
    """Start the counter as if 9,998 orders existed."""

    def number(original: Any, shop: Any, year: int) -> str:
        if shop.sandbox.store.get("counters", str(year)) is None:
            shop.sandbox.store.put("counters", str(year), {"year": year, "last": 9_998})
        return str(original(shop, year))

    wrap(numbering.next_number, number)


EQUIVALENTS = [
    equivalent("ids", "C-ord-8", "ids and order numbers have other formats", _other_ids),
    equivalent("forbidden", "C-ord-2", "the order of another customer is 403 order.forbidden", _reject_as_forbidden),
    equivalent("year-last", "C-ord-8", "the year follows the count in an order number", wrapper(order.format_number, _year_last)),
    equivalent("own-terms", "C-ord-4", "tax and shipping differ", wrapper(pricing.compute_totals, _own_terms)),
    equivalent("named-terms", "C-ord-4", "tax and shipping differ, and the checker is told", wrapper(pricing.compute_totals, _own_terms)),
    equivalent("own-shipping", "C-ord-4", "shipping differs", wrapper(pricing.compute_totals, _own_shipping)),
    equivalent("small-caps", "C-cart-6", "a line has at most 24 pieces, a cart 60, and the checker is told", wrapper(carts._require_within, _small_caps)),
    equivalent("ten-attempts", "C-cus-6", "ten attempts a minute are accepted", _set_attempts(10)),
    equivalent("twenty-attempts", "C-cus-6", "twenty attempts a minute are accepted", _set_attempts(20)),
    equivalent("counted-together", "C-cus-6", "logins and resets share one limit", partial(wrap_method, SlidingWindow, "count", _count_together)),
    equivalent("failures-counted", "C-cus-6", "successful logins do not count as attempts", wrapper(customers.login_customer, _count_failures_only)),
    equivalent("stored-answer", "C-chk-14", "a key with another body returns the stored response", wrapper(idempotency._check, _stored_answer)),
    equivalent("refusal-kept", "C-chk-14", "a rejection is stored for its key", _store_rejections),
    equivalent("key-of-the-name", "C-chk-14", "idempotency keys end with a login", wrapper(idempotency._name, _key_by_token)),
    equivalent("under-way", "C-chk-14", "a second request with a key is 409 while the first one runs", _reject_while_running),
    equivalent("whole-lines", "C-chk-13", "a paid order removes whole lines from the cart", wrapper(carts.subtract, _whole_lines)),
    equivalent("first-is-default", "C-cus-10", "the first address becomes the default", _set_first_as_default),
    equivalent("weak-uses-up", "C-cus-8", "a weak password uses up the token", wrapper(passwords.confirm_password_reset, _use_up_for_weak_password)),
    equivalent("lower-email", "C-cus-9", "emails are stored in lower case", partial(change_body, _lower_case_email, "registerCustomer", "loginCustomer", "getMe", "updateMe")),
    equivalent("cancel-is-final", "C-chk-11", "a cancelled order stays cancelled", _cancel_is_final),
    equivalent("seeded", "C-ord-8", "9,998 orders exist at the start", _start_counter),
]  # fmt: skip
