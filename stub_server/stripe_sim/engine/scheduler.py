"""What is to happen later: by the clock that was handed in, or at once when told to."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections.abc import Awaitable, Callable

from stub_server.runtime.clock import Clock

Job = Callable[[], Awaitable[None]]

MAX_SLEEP = 3600.0


class Scheduler:
    """Jobs by their moment. Started, an event loop's timer runs them; `run_due` runs them anyhow.

    A clock that stands still never makes a later job due: the timer then asks again, and `run_due`
    is how tests go on.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._heap: list[tuple[float, int, Job]] = []
        self._order = itertools.count()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._running: set[asyncio.Task[None]] = set()

    def _now(self) -> float:
        return self._clock.now().timestamp()

    def after(self, seconds: float, job: Job) -> None:
        """Have a job done in so many seconds; 0: as soon as the loop comes round."""
        heapq.heappush(self._heap, (self._now() + seconds, next(self._order), job))
        self._arm()

    def start(self) -> None:
        """Let the running loop's timer do the jobs from now on."""
        self._loop = asyncio.get_running_loop()
        self._arm()

    async def stop(self) -> None:
        """Do no more jobs, and end those under way."""
        self._disarm()
        self._loop = None
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    def clear(self) -> None:
        """Forget what was to happen."""
        self._heap.clear()
        self._disarm()

    def next_due(self) -> float | None:
        """The moment of the job that is to be done first, in Unix seconds; None: nothing is."""
        return self._heap[0][0] if self._heap else None

    def wake(self) -> None:
        """The clock was moved: let the timer ring when the first job is due by it."""
        self._arm()

    async def settle(self) -> None:
        """As `run_due`, for one who may give up waiting: no job ends then, or if another fails."""
        while self._start_due() or self._running:
            await asyncio.wait(self._running)

    async def run_due(self) -> None:
        """Do all that is due by the clock, and wait for it, and for what follows from it."""
        while self._start_due() or self._running:
            await asyncio.gather(*self._running)

    def _start_due(self) -> bool:
        now = self._now()
        started = False
        while self._heap and self._heap[0][0] <= now:
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
        if self._timer is not None and self._timer.when() <= due:
            return  # replaced again and again, a timer that is due would never run
        self._disarm()
        self._timer = self._loop.call_at(due, self._on_timer)

    def _disarm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _on_timer(self) -> None:
        self._timer = None
        self._start_due()
        self._arm()


async def _await(job: Job) -> None:
    await job()
