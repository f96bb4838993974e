"""The simulator as one thing: an ASGI app with a beginning and an end."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from stub_server.runtime.clock import Clock
from stub_server.runtime.ids import Ids
from stub_server.storage.protocol import TextStore
from stub_server.stripe_sim import registry
from stub_server.stripe_sim.cli.socket import CliSocket
from stub_server.stripe_sim.control.control import Control
from stub_server.stripe_sim.engine.clock_control import ClockControl
from stub_server.stripe_sim.engine.delivery import Deliveries, Tell
from stub_server.stripe_sim.engine.scheduler import Scheduler
from stub_server.stripe_sim.engine.simulation import Simulation
from stub_server.stripe_sim.engine.transaction import Engine
from stub_server.stripe_sim.events.subscriptions import Endpoints
from stub_server.stripe_sim.http.dispatch import Dispatcher
from stub_server.stripe_sim.http.guard import Guard
from stub_server.stripe_sim.http.idempotency import Idempotency
from stub_server.stripe_sim.http.server import Receive, Send, Server
from stub_server.stripe_sim.jobs import BackgroundJobs
from stub_server.stripe_sim.reactions import REACTIONS
from stub_server.stripe_sim.settings import SimSettings
from stub_server.stripe_sim.store.objects import ObjectStore
from stub_server.stripe_sim.store.schema import Json


class StripeApp:
    """An ASGI app. `startup` and `shutdown` are also done by its lifespan, each once."""

    speaks_websocket = True

    def __init__(
        self, settings: SimSettings, clock: Clock, ids: Ids, store: TextStore, tell: Tell
    ) -> None:
        objects = ObjectStore(store, registry.filters())
        self.simulation = Simulation(
            settings,
            clock,
            ids,
            objects,
            Endpoints(settings, objects),
            REACTIONS,
            registry.resources(),
        )
        self._scheduler = Scheduler(self.simulation.clock)
        self._deliveries = Deliveries(self.simulation, self._scheduler, tell)
        self._engine = Engine(self.simulation, self._scheduler, self._deliveries, BackgroundJobs())
        self._idempotency = Idempotency(objects)
        self._clock_control = ClockControl(self._engine, self._scheduler)
        control = Control(self._engine, self._clock_control, self.reset)
        guard = Guard(settings.policy)
        dispatcher = Dispatcher(self._engine, self._idempotency, control.pause)
        self._server = Server(dispatcher, control, guard, self.simulation, tell)
        self._cli = CliSocket(self._engine, guard.policy)
        self._started = False

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer as ASGI wants it."""
        if scope["type"] == "http":
            await self._server.respond(scope, receive, send)
        elif scope["type"] == "lifespan":
            await receive()
            await self.startup()
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await self.shutdown()
            await send({"type": "lifespan.shutdown.complete"})
        else:
            await self._cli.serve(scope, receive, send)

    async def startup(self) -> None:
        """From now on timers run in this event loop; what was under way goes on."""
        if not self._started:
            self._started = True
            self._engine.resume()
            self._scheduler.start()

    async def shutdown(self) -> None:
        """No more timers, no more deliveries. The store is its owner's to close."""
        self._started = False
        await self._scheduler.stop()
        await self._deliveries.close()

    async def run_due(self) -> None:
        """Do what the clock says is due, deliveries too, and wait for it."""
        await self._scheduler.run_due()

    def reset(self) -> None:
        """Forget every account's objects, answers, deliveries and timers, and any other time."""
        self._scheduler.clear()
        self._deliveries.clear()
        self._idempotency.clear()
        self.simulation.objects.clear()
        self.simulation.cli.clear()
        self.simulation.endpoints.read()
        self._clock_control.reset()


def _discard(name: str, facts: Json) -> None:
    """Told something, and keeps it to itself."""


def create_stripe_app(
    settings: SimSettings, clock: Clock, ids: Ids, store: TextStore, tell: Tell = _discard
) -> StripeApp:
    """Return a simulator on a store; it needs no index of the store's.

    `tell` hears of each request (`stripe.request`: method, path, status, request) and of each try
    to deliver (`stripe.webhook`: event, type, url, attempt).
    """
    return StripeApp(settings, clock, ids, store, tell)
