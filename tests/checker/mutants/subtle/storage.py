"""Subtle mutants: what databases, races and caches do to a shop."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from functools import partial
from typing import Any

from stub_server.server.plugin import Result
from stub_server.server.rejection import Rejection
from stub_server.shop.domain import cart as rules
from stub_server.shop.domain import payment
from stub_server.shop.domain.cart import parse_quantity
from stub_server.shop.domain.customer import validate_password
from stub_server.shop.operations import cart as carts
from stub_server.shop.operations import (
    checkout,
    customers,
    inventory,
    numbering,
    passwords,
    sessions,
    webhooks,
)
from stub_server.shop.repositories import ResetTokenRepository
from tests.checker.mutants.mutant import Mutant
from tests.checker.mutants.patches import wrap, wrap_method, wrapper


def _ignore_case(original: Any, shop: Any, product_id: str) -> Any:
    """Compare ids as a database with a case-insensitive collation does."""
    return original(shop, product_id.strip().lower())


def _ignore_case_of_token(original: Any, tokens: Any, value: str) -> Any:
    for record in tokens._store.all("resetTokens"):
        if record["token"].lower() == value.lower():
            return original(tokens, record["token"])
    return original(tokens, value)


def _ignore_case_of_session(original: Any, shop: Any, token: str | None, *, keep: bool) -> Any:
    if token:
        for record in shop.sandbox.store.all("sessions"):
            if record["token"].lower() == token.lower():
                token = record["token"]
    return original(shop, token, keep=keep)


def _compare_prefix_of_session(original: Any, shop: Any, token: str | None, *, keep: bool) -> Any:
    """Compare the first 16 characters of a session token, as a short column does."""
    if token and len(token) >= 16:
        for record in shop.sandbox.store.all("sessions"):
            if record["token"][:16] == token[:16]:
                token = record["token"]
    return original(shop, token, keep=keep)


def _by_moment() -> None:
    """Ignore an event that is older than the last one of its intent."""
    last: dict[str, int] = {}

    async def heard(original: Any, request: Any, shop: Any) -> Any:
        event = shop.payments.verify_event(request.raw, request.signature)
        payment_event = payment.parse_event(event.type, event.subject)
        if payment_event:
            created = json.loads(request.raw).get("created", 0)
            if created < last.get(payment_event.intent, 0):
                return Result()
            last[payment_event.intent] = created
        return await original(request, shop)

    wrap(webhooks.receive_stripe_event, heard)


def _by_email(original: Any, shop: Any, session: Any, who: Any) -> Any:
    """Take over the orders of all guests with the customer's email at login."""
    new = original(shop, session, who)
    for record in shop.sandbox.store.all("orders"):
        if record["email"].lower() == who.email.lower() and not record["customerId"]:
            order = shop.orders.get(record["id"])
            assert order
            shop.orders.save(replace(order, customer_id=who.id))
    return new


async def _race_for_token(original: Any, request: Any, shop: Any) -> Any:
    """Check the token, and delete it some time later."""
    given = request.body.get("token")
    token = passwords._require_valid(shop, given)
    hashed = await shop.passwords.hash(validate_password(request.body.get("password")))
    await asyncio.sleep(0.05)
    who = shop.customers.get(token.customer_id)
    assert who
    shop.customers.save(replace(who, password_hash=hashed))
    for session in shop.sessions.find_by(customer_id=who.id):
        sessions.end(shop, session)
    shop.reset_tokens.delete(token.token)
    return Result()


class _Uncounted:
    """The shop without a rate limit."""

    class _Free:
        def count(self, *_: Any) -> None:
            """Count nothing."""

    def __init__(self, shop: Any) -> None:
        self._shop = shop
        self.rate_limit = self._Free()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._shop, name)


async def _race_for_attempt(original: Any, request: Any, shop: Any) -> Any:
    """Count an attempt only when it ends."""
    shop.rate_limit.count("login", request.client)
    tried = shop.rate_limit._attempts[("login", request.client)]
    at = tried.pop()
    try:
        return await original(request, _Uncounted(shop))
    finally:
        tried.append(at)


def _number_first(original: Any, request: Any, shop: Any) -> Any:
    """Use up an order number for a rejected checkout."""
    year = shop.now().year
    counter = shop.sandbox.store.get("counters", str(year))
    try:
        return original(request, shop)
    except Rejection:
        last = counter["last"] if counter else 0
        shop.sandbox.store.put("counters", str(year), {"year": year, "last": last + 1})
        raise


async def _number_again(original: Any, request: Any, shop: Any) -> Any:
    """Use up an order number for a repeated checkout."""
    before = len(shop.sandbox.store.page("orders", limit=10_000))
    answer = await original(request, shop)
    if len(shop.sandbox.store.page("orders", limit=10_000)) == before:
        numbering.next_number(shop, shop.now().year)
    return answer


async def _race_for_cart(original: Any, request: Any, shop: Any) -> Any:
    """Read the cart in PATCH and write it 30 ms later."""
    cart = shop.carts.get(request.session)
    product = inventory.product(shop, request.path["productId"])
    wanted = parse_quantity(request.body.get("quantity"))
    changed = rules.set_quantity(
        cart, product, wanted, shop.policy.limits, shop.sandbox.clock.now()
    )
    await asyncio.sleep(0.03)
    return carts._save(request, shop, cart, changed)


def _wrong_cap(original: Any, request: Any, shop: Any) -> Any:
    quantity = request.body.get("quantity")
    if isinstance(quantity, int) and quantity > 2**31 - 1:
        raise OverflowError("out of range for type integer")
    return original(request, shop)


MUTANTS = [
    Mutant("sub-id-case", "C-cart-5", "product ids are compared case-insensitively", wrapper(inventory.product, _ignore_case)),
    Mutant("sub-token-case", "C-cus-8", "reset tokens are compared case-insensitively", partial(wrap_method, ResetTokenRepository, "get", _ignore_case_of_token)),
    Mutant("sub-session-case", "C-conv-2", "session tokens are compared case-insensitively", wrapper(sessions.load_or_start, _ignore_case_of_session)),
    Mutant("sub-session-cut", "C-conv-2", "only the first 16 characters of a session token are compared", wrapper(sessions.load_or_start, _compare_prefix_of_session)),
    Mutant("sub-by-moment", "C-chk-9", "an event older than the last one is ignored", _by_moment),
    Mutant("sub-claimed-by-email", "C-ord-1", "a login takes over the orders of all guests with its email", wrapper(sessions.upgrade, _by_email)),
    Mutant("sub-token-raced", "C-cus-7", "two concurrent requests can use the same token", wrapper(passwords.confirm_password_reset, _race_for_token)),
    Mutant("sub-attempts-raced", "C-cus-6", "concurrent attempts are not limited", wrapper(customers.login_customer, _race_for_attempt)),
    Mutant("sub-number-first", "C-ord-8", "a rejected checkout uses up an order number", wrapper(checkout._build_purchase, _number_first)),
    Mutant("sub-number-again", "C-ord-8", "a repeated checkout uses up an order number", wrapper(checkout.create_checkout_intent, _number_again)),
    Mutant("sub-patch-raced", "C-cart-3", "of a concurrent PATCH and POST one is lost", wrapper(carts.set_cart_item_quantity, _race_for_cart)),
    Mutant("sub-quantity-overflow", "C-cart-6", "a quantity over 2³¹ is 500", wrapper(carts.add_cart_item, _wrong_cap)),
]  # fmt: skip
