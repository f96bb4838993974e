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
    "C-cus-4": "the length of passwords is tried; that they are hashed with argon2id can't be seen",
    "C-str-4": "that a live key is refused; here, no live key must come",
}
"""What of a rule can't be seen from outside, and what is tried."""
