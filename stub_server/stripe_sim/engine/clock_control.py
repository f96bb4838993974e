"""The simulator's clock is put forward, and what falls due on the way is done at its moment."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import timedelta

from stub_server.stripe_sim.engine.scheduler import Scheduler
from stub_server.stripe_sim.engine.transaction import Engine

TABLE, KEY = "clock", "ahead"

MAX_AHEAD = timedelta(days=3650)
"""So far ahead of the time outside the clock can be: ready test cards still make sense there."""

WAIT_LIMIT = 20.0
"""Real seconds that an advance waits for receivers of webhooks; then it goes on without them."""

STEP = timedelta(milliseconds=100)
"""What falls due within so much is done together: many deliveries then are tried again at once."""


class ClockControl:
    """How far ahead the clock is to be. It is kept with the objects, which else would be newer than
    the time after a restart."""

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
        """Let so many seconds go by, job by job: what a job brings about in them is done too.

        ValueError: that is too far. A second call meanwhile goes on from where the first arrives.
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
        """From job to job up to the aim, which a reset takes back to 0."""
        await self._scheduler.settle()
        while (left := self._target - self._clock.ahead) > timedelta(0):
            due, gap = self._scheduler.next_due(), left
            if due is not None:
                gap = timedelta(seconds=due - self._clock.now().timestamp()) + STEP
            self._clock.advance(min(left, max(gap, STEP)))
            await self._scheduler.settle()

    def reset(self) -> None:
        """It is as late as outside."""
        self._target = timedelta(0)
        self._clock.reset()
        self._engine.expiry.schedule_now()
