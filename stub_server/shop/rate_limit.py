"""Sliding-window rate limiter, one minute."""

from __future__ import annotations

import math
from collections import deque
from itertools import islice

from stub_server.runtime.clock import Clock
from stub_server.server.rejection import Rejection

WINDOW = 60.0
"""Seconds that an attempt counts."""


class SlidingWindow:
    """Counts attempts by action and client address, in memory (C-cus-6).

    Times are monotonic, so that a host clock that is set back blocks nobody. Clients without an
    attempt in the last minute are forgotten.
    """

    def __init__(self, clock: Clock, limit: int) -> None:
        self._clock = clock
        self._limit = limit
        self._attempts: dict[tuple[str, str], deque[float]] = {}

    def count(self, action: str, client: str) -> None:
        """Count one attempt; raise `auth.rateLimited` after too many in the last minute.

        Attempts that were refused do not count: waiting `retry_after` seconds is enough.
        """
        now = self._clock.monotonic()
        attempts = self._attempts_of((action, client), now)
        if len(attempts) >= self._limit:
            wait = math.ceil(attempts[0] + WINDOW - now)
            raise Rejection(
                "auth.rateLimited",
                f"Too many attempts. Try again in {wait} s.",
                rule="C-cus-6",
                retry_after=wait,
            )
        attempts.append(now)

    def _attempts_of(self, key: tuple[str, str], now: float) -> deque[float]:
        """Return the attempts that count, and forget the client who has waited longest.

        At each call one client comes and up to two go, so that no more remain than tried lately.
        """
        for oldest in list(islice(self._attempts, 2)):
            if self._attempts[oldest][-1] <= now - WINDOW:
                del self._attempts[oldest]
        attempts = self._attempts.pop(key, deque())
        while attempts and attempts[0] <= now - WINDOW:
            attempts.popleft()
        self._attempts[key] = attempts
        return attempts

    def clear(self) -> None:
        """Forget all attempts."""
        self._attempts.clear()
