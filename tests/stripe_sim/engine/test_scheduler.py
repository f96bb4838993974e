"""Jobs by time: many that are due together leave the event loop to others."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from stub_server.runtime.clock import FrozenClock
from stub_server.stripe_sim.engine.scheduler import BATCH, Scheduler


async def test_one_turn_of_the_loop_starts_a_limited_number_of_jobs() -> None:
    scheduler = Scheduler(FrozenClock(datetime(2026, 11, 23, tzinfo=UTC)))
    done: list[int] = []

    async def job() -> None:
        done.append(1)

    for _ in range(10 * BATCH):
        scheduler.after(0, job)
    scheduler.start()
    most, before = 0, 0
    async with asyncio.timeout(10):
        while len(done) < 10 * BATCH:
            await asyncio.sleep(0)
            most, before = max(most, len(done) - before), len(done)
    assert 0 < most <= BATCH
    await scheduler.stop()


async def test_jobs_that_are_scheduled_in_each_turn_do_not_hold_up_the_timer() -> None:
    scheduler = Scheduler(FrozenClock(datetime(2026, 11, 23, tzinfo=UTC)))
    done: list[int] = []

    async def job() -> None:
        done.append(1)

    scheduler.start()
    for _ in range(5):
        asyncio.get_running_loop().call_soon(scheduler.after, 0, job)
        await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert done
    await scheduler.stop()
