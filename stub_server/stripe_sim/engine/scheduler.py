"""Jobs that run later, by a clock."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections.abc import Awaitable, Callable

from stub_server.runtime.clock import Clock

Job = Callable[[], Awaitable[None]]

BATCH = 50
"""Jobs that the timer starts at most in one turn of the event loop; requests come in between."""

MAX_SLEEP = 3600.0


class Scheduler:
    """Jobs by time. After `start` a timer of the event loop runs them; `run_due` always does.

    With a frozen clock no later job is ever due: tests advance the clock and call `run_due`.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._heap: list[tuple[float, int, Job]] = []
        self._order = itertools.count()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._timer_due = 0.0
        self._running: set[asyncio.Task[None]] = set()

    def _now(self) -> float:
        return self._clock.monotonic()

    def after(self, seconds: float, job: Job) -> None:
        """Schedule a job in so many seconds; 0: in the next iteration of the loop."""
        heapq.heappush(self._heap, (self._now() + seconds, next(self._order), job))
        self._arm()

    def start(self) -> None:
        """Run due jobs by a timer of the running loop."""
        self._loop = asyncio.get_running_loop()
        self._arm()

    async def stop(self) -> None:
        """Stop the timer, and cancel the running jobs."""
        self._disarm()
        self._loop = None
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    def clear(self) -> None:
        """Remove all scheduled jobs."""
        self._heap.clear()
        self._disarm()

    def next_due(self) -> float | None:
        """Return when the next job is due, in seconds of monotonic time, or None."""
        return self._heap[0][0] if self._heap else None

    def wake(self) -> None:
        """Set the timer again after the clock was advanced."""
        self._arm()

    async def settle(self) -> None:
        """Run due jobs as `run_due`; a cancelled or failed wait cancels no other job."""
        while self._start_due() or self._running:
            await asyncio.wait(self._running)

    async def run_due(self) -> None:
        """Run the due jobs and those that they schedule for now, and wait for their end."""
        while self._start_due() or self._running:
            await asyncio.gather(*self._running)

    def _start_due(self, limit: int | None = None) -> bool:
        now = self._now()
        started = False
        while self._heap and self._heap[0][0] <= now and limit != 0:
            limit = None if limit is None else limit - 1
            _, _, job = heapq.heappop(self._heap)
            task: asyncio.Task[None] = asyncio.ensure_future(_await(job))
            self._running.add(task)
            task.add_done_callback(self._running.discard)
            started = True
        return started

    def _arm(self) -> None:
        if self._loop is None or not self._heap:
            return
        wait = min(max(self._heap[0][0] - self._now(), 0.0), MAX_SLEEP)
        due = self._loop.time() + wait
        if self._timer is not None and self._timer_due <= due:
            return  # replaced again and again, a timer that is due would never run
        self._disarm()
        self._timer, self._timer_due = self._loop.call_at(due, self._on_timer), due

    def _disarm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _on_timer(self) -> None:
        self._timer = None
        self._start_due(BATCH)
        self._arm()


async def _await(job: Job) -> None:
    await job()
