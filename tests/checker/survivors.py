"""Mutants of the stub and of the PHP backend that may survive, each with the reason."""

from __future__ import annotations

ACCEPTED: dict[str, str] = {
    "price-shown-not-kept": (
        "the checker reports the mutant, but not by C-cart-12: the test of that rule first finds "
        "that updatedAt does not change (C-cart-11)"
    ),
}
"""Id → why the checker does not kill it."""
