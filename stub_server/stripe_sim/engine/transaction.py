"""One piece of work after another: written as a whole or not at all, and then its consequences."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from functools import partial
from typing import Protocol, TypeVar

from stub_server.stripe_sim.engine.context import Call, Later, World
from stub_server.stripe_sim.engine.delivery import Deliveries
from stub_server.stripe_sim.engine.scheduler import Scheduler
from stub_server.stripe_sim.store.retention import Expiry

T = TypeVar("T")


class Jobs(Protocol):
    """What can be done without a request."""

    def run(self, name: str, world: World, call: Call, identifier: str) -> None:
        """Do the job to the object with that id."""
        ...

    def unfinished(self, world: World) -> Iterator[Later]:
        """Yield the jobs that were under way when the simulator was stopped."""
        ...


class Engine:
    """Runs handlers and background jobs on the world, and starts what follows from them."""

    def __init__(
        self, world: World, scheduler: Scheduler, deliveries: Deliveries, jobs: Jobs
    ) -> None:
        self.world = world
        self.deliveries = deliveries
        self._scheduler = scheduler
        self._jobs = jobs
        self.expiry = Expiry(world.books)

    def run(self, work: Callable[[], T]) -> T:
        """Do the work in one transaction; then send its webhooks and start its timers.

        What it raises takes back all that it has written, and nothing follows from it.
        """
        world = self.world
        world.moment = now = world.now()
        try:
            if self.expiry.due(now):
                self.expiry.sweep(now)
            with world.books.transaction():
                result = work()
                planned = self.deliveries.file(world.outgoing) if world.outgoing else []
            for later in world.later:
                self._wait_for(later)
            if planned:
                self.deliveries.start(planned)
            if world.to_cli:
                self._tell_clis(world.to_cli)
        finally:
            world.moment = None
            world.forget()
        return result

    def read(self, work: Callable[[], T]) -> T:
        """Do work that writes nothing, without a transaction."""
        self.world.moment = now = self.world.now()
        try:
            if self.expiry.due(now):
                self.expiry.sweep(now)
            return work()
        finally:
            self.world.moment = None

    async def tidy(self) -> None:
        """Drop now all that is too old, and let others come in between."""
        self.expiry.look_soon()
        while self.expiry.due(now := self.world.now()):
            self.expiry.sweep(now)
            await asyncio.sleep(0)

    def _tell_clis(self, told: list[tuple[str, str]]) -> None:
        world = self.world
        for account, identifier in told:
            event = world.books.get("events", account, identifier)
            if event is not None:
                world.cli.tell(event, world.ids.token(6), world.wall())

    def arrived(self, account: str, event: str) -> None:
        """One more of those that an event was sent to has it."""
        self.run(lambda: self.deliveries.count_down(account, event))

    def background_call(self, account: str) -> Call:
        """A call that nobody made."""
        return Call(account, self.world.settings.default_version)

    def resume(self) -> None:
        """Take up what was under way when the simulator was stopped."""
        for later in self._jobs.unfinished(self.world):
            self._wait_for(later)
        self.deliveries.resume()

    def _wait_for(self, later: Later) -> None:
        self._scheduler.after(later.seconds, partial(self._do, later))

    async def _do(self, later: Later) -> None:
        call = self.background_call(later.account)
        self.run(lambda: self._jobs.run(later.job, self.world, call, later.subject))
