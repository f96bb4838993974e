"""The state that all requests share, and the pending effects of a request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

from stub_server.runtime.clock import Clock, OffsetClock
from stub_server.runtime.ids import Ids
from stub_server.stripe_sim.engine.resource import Resource
from stub_server.stripe_sim.events.cli_sessions import CliSessions
from stub_server.stripe_sim.events.subscriptions import Endpoints
from stub_server.stripe_sim.settings import SimSettings
from stub_server.stripe_sim.store.objects import ObjectStore
from stub_server.stripe_sim.store.schema import Json


class ScheduledJob(NamedTuple):
    """A job that runs on an object in so many seconds."""

    seconds: float
    job: str
    account: str
    subject: str


class Reaction(Protocol):
    """Called after an event of a certain type with the object that the event is about."""

    def __call__(self, ctx: Any, subject: Json, /) -> None: ...


class Simulation:
    """Objects, clock, ids and subscriptions. Its clock can be ahead of the real one."""

    def __init__(
        self,
        settings: SimSettings,
        clock: Clock,
        ids: Ids,
        objects: ObjectStore,
        endpoints: Endpoints,
        reactions: Mapping[str, tuple[Reaction, ...]],
        resources: Mapping[str, Resource],
    ) -> None:
        self.settings = settings
        self.clock = OffsetClock(clock)
        self.ids = ids
        self.objects = objects
        self.endpoints = endpoints
        self.reactions = reactions
        self.resources = resources
        self.outgoing: list[tuple[Json, Json]] = []
        self.later: list[ScheduledJob] = []
        self.to_cli: list[tuple[str, str]] = []
        self.moment: int | None = None
        self.cli = CliSessions()

    def now(self) -> int:
        """Return the simulated time in Unix seconds, constant during a request."""
        return self.moment or int(self.clock.now().timestamp())

    def real_now(self) -> int:
        """Return the real time in Unix seconds, by which receivers verify signatures."""
        return int(self.clock.base.now().timestamp())

    def discard_effects(self) -> None:
        """Drop the pending effects of a request that was rolled back."""
        self.outgoing, self.later, self.to_cli = [], [], []
