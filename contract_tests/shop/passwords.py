"""No response shows a password that was sent (C-cus-11)."""

from __future__ import annotations

from contract_tests.harness.exchange import Exchange
from contract_tests.harness.failures import Failure

LONG_ENOUGH = 10
"""Characters from which on a password stands nowhere by chance."""


class SentPasswords:
    """The passwords that tests have sent so far."""

    def __init__(self) -> None:
        self._passwords: set[bytes] = set()

    def failures(self, exchange: Exchange) -> list[Failure]:
        """Report a password in a response."""
        body = exchange.arguments
        password = body.get("password") if isinstance(body, dict) else None
        if isinstance(password, str) and len(password) >= LONG_ENOUGH and password.isascii():
            self._passwords.add(password.encode())
        if any(sent in exchange.body for sent in tuple(self._passwords)):
            return [Failure("C-cus-11", "a password that was sent is in the answer")]
        return []
