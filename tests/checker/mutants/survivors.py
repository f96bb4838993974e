"""Mutants that may survive, each with the reason."""

from __future__ import annotations

ACCEPTED: dict[str, str] = {
    "reset-token-shown": (
        "known and unknown emails get responses of the same form, and the checker does not yet "
        "search them for the token that the provider state `last-reset-token` returns"
    ),
}
"""Id → why the checker does not kill it."""
