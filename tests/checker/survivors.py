"""Mutants of the stub and of the PHP backend that may survive, each with the reason."""

from __future__ import annotations

ACCEPTED: dict[str, str] = {
    "reset-token-shown": (
        "known and unknown emails get responses of the same form, and the checker does not yet "
        "search them for the token that the provider state `last-reset-token` returns"
    ),
    "price-shown-not-kept": (
        "the checker reports the mutant, but not by C-cart-12: the test of that rule first finds "
        "that updatedAt does not change (C-cart-11)"
    ),
}
"""Id → why the checker does not kill it."""
