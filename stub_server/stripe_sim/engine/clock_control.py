"""Advances of the simulated clock, which run each due job at its time."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import timedelta

from stub_server.stripe_sim.engine.scheduler import Scheduler
from stub_server.stripe_sim.engine.transaction import Engine

TABLE, KEY = "clock", "ahead"

MAX_AHEAD = timedelta(days=3650)
"""Maximum lead of the simulated clock over the real one; test cards are still valid then."""

WAIT_LIMIT = 20.0
"""Real time in s for which an advance waits for receivers of webhooks."""

STEP = timedelta(milliseconds=100)
"""Jobs that are due within this time run together, as the attempts of many deliveries."""


class ClockControl:
    """The lead of the simulated clock. It is stored with the objects, which otherwise would be
    newer than the clock after a restart."""

    def __init__(self, engine: Engine, scheduler: Scheduler) -> None:
        self._engine = engine
        self._scheduler = scheduler
        self._clock = engine.simulation.clock
        self._store = engine.simulation.objects.store
        stored = self._store.get(TABLE, KEY)
        self._target = timedelta(seconds=stored["seconds"] if stored else 0)
        self._clock.advance(self._target)
        self._advance_lock = asyncio.Lock()

    async def advance(self, seconds: int) -> None:
        """Advance the clock job by job, including jobs that other jobs schedule in that time.

        Raise ValueError if the clock would be too far ahead. A concurrent call continues at the
        time that the first one reaches.
        """
        if seconds > (MAX_AHEAD - self._target).total_seconds():
            raise ValueError(
                f"The clock can be {MAX_AHEAD.days} days ahead at most, and is {self._target} "
                "ahead: /_stub/reset sets it back."
            )
        self._target += timedelta(seconds=seconds)
        self._store.put(TABLE, KEY, {"seconds": int(self._target.total_seconds())})
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(WAIT_LIMIT), self._advance_lock:
                await self._advance_by_jobs()
        self._clock.advance(self._target - self._clock.ahead)
        self._scheduler.wake()
        await self._engine.delete_expired()

    async def _advance_by_jobs(self) -> None:
        """Advance from job to job up to the target, which a reset sets to 0."""
        await self._scheduler.settle()
        while (left := self._target - self._clock.ahead) > timedelta(0):
            due, gap = self._scheduler.next_due(), left
            if due is not None:
                gap = timedelta(seconds=due - self._clock.monotonic()) + STEP
            self._clock.advance(min(left, max(gap, STEP)))
            await self._scheduler.settle()

    def reset(self) -> None:
        """Set the clock to the real time."""
        self._target = timedelta(0)
        self._clock.reset()
        self._engine.expiry.schedule_now()
