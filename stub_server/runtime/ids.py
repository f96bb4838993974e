"""Random ids: not guessable, or repeatable with a seed."""

from __future__ import annotations

import random
import secrets
import string
from typing import Protocol

ALPHABET = string.ascii_letters + string.digits

FAIR_LIMIT = 256 - 256 % len(ALPHABET)
"""Bytes from this value on are dropped, so that every character is equally likely."""

DROPPED_BYTES = bytes(range(FAIR_LIMIT, 256))
CHARACTERS = bytes(ord(ALPHABET[byte % len(ALPHABET)]) for byte in range(256))
"""Byte → character."""

CHUNK = 4096
"""Random bytes per system call: many cost little more than a few."""


class Ids(Protocol):
    """A source of random ids, tokens and secrets."""

    def token(self, length: int) -> str:
        """Return `length` letters and digits (62 characters, those of Stripe's ids)."""
        ...


class SecretIds:
    """Ids from the system's cryptographic source, for sessions and tokens.

    Not for a process that forks: parent and child would return the same ids.
    """

    def __init__(self) -> None:
        self._characters = ""
        self._used = 0

    def token(self, length: int) -> str:
        """Return `length` random letters and digits."""
        begin, end = self._used, self._used + length
        while end > len(self._characters):
            fresh = secrets.token_bytes(CHUNK).translate(CHARACTERS, DROPPED_BYTES).decode("ascii")
            self._characters = self._characters[begin:] + fresh
            begin, end = 0, length
        self._used = end
        return self._characters[begin:end]


class SeededIds:
    """The same ids in the same order for the same seed, for tests and repeatable runs."""

    def __init__(self, seed: int | str) -> None:
        self._random = random.Random(seed)

    def token(self, length: int) -> str:
        """Return the next `length` letters and digits of the seed's sequence."""
        return "".join(self._random.choices(ALPHABET, k=length))


def seeded(seed: int | str) -> random.Random:
    """Return a repeatable `random.Random`, for libraries that take one."""
    return random.Random(seed)
