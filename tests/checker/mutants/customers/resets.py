"""Mutants of password resets."""

from __future__ import annotations

from functools import partial
from typing import Any

from stub_server.server.plugin import Result
from stub_server.server.rejection import Rejection
from stub_server.shop.domain import reset
from stub_server.shop.operations import passwords
from tests.checker.mutants.mutant import Mutant
from tests.checker.mutants.patches import wrap, wrapper
from tests.checker.mutants.responses import (
    change_code,
)


async def _reset_404(original: Any, request: Any, shop: Any) -> Any:
    if shop.customers.find_by_email(request.body["email"]) is None:
        raise Rejection("request.notFound", "No such customer.", rule="C-cus-7")
    return await original(request, shop)


async def _reset_tells(original: Any, request: Any, shop: Any) -> Any:
    from stub_server.shop.serializers import Raw

    await original(request, shop)
    known = shop.customers.find_by_email(request.body["email"]) is not None
    return Result(Raw({"sent": known}))


async def _reset_shows_token(original: Any, request: Any, shop: Any) -> Any:
    from stub_server.shop.serializers import Raw

    await original(request, shop)
    found = shop.customers.find_by_email(request.body["email"])
    tokens = shop.reset_tokens.find_by(customer_id=found.id) if found else []
    return Result(Raw({"token": tokens[-1].token if tokens else shop.sandbox.ids.token(48)}))


def _short_token(original: Any, shop: Any, who: Any, token: str) -> None:
    original(shop, who, f"{int(token[:6].encode().hex(), 16) % 10**6:06}")


def _numbered_token() -> None:
    count = iter(range(10**15, 10**16))

    def mailed(original: Any, shop: Any, who: Any, token: str) -> None:
        original(shop, who, str(next(count)))

    wrap(passwords._send_token, mailed)


async def _token_stays(original: Any, request: Any, shop: Any) -> Any:
    found = shop.reset_tokens.get(request.body.get("token")) if request.body.get("token") else None
    answer = await original(request, shop)
    if found:
        shop.reset_tokens.save(found)
    return answer


def _never_expires(original: Any, found: Any, now: Any) -> Any:
    return found or original(found, now)


async def _others_stay(original: Any, request: Any, shop: Any) -> Any:
    kept = [dict(session) for session in shop.sandbox.store.all("sessions")]
    answer = await original(request, shop)
    for record in kept:
        shop.sandbox.store.put("sessions", record["token"], record)
    return answer


async def _all_end(original: Any, request: Any, shop: Any) -> Any:
    answer = await original(request, shop)
    for record in shop.sandbox.store.all("sessions"):
        if record["customerId"]:
            shop.sessions.delete(record["token"])
    return answer


async def _old_stays(original: Any, request: Any, shop: Any) -> Any:
    """Use up the token and keep the password."""
    token = shop.reset_tokens.get(request.body.get("token") or "")
    who = shop.customers.get(token.customer_id) if token else None
    answer = await original(request, shop)
    if who:
        shop.customers.save(who)
    return answer


MUTANTS = [
    Mutant("reset-unknown-404", "C-cus-7", "a reset of an unknown email is 404", wrapper(passwords.request_password_reset, _reset_404)),
    Mutant("reset-tells", "C-cus-7", "a reset tells whether a mail was sent", wrapper(passwords.request_password_reset, _reset_tells)),
    Mutant("reset-token-shown", "C-cus-7", "the response to a reset contains the token", wrapper(passwords.request_password_reset, _reset_shows_token)),
    Mutant("reset-token-short", "C-cus-7", "the token has six digits", wrapper(passwords._send_token, _short_token)),
    Mutant("reset-token-numbered", "C-cus-7", "tokens are sequential numbers", _numbered_token),
    Mutant("reset-token-stays", "C-cus-8", "a token works twice", wrapper(passwords.confirm_password_reset, _token_stays)),
    Mutant("reset-never-expires", "C-cus-8", "a token never expires", wrapper(reset.require_valid, _never_expires)),
    Mutant("reset-sessions-stay", "C-cus-8", "a new password keeps other sessions logged in", wrapper(passwords.confirm_password_reset, _others_stay)),
    Mutant("reset-ends-all", "C-cus-8", "a new password ends the sessions of all customers", wrapper(passwords.confirm_password_reset, _all_end)),
    Mutant("reset-old-stays", "C-cus-8", "the token is accepted, but the password does not change", wrapper(passwords.confirm_password_reset, _old_stays)),
    Mutant("reset-code", "C-cus-8", "the code is auth.tokenExpired", partial(change_code, "auth.tokenInvalid", "auth.tokenExpired")),
]  # fmt: skip
