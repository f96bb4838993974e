"""Mutants of accounts and of what they show."""

from __future__ import annotations

import asyncio
import itertools
import json
from dataclasses import replace
from functools import partial
from typing import Any

from stub_server.server.plugin import Result
from stub_server.shop.domain import customer
from stub_server.shop.operations import customers, sessions
from stub_server.shop.repositories import CustomerRepository
from tests.checker.mutants.middleware import CallNext, Request, Response, add_middleware
from tests.checker.mutants.mutant import Mutant
from tests.checker.mutants.patches import wrap_method, wrapper
from tests.checker.mutants.responses import (
    CUSTOMERS,
    change_body,
    change_status,
)

_numbers = itertools.count(1)


def _shows(change: Any) -> Any:
    def each(content: Any) -> Any:
        return change(content) if isinstance(content, dict) else content

    return partial(change_body, each, *CUSTOMERS)


def _carts_merged(original: Any, shop: Any, session: Any, who: Any) -> Any:
    """Take over the cart of the customer's other session at login."""
    others = shop.sessions.find_by(customer_id=who.id)
    new = original(shop, session, who)
    for other in others:
        cart = shop.carts.find(other.key)
        mine = shop.carts.find(new.key)
        if cart and other.key != new.key:
            known = {line.product_id for line in mine.lines} if mine else set()
            lines = tuple(line for line in cart.lines if line.product_id not in known)
            shop.carts.save(new.key, replace(cart, lines=(*(mine.lines if mine else ()), *lines)))
    return new


async def _read_only_ignored(request: Request, call_next: CallNext) -> Response:
    body = request.json
    if request.operation == "updateMe" and isinstance(body, dict):
        kept = {name: value for name, value in body.items() if name not in ("id", "createdAt")}
        return await call_next(replace(request, body=json.dumps(kept).encode()))
    return await call_next(request)


async def _any_email(request: Request, call_next: CallNext) -> Response:
    body: Any = request.json if request.operation == "registerCustomer" else None
    email = body.get("email") if isinstance(body, dict) else None
    if isinstance(email, str) and "@" not in email:
        body = {**body, "email": f"{email}{next(_numbers)}@example.com"}
        return await call_next(replace(request, body=json.dumps(body).encode()))
    return await call_next(request)


def _by_exact_email(original: Any, customers: Any, email: str) -> Any:
    found = original(customers, email)
    return found if found and found.email == email else None


def _free_exactly(original: Any, shop: Any, email: str, but_for: Any = None) -> None:
    found = shop.customers.find_by_email(email)
    if found and found.email == email:
        original(shop, email, but_for)


def _free_at_register(original: Any, shop: Any, email: str, but_for: Any = None) -> None:
    if but_for is None:
        original(shop, email, but_for)


async def _race_for_email(original: Any, request: Any, shop: Any) -> Any:
    customers._require_free_email(shop, request.body["email"])
    name, password = (
        customer.validate_name(request.body["name"]),
        customer.validate_password(request.body.get("password")),
    )
    hashed = await shop.passwords.hash(password)
    await asyncio.sleep(0.02)
    made = customer.Customer(
        id="cust_" + shop.sandbox.ids.token(16), email=request.body["email"], name=name,
        accepts_marketing=request.body["acceptsMarketing"], created_at=shop.now(),
        password_hash=hashed,
    )  # fmt: skip
    shop.customers.save(made)
    return Result(made, sessions.upgrade(shop, request.session, made))


def _taken_is_own(original: Any, shop: Any, email: str, but_for: Any = None) -> None:
    """Treat the customer's own email in another case as taken."""
    original(shop, email, None if but_for and not _same(shop, email, but_for) else but_for)


def _same(shop: Any, email: str, who: str) -> bool:
    found = shop.customers.get(who)
    return bool(found and found.email == email)


def _name_lost(original: Any, who: Any, changes: Any) -> Any:
    """Reset the fields that PATCH does not name."""
    new = original(who, changes)
    return new if "acceptsMarketing" in changes else replace(new, accepts_marketing=False)


MUTANTS = [
    Mutant("login-carts-merged", "C-cart-9", "a login merges the cart of another session", wrapper(sessions.upgrade, _carts_merged)),
    Mutant("cus-any-email", "C-chk-4", "any string is accepted as the email of an account", partial(add_middleware, _any_email)),
    Mutant("cus-read-only-ignored", "C-cus-9", "id and createdAt are ignored when sent", partial(add_middleware, _read_only_ignored)),
    Mutant("cus-exact-login", "C-cus-9", "a login is case-sensitive in the email", partial(wrap_method, CustomerRepository, "find_by_email", _by_exact_email)),
    Mutant("cus-exact-taken", "C-cus-9", "an email that differs in case counts as free", wrapper(customers._require_free_email, _free_exactly)),
    Mutant("cus-patch-taken", "C-cus-9", "PATCH accepts the email of another customer", wrapper(customers._require_free_email, _free_at_register)),
    Mutant("cus-own-taken", "C-cus-9", "the customer's own email in another case counts as taken", wrapper(customers._require_free_email, _taken_is_own)),
    Mutant("cus-taken-400", "C-cus-9", "a taken email is 400", partial(change_status, "auth.emailTaken", 400)),
    Mutant("cus-register-raced", "C-cus-9", "two concurrent registrations create two accounts", wrapper(customers.register_customer, _race_for_email)),
    Mutant("cus-patch-forgets", "C-cus-9", "PATCH resets acceptsMarketing", wrapper(customer.apply_changes, _name_lost)),
    Mutant("cus-hash", "C-cus-11", "the response contains the password hash", _shows(lambda content: content.update(credential="$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA"))),
    Mutant("cus-password", "C-cus-11", "the response contains the password", _shows(lambda content: content.update(password="correct horse battery"))),
    Mutant("cus-password-elsewhere", "C-cus-11", "the response contains the password under another name", _shows(lambda content: content.update(secret="correct horse battery"))),
    Mutant("cus-no-created-at", "C-cus-11", "createdAt is missing", _shows(lambda content: {k: v for k, v in content.items() if k != "createdAt"})),
    Mutant("cus-consent-number", "C-cus-11", "acceptsMarketing is 0 or 1", _shows(lambda content: content.update(acceptsMarketing=int(content["acceptsMarketing"])))),
    Mutant("cus-default-null", "C-cus-11", "defaultAddressId is null", _shows(lambda content: {"defaultAddressId": None, **content})),
    Mutant("cus-name-lost", "C-cus-11", "names are cut to ten characters", _shows(lambda content: content.update(name=content["name"][:10]))),
]  # fmt: skip
