"""How often somebody has tried of late: a window of a minute that moves along."""

from __future__ import annotations

import math
from collections import deque
from datetime import datetime, timedelta

from stub_server.runtime.clock import Clock
from stub_server.shop.domain.refusal import Refusal

WINDOW = timedelta(minutes=1)


class Tries:
    """Attempts by what is tried and from which address; kept in memory alone (C-cus-6)."""

    def __init__(self, clock: Clock, a_minute: int) -> None:
        self._clock = clock
        self._a_minute = a_minute
        self._tried: dict[tuple[str, str], deque[datetime]] = {}

    def count(self, what: str, client: str) -> None:
        """Count one attempt; `auth.rateLimited` when there were too many in the last minute.

        Attempts that were refused do not count: waiting `retry_after` seconds is enough.
        """
        now = self._clock.now()
        tried = self._tried.setdefault((what, client), deque())
        while tried and tried[0] <= now - WINDOW:
            tried.popleft()
        if len(tried) >= self._a_minute:
            wait = math.ceil((tried[0] + WINDOW - now).total_seconds())
            raise Refusal(
                "auth.rateLimited",
                f"Too many attempts. Try again in {wait} s.",
                rule="C-cus-6",
                retry_after=wait,
            )
        tried.append(now)

    def forget(self) -> None:
        """As if nobody had tried anything yet."""
        self._tried.clear()
