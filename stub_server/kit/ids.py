"""Chance: unguessable in earnest, repeatable with a seed."""

from __future__ import annotations

import random
import secrets
import string
from typing import Protocol

ALPHABET = string.ascii_letters + string.digits

FAIR = 256 - 256 % len(ALPHABET)
"""Bytes from here on are thrown away, so that every sign is as likely as every other."""


class Ids(Protocol):
    """Whoever needs an id, a token or a secret asks one of these."""

    def token(self, length: int) -> str:
        """So many letters and digits (62 signs, as Stripe's ids use them)."""
        ...


class SecretIds:
    """Ids from the machine's cryptographic source: fit for sessions and tokens."""

    def token(self, length: int) -> str:
        """So many letters and digits that nobody can guess."""
        signs = ""
        while len(signs) < length:
            signs += "".join(
                ALPHABET[it % len(ALPHABET)] for it in secrets.token_bytes(2 * length) if it < FAIR
            )
        return signs[:length]


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
