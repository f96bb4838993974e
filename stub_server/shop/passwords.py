"""Password hashes: argon2id, computed in worker threads (C-cus-4)."""

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
"""Hashes at the same time: 2 × 19 MiB at most; the others wait in a queue."""

PASSES, MEMORY_KIB, LANES = 2, 19 * 1024, 1
"""OWASP's first choice for argon2id where logins are many: about 20 ms, where the library's
default (RFC 9106: 3 passes, 64 MiB, 4 lanes) makes a stub's test suite slow and large."""


@dataclass(frozen=True, slots=True)
class _Hasher:
    """The library's hasher. dummy_hash: of a password that no customer has."""

    argon2: PasswordHasher
    dummy_hash: str


class Argon2Passwords:
    """`ports.Passwords` in worker threads, so that the event loop continues."""

    def __init__(self) -> None:
        self._workers = ThreadPoolExecutor(WORKERS, thread_name_prefix="argon2")
        self._lock = Lock()
        self._hasher: _Hasher | None = None

    async def hash(self, password: str) -> str:
        """Return `$argon2id$v=19$m=…,t=…,p=…$salt$hash` with a new salt (C-cus-4)."""
        return await self._in_worker(lambda: self._load_hasher().argon2.hash(password))

    async def matches(self, password: str, password_hash: str | None) -> bool:
        """Return whether the hash is the password's.

        None is compared with a dummy hash, so that an unknown email takes as long as a wrong
        password (C-cus-5). argon2's InvalidHashError: `password_hash` is not a hash.
        """
        return await self._in_worker(lambda: self._compare(password, password_hash))

    def _compare(self, password: str, password_hash: str | None) -> bool:
        from argon2.exceptions import VerifyMismatchError

        hasher = self._load_hasher()
        try:
            hasher.argon2.verify(
                hasher.dummy_hash if password_hash is None else password_hash, password
            )
        except VerifyMismatchError:
            return False
        return password_hash is not None

    def _load_hasher(self) -> _Hasher:
        """Return the hasher, built at first use.

        So it costs nothing at the start, and the first login takes equally long for a known and
        an unknown email.
        """
        with self._lock:
            if self._hasher is None:
                from argon2 import PasswordHasher

                argon2 = PasswordHasher(PASSES, MEMORY_KIB, LANES)
                self._hasher = _Hasher(argon2, argon2.hash("a password that nobody has"))
            return self._hasher

    async def _in_worker(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._workers, work)
