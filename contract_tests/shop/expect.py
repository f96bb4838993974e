"""What the shop's rule tests expect: where a real backend may answer otherwise, both pass."""

from __future__ import annotations

from typing import Any

from contract_tests.harness.exchange import Exchange
from contract_tests.harness.expect import (
    INVALID,
    check,
    envelope_error,
    equal,
    ok,
    rejected,
    unexpected,
    unguessable,
)
from contract_tests.harness.failures import CheckFailed

__all__ = [
    "INVALID",
    "check",
    "equal",
    "error",
    "not_visible",
    "ok",
    "rejected",
    "unguessable",
]

STUB_CODES = ("request.", "auth.required", "address.notFound", "webhook.signatureInvalid")
"""Codes that are the stub's own: of a real backend, status and envelope are checked."""
PRIVATE = (b"Musterweg", b"buyer@example.com")
"""What an order of these tests has in it."""


def error(exchange: Exchange, status: int, code: str, *others: tuple[int, str]) -> Any:
    """Return the error of a rejection; expect that status and code, or one of the others."""
    allowed = [(status, code), *others]
    for allowed_status, allowed_code in allowed:
        # of `request.*`, the class of the status counts (C-conv-7)
        fits = exchange.status == allowed_status or (
            allowed_code == "request.invalid" and exchange.status in INVALID
        )
        if fits and (allowed_code.startswith(STUB_CODES) or exchange.code == allowed_code):
            return envelope_error(exchange)
    raise unexpected(exchange, allowed)


def not_visible(exchange: Exchange, *others: tuple[int, str]) -> None:
    """Expect that somebody else's order is not shown (fine print 4: a guest's is 404)."""
    if exchange.status < 400:
        raise CheckFailed("an order is shown to who must not see it", "C-ord-1", "C-ord-2")
    leaked = [text.decode() for text in PRIVATE if text in exchange.body]
    check(not leaked, f"the refusal tells of the order: {leaked}", "C-ord-1")
    error(exchange, 404, "order.notFound", (403, "order.forbidden"), *others)
