"""Harmless differences of the shop: ids, terms, limits, accounts, orders."""

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
    """UUIDs for orders, bare numbers for customers and addresses, numbers of another form."""
    _renamed(checkout._create, "ord_", "0190a6b2-")
    _renamed(customers.register_customer, "cust_", "7")
    _renamed(addresses.add_address, "addr_", "4")
    wrap(order.number_of, lambda _, prefix, year, count: f"SHOP/{year}/{count:07}")


def _renamed(function: Any, prefix: str, other: str) -> None:
    """A function with another text in it."""
    code = function.__code__
    assert prefix in code.co_consts, prefix
    consts = tuple(other if value == prefix else value for value in code.co_consts)
    function.__code__ = code.replace(co_consts=consts)


def _forbidden() -> None:
    """Another customer's order is 403 order.forbidden."""

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


def _attempts(count: int) -> Any:
    def counted(original: Any, self: Any, what: str, client: str) -> None:
        self._limit = count
        original(self, what, client)

    return partial(wrap_method, SlidingWindow, "count", counted)


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

    wrap(idempotency.run_once, once)


def _key_of_the_name(original: Any, request: Any) -> str:
    return f"{request.session.token}:{request.idempotency_key}"


def _under_way() -> None:
    """While the first request with a key runs, the second is 409."""

    async def once(original: Any, request: Any, shop: Any, make: Any) -> Any:
        if request.idempotency_key and idempotency._name(request) in shop.running:
            raise Rejection("request.idempotencyConflict", "It is under way.", rule="C-chk-14")
        return await original(request, shop, make)

    wrap(idempotency.run_once, once)


def _whole_lines(original: Any, cart: Any, bought: Any, now: Any) -> Any:
    return cart.with_lines(tuple(line for line in cart.lines if line.product_id not in bought), now)


def _first_is_default() -> None:
    async def add(original: Any, request: Any, shop: Any) -> Any:
        answer = await original(request, shop)
        who = customers.require_customer(request, shop)
        if len(answer.value) == 1:
            shop.customers.save(replace(who, default_address_id=answer.value[0].id))
        return answer

    wrap(addresses.add_address, add)


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

    wrap(numbering.next_number, number)


EQUIVALENTS = [
    equivalent("ids", "C-ord-8", "ids and order numbers have other forms", _other_ids),
    equivalent("forbidden", "C-ord-2", "another's order is 403 order.forbidden", _forbidden),
    equivalent("year-last", "C-ord-8", "the year stands behind the count", wrapper(order.number_of, _year_last)),
    equivalent("own-terms", "C-ord-4", "tax and shipping are others", wrapper(pricing.totals_of, _own_terms)),
    equivalent("named-terms", "C-ord-4", "tax and shipping are others, and named", wrapper(pricing.totals_of, _own_terms)),
    equivalent("own-shipping", "C-ord-4", "shipping is another", wrapper(pricing.totals_of, _own_shipping)),
    equivalent("small-caps", "C-cart-6", "a line holds 24, a cart 60", wrapper(carts._require_within, _small_caps)),
    equivalent("ten-attempts", "C-cus-6", "ten attempts a minute", _attempts(10)),
    equivalent("twenty-attempts", "C-cus-6", "twenty attempts a minute", _attempts(20)),
    equivalent("counted-together", "C-cus-6", "logins and resets count together", partial(wrap_method, SlidingWindow, "count", _counted_together)),
    equivalent("failures-counted", "C-cus-6", "logins that succeed do not count", wrapper(customers.login_customer, _failures_counted)),
    equivalent("stored-answer", "C-chk-14", "a key with another body gets the stored answer", wrapper(idempotency._check, _stored_answer)),
    equivalent("refusal-kept", "C-chk-14", "a refusal is the key's answer", _refusal_kept),
    equivalent("key-of-the-name", "C-chk-14", "keys end with a login", wrapper(idempotency._name, _key_of_the_name)),
    equivalent("under-way", "C-chk-14", "a second click is 409 while the first is under way", _under_way),
    equivalent("whole-lines", "C-chk-13", "a paid order's lines leave the cart as a whole", wrapper(carts.subtract, _whole_lines)),
    equivalent("first-is-default", "C-cus-10", "the first address becomes the default", _first_is_default),
    equivalent("weak-uses-up", "C-cus-8", "a weak password uses the token up", wrapper(passwords.confirm_password_reset, _weak_uses_up)),
    equivalent("lower-email", "C-cus-9", "emails are kept in lower case", partial(change_body, _lower_shown, "registerCustomer", "loginCustomer", "getMe", "updateMe")),
    equivalent("cancel-is-final", "C-chk-11", "a cancelled order stays so", _cancel_is_final),
    equivalent("seeded", "C-ord-8", "there were 9,998 orders before", _seeded),
]  # fmt: skip
