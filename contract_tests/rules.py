"""Which rules a test holds the backend to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest

Test = TypeVar("Test", bound=Callable[..., object])


def rule(*ids: str) -> Callable[[Test], Test]:
    """Mark a test with its rules; what breaks in it breaks the first, unless it says otherwise."""
    return pytest.mark.rule(*ids)


UNSEEN: dict[str, str] = {
    "C-chk-15": "Apple Pay and Google Pay, which a browser has to offer; cards and SEPA are tried",
    "C-cus-4": "that passwords are hashed with argon2id; their length is tried",
    "C-cus-7": "that tokens are never logged; what is answered is looked at",
    "C-str-3": "the frontend's own pages; that no card comes from the backend is looked at",
    "C-str-4": "that a live key is refused at start; that none comes is looked at",
}
"""What of a rule can't be seen from outside, and what is tried."""
