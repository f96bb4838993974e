"""Mutants of passwords and of what a failed login tells."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

from stub_server.server.rejection import Rejection
from stub_server.shop.domain import customer
from stub_server.shop.operations import customers
from stub_server.shop.passwords import Argon2Passwords
from tests.checker.mutants.mutant import Mutant
from tests.checker.mutants.patches import set_constant, wrap_method, wrapper
from tests.checker.mutants.responses import (
    change_code,
    change_status,
)


def _bytes_counted(original: Any, given: Any) -> Any:
    return given if isinstance(given, str) and len(given.encode()) >= 10 else original(given)


def _change_password(change: Any) -> Any:
    """Return a patch that changes each password before it is hashed or compared."""

    def apply() -> None:
        async def hashed(original: Any, self: Any, password: str) -> Any:
            return await original(self, change(password))

        async def matches(original: Any, self: Any, password: str, known: Any) -> Any:
            return await original(self, change(password), known)

        wrap_method(Argon2Passwords, "hash", hashed)
        wrap_method(Argon2Passwords, "matches", matches)

    return apply


async def _quick_unknown(original: Any, self: Any, password: str, known: Any) -> Any:
    return False if known is None else await original(self, password, known)


async def _slow_known(original: Any, self: Any, password: str, known: Any) -> Any:
    await asyncio.sleep(0 if known is None else 0.05)
    return await original(self, password, known)


def _change_message(word: str) -> Any:
    async def login(original: Any, request: Any, shop: Any) -> Any:
        try:
            return await original(request, shop)
        except Rejection as rejection:
            known = shop.customers.find_by_email(request.body["email"])
            if rejection.code == "auth.invalidCredentials" and known:
                if word == "message":
                    rejection.message = "The password is wrong."
                elif word == "member":
                    rejection.members["attemptsLeft"] = 3
            raise

    return wrapper(customers.login_customer, login)


MUTANTS = [
    Mutant("pw-nine", "C-cus-4", "nine characters are enough", partial(set_constant, customer, "PASSWORD_LENGTH", 9)),
    Mutant("pw-twelve", "C-cus-4", "ten characters are too few", partial(set_constant, customer, "PASSWORD_LENGTH", 12)),
    Mutant("pw-bytes", "C-cus-4", "the bytes of a password are counted", wrapper(customer.validate_password, _bytes_counted)),
    Mutant("pw-cut-72", "C-cus-4", "the 73rd character of a password is ignored", _change_password(lambda password: password[:72])),
    Mutant("pw-cut-ten", "C-cus-4", "the 11th character of a password is ignored", _change_password(lambda password: password[:10])),
    Mutant("pw-trimmed", "C-cus-4", "whitespace around a password is ignored", _change_password(str.strip)),
    Mutant("pw-case", "C-cus-4", "the case of a password is ignored", _change_password(str.lower)),
    Mutant("pw-weak-422", "C-cus-4", "a weak password is 422", partial(change_status, "auth.passwordWeak", 422)),
    Mutant("login-unknown-quick", "C-cus-5", "an unknown email is rejected faster", partial(wrap_method, Argon2Passwords, "matches", _quick_unknown)),
    Mutant("login-known-slow", "C-cus-5", "a known email takes 50 ms longer", partial(wrap_method, Argon2Passwords, "matches", _slow_known)),
    Mutant("login-message-tells", "C-cus-5", "the message differs for a wrong password", _change_message("message")),
    Mutant("login-member-tells", "C-cus-5", "the number of remaining attempts is shown for a known email", _change_message("member")),
    Mutant("login-wrong-403", "C-cus-5", "a login with a wrong password is 403", partial(change_status, "auth.invalidCredentials", 403)),
    Mutant("login-code", "C-cus-5", "the code is auth.failed", partial(change_code, "auth.invalidCredentials", "auth.failed")),
]  # fmt: skip
