"""Sliding-window rate limiter, one minute."""

from __future__ import annotations

import math
from collections import deque
from datetime import datetime, timedelta

from stub_server.runtime.clock import Clock
from stub_server.server.rejection import Rejection

WINDOW = timedelta(minutes=1)


class SlidingWindow:
    """Counts attempts by action and client address, in memory (C-cus-6)."""

    def __init__(self, clock: Clock, limit: int) -> None:
        self._clock = clock
        self._limit = limit
        self._attempts: dict[tuple[str, str], deque[datetime]] = {}

    def count(self, action: str, client: str) -> None:
        """Count one attempt; raise `auth.rateLimited` after too many in the last minute.

        Attempts that were refused do not count: waiting `retry_after` seconds is enough.
        """
        now = self._clock.now()
        attempts = self._attempts.setdefault((action, client), deque())
        while attempts and attempts[0] <= now - WINDOW:
            attempts.popleft()
        if len(attempts) >= self._limit:
            wait = math.ceil((attempts[0] + WINDOW - now).total_seconds())
            raise Rejection(
                "auth.rateLimited",
                f"Too many attempts. Try again in {wait} s.",
                rule="C-cus-6",
                retry_after=wait,
            )
        attempts.append(now)

    def clear(self) -> None:
        """Forget all attempts."""
        self._attempts.clear()
