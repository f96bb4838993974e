"""Chance: unguessable in earnest, repeatable with a seed."""

from __future__ import annotations

import random
import secrets
import string
from typing import Protocol

ALPHABET = string.ascii_letters + string.digits

FAIR = 256 - 256 % len(ALPHABET)
"""Bytes from here on are thrown away, so that every sign is as likely as every other."""

UNFAIR = bytes(range(FAIR, 256))
SIGNS = bytes(ord(ALPHABET[it % len(ALPHABET)]) for it in range(256))
"""The sign for each byte."""

DRAWN = 4096
"""Bytes asked of the machine at a time: one call for them costs little more than for a few."""


class Ids(Protocol):
    """Whoever needs an id, a token or a secret asks one of these."""

    def token(self, length: int) -> str:
        """So many letters and digits (62 signs, as Stripe's ids use them)."""
        ...


class SecretIds:
    """Ids from the machine's cryptographic source: fit for sessions and tokens.

    Each sign is given out once. Not for a process that forks: both halves would give the same.
    """

    def __init__(self) -> None:
        self._drawn = ""
        self._given = 0

    def token(self, length: int) -> str:
        """So many letters and digits that nobody can guess."""
        begin, end = self._given, self._given + length
        while end > len(self._drawn):
            fresh = secrets.token_bytes(DRAWN).translate(SIGNS, UNFAIR).decode("ascii")
            self._drawn = self._drawn[begin:] + fresh
            begin, end = 0, length
        self._given = end
        return self._drawn[begin:end]


class SeededIds:
    """The same ids in the same order for the same seed: for tests and repeatable runs."""

    def __init__(self, seed: int | str) -> None:
        self._random = random.Random(seed)

    def token(self, length: int) -> str:
        """The next so many letters and digits of the seed's sequence."""
        return "".join(self._random.choices(ALPHABET, k=length))


def seeded(seed: int | str) -> random.Random:
    """The standard library's source of chance, repeatable, for a library that wants one."""
    return random.Random(seed)
