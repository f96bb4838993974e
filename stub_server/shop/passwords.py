"""Passwords, hashed with argon2id in threads of their own (C-cus-4)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from argon2 import PasswordHasher

T = TypeVar("T")

WORKERS = 2
"""Passwords at work at the same time: 2 × 19 MiB at most; the others wait in a queue."""

PASSES, MEMORY_KIB, LANES = 2, 19 * 1024, 1
"""OWASP's first choice for argon2id where logins are many: about 20 ms, where the library's
default (RFC 9106: 3 passes, 64 MiB, 4 lanes) makes a stub's test suite slow and large."""


@dataclass(frozen=True, slots=True)
class _Bench:
    """The tools of the trade: the hasher, and a hash that belongs to nobody."""

    hasher: PasswordHasher
    nobodys: str


class Argon2Passwords:
    """`ports.Passwords`: the event loop goes on while a hash is being made or compared."""

    def __init__(self) -> None:
        self._workers = ThreadPoolExecutor(WORKERS, thread_name_prefix="argon2")
        self._making = Lock()
        self._made: _Bench | None = None

    async def hashed(self, password: str) -> str:
        """`$argon2id$v=19$m=…,t=…,p=…$salt$hash`, with a salt of its own (C-cus-4)."""
        return await self._apart(lambda: self._bench().hasher.hash(password))

    async def matches(self, password: str, hashed: str | None) -> bool:
        """Whether the password is the hash's; None is compared all the same, with a hash that
        belongs to nobody, so that an unknown email takes as long as a wrong password (C-cus-5).

        argon2's InvalidHashError: what is stored is no hash.
        """
        return await self._apart(lambda: self._compared(password, hashed))

    def _compared(self, password: str, hashed: str | None) -> bool:
        from argon2.exceptions import VerifyMismatchError

        bench = self._bench()
        try:
            bench.hasher.verify(bench.nobodys if hashed is None else hashed, password)
        except VerifyMismatchError:
            return False
        return hashed is not None

    def _bench(self) -> _Bench:
        """Made at first use, whichever that is: start-up does not pay for it, and a first login
        with an unknown email takes no longer than one with a known email."""
        with self._making:
            if self._made is None:
                from argon2 import PasswordHasher

                hasher = PasswordHasher(PASSES, MEMORY_KIB, LANES)
                self._made = _Bench(hasher, hasher.hash("a password that nobody has"))
            return self._made

    async def _apart(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._workers, work)
