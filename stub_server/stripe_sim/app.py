"""The ASGI app of the simulator, with startup and shutdown."""

from __future__ import annotations

from collections.abc import Collection, MutableMapping
from typing import Any

from stub_server.runtime.clock import Clock
from stub_server.runtime.ids import Ids
from stub_server.storage.protocol import TextStore
from stub_server.stripe_sim import registry
from stub_server.stripe_sim.cli.socket import CliSocket
from stub_server.stripe_sim.control.control import Control
from stub_server.stripe_sim.engine.clock_control import ClockControl
from stub_server.stripe_sim.engine.delivery import Deliveries, Notify
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
    """An ASGI app. Its lifespan calls `startup` and `shutdown`."""

    speaks_websocket = True

    def __init__(
        self, settings: SimSettings, clock: Clock, ids: Ids, store: TextStore, notify: Notify
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
        self._deliveries = Deliveries(self.simulation, self._scheduler, notify)
        self._engine = Engine(self.simulation, self._scheduler, self._deliveries, BackgroundJobs())
        self._idempotency = Idempotency(objects)
        self._clock_control = ClockControl(self._engine, self._scheduler)
        control = Control(self._engine, self._clock_control, self.reset)
        guard = Guard(settings.policy)
        dispatcher = Dispatcher(self._engine, self._idempotency, control.pause)
        self._server = Server(dispatcher, control, guard, self.simulation, notify)
        self._cli = CliSocket(self._engine, guard.policy)
        self._started = False

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Serve HTTP, WebSocket and lifespan connections."""
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
        """Run timers in this event loop, and resume interrupted jobs and deliveries."""
        if not self._started:
            self._started = True
            self._engine.resume()
            self._scheduler.start()

    def reconcile(self, pending_intents: Collection[str]) -> None:
        """Deliver again what a backend has lost: PaymentIntents whose orders it has as pending."""
        self._engine.reconcile(pending_intents)

    async def shutdown(self) -> None:
        """Stop timers and deliveries. The store stays open: its owner closes it."""
        self._started = False
        await self._scheduler.stop()
        await self._deliveries.close()

    async def run_due(self) -> None:
        """Run the jobs and deliveries that are due, and wait for their end."""
        await self._scheduler.run_due()

    def reset(self) -> None:
        """Delete all objects, stored responses, deliveries and timers; reset the clock."""
        self._scheduler.clear()
        self._deliveries.clear()
        self._idempotency.clear()
        self.simulation.objects.clear()
        self.simulation.cli.clear()
        self.simulation.endpoints.load()
        self._clock_control.reset()


def _discard(name: str, facts: Json) -> None:
    """Ignore a notification."""


def create_stripe_app(
    settings: SimSettings, clock: Clock, ids: Ids, store: TextStore, notify: Notify = _discard
) -> StripeApp:
    """Return a simulator whose data are in the store; it needs no index of the store.

    `notify` is called after each request (`stripe.request`: method, path, status, request) and
    each attempt of a delivery (`stripe.webhook`: event, type, url, attempt).
    """
    return StripeApp(settings, clock, ids, store, notify)
