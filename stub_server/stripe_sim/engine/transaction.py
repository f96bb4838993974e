"""One piece of work after another: written as a whole or not at all, and then its consequences."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Iterator
from functools import partial
from typing import Protocol, TypeVar

from stub_server.storage.errors import StoreError
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.delivery import STORE_RETRY, Deliveries
from stub_server.stripe_sim.engine.reconciliation import send_successes_again
from stub_server.stripe_sim.engine.scheduler import Scheduler
from stub_server.stripe_sim.engine.simulation import ScheduledJob, Simulation
from stub_server.stripe_sim.store.retention import Expiry

LOG = logging.getLogger("shopstub.stripe")

T = TypeVar("T")


class Jobs(Protocol):
    """What can be done without a request."""

    def run(self, name: str, ctx: Context, identifier: str) -> None:
        """Do the job to the object with that id."""
        ...

    def unfinished(self, simulation: Simulation) -> Iterator[ScheduledJob]:
        """Yield the jobs that were under way when the simulator was stopped."""
        ...


class Engine:
    """Runs handlers and background jobs on the simulation, and starts what follows from them."""

    def __init__(
        self, simulation: Simulation, scheduler: Scheduler, deliveries: Deliveries, jobs: Jobs
    ) -> None:
        self.simulation = simulation
        self.deliveries = deliveries
        self._scheduler = scheduler
        self._jobs = jobs
        self.expiry = Expiry(simulation.objects)

    def run(self, work: Callable[[], T]) -> T:
        """Do the work in one transaction; then send its webhooks and start its timers.

        What it raises takes back all that it has written, and nothing follows from it.
        """
        simulation = self.simulation
        simulation.moment = now = simulation.now()
        try:
            self._delete_some_expired(now)
            with simulation.objects.transaction():
                result = work()
                deliveries = (
                    self.deliveries.save_deliveries(simulation.outgoing)
                    if simulation.outgoing
                    else []
                )
            for scheduled in simulation.later:
                self._schedule(scheduled)
            if deliveries:
                self.deliveries.start(deliveries)
            if simulation.to_cli:
                self._send_to_clis(simulation.to_cli)
        finally:
            simulation.moment = None
            simulation.discard_effects()
        return result

    def read(self, work: Callable[[], T]) -> T:
        """Do work that writes nothing, without a transaction."""
        self.simulation.moment = now = self.simulation.now()
        try:
            self._delete_some_expired(now)
            return work()
        finally:
            self.simulation.moment = None

    def _delete_some_expired(self, now: int) -> None:
        """Delete a batch, if it is time. A full disk must not keep a request from its response."""
        if self.expiry.is_due(now):
            try:
                self.expiry.sweep(now)
            except StoreError as error:
                LOG.error("Expired records can't be deleted: %s", error)
                self.expiry.postpone(now)

    async def delete_expired(self) -> None:
        """Drop now all that is too old, and let others come in between."""
        self.expiry.schedule_now()
        while self.expiry.is_due(now := self.simulation.now()):
            self._delete_some_expired(now)
            await asyncio.sleep(0)

    def _send_to_clis(self, events: list[tuple[str, str]]) -> None:
        simulation = self.simulation
        for account, identifier in events:
            event = simulation.objects.get("events", account, identifier)
            if event is not None:
                simulation.cli.send_event(event, simulation.ids.token(6), simulation.real_now())

    def confirm_delivery(self, account: str, event: str) -> None:
        """One more of those that an event was sent to has it."""
        self.run(lambda: self.deliveries.count_down(account, event))

    def background_context(self, account: str) -> Context:
        """Return the context of work that no request asks for."""
        return Context(self.simulation, account, self.simulation.settings.default_version)

    def resume(self) -> None:
        """Take up what was under way when the simulator was stopped."""
        for scheduled in self._jobs.unfinished(self.simulation):
            self._schedule(scheduled)
        self.deliveries.resume()

    def reconcile(self, pending_intents: Collection[str]) -> None:
        """Deliver again the success of PaymentIntents that a backend still takes for pending."""
        simulation = self.simulation
        sent = self.run(lambda: send_successes_again(simulation, pending_intents))
        if sent:
            LOG.warning(
                "%d PaymentIntents have succeeded, but their orders are pending: "
                "payment_intent.succeeded is sent again",
                sent,
            )

    def _schedule(self, scheduled: ScheduledJob) -> None:
        self._scheduler.after(scheduled.seconds, partial(self._run_job, scheduled))

    async def _run_job(self, scheduled: ScheduledJob) -> None:
        """Run the job. One whose result can't be stored is run again later: nothing was changed."""
        ctx = self.background_context(scheduled.account)
        try:
            self.run(lambda: self._jobs.run(scheduled.job, ctx, scheduled.subject))
        except StoreError as error:
            LOG.error(
                "The job %s of %s can't be stored: %s", scheduled.job, scheduled.subject, error
            )
            self._schedule(scheduled._replace(seconds=STORE_RETRY))
