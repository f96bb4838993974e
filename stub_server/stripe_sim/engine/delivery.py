"""Deliveries of webhooks: stored, sent, retried, and listed with every attempt."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from stub_server.storage.errors import StoreError
from stub_server.stripe_sim.engine.endpoint_health import EndpointHealth
from stub_server.stripe_sim.engine.scheduler import Scheduler
from stub_server.stripe_sim.engine.simulation import Simulation
from stub_server.stripe_sim.events.faults import Fault, Faults
from stub_server.stripe_sim.events.sender import Outcome, Sender
from stub_server.stripe_sim.events.webhook_request import build_webhook
from stub_server.stripe_sim.store.schema import DELIVERIES, PRIVATE, Json

LOG = logging.getLogger("shopstub.stripe")
STORE_RETRY = 5.0
"""Seconds after which an attempt whose outcome could not be stored is made again."""

BACKLOG_STEP = 8
"""Attempts in the backlog for which a request yields the event loop once."""

MAX_YIELDS = 64

Notify = Callable[[str, Json], None]


class Deliveries:
    """Delivers every event to every endpoint that subscribes to it; no API call waits for one.

    backlog: attempts that are due and not finished.
    """

    def __init__(self, simulation: Simulation, scheduler: Scheduler, notify: Notify) -> None:
        self.faults = Faults()
        self.backlog = 0
        self._simulation = simulation
        self._objects = simulation.objects
        self._store = simulation.objects.store
        self._scheduler = scheduler
        self._notify = notify
        settings = simulation.settings
        self._sender = Sender(settings.delivery_timeout, settings.webhook_targets)
        self._shuffled: dict[str | None, list[str]] = {}
        self._health = EndpointHealth(simulation)

    def save_deliveries(self, outgoing: list[tuple[Json, Json]]) -> list[Json]:
        """Store what is to be delivered, in the open transaction; return the records."""
        records: list[Json] = []
        for event, endpoint in outgoing:
            fault = self.faults.take(endpoint["id"])
            times = 2 if fault and fault.type == "doubled" else 1
            records.extend(self._build_record(event, endpoint, fault) for _ in range(times))
        return records

    def _build_record(self, event: Json, endpoint: Json, fault: Fault | None) -> Json:
        record: Json = {
            "id": f"dlv_{self._simulation.ids.token(14)}",
            "account": event[PRIVATE]["account"],
            "event": event["id"],
            "type": event["type"],
            "endpoint": endpoint["id"],
            "url": endpoint["url"],
            "state": "pending",
            "fault": None if fault is None else fault.type,
            "seconds": 0 if fault is None else fault.seconds,
            "group": 1 if fault is None else fault.group,
            "only": None if fault is None else fault.endpoint,
            "attempts": [],
        }
        self._store.put(DELIVERIES, record["id"], record)
        return record

    def start(self, records: list[Json]) -> None:
        """Send stored deliveries: at once, later if they are late, or held to be shuffled."""
        for record in records:
            if record["fault"] == "shuffled":
                identifiers = self._shuffled.setdefault(record["only"], [])
                identifiers.append(record["id"])
                if len(identifiers) >= record["group"]:
                    self._send_shuffled(record["only"])
            else:
                late = record["seconds"] if record["fault"] == "late" else 0
                self._attempt_after(late, record["id"])

    async def yield_loop(self) -> None:
        """Let other tasks of the event loop run, the longer the larger the backlog.

        A request awaits this before its response is sent. Without it, many connections together
        could make events faster than the loop delivers them.
        """
        for _ in range(min(self.backlog // BACKLOG_STEP, MAX_YIELDS)):
            await asyncio.sleep(0)

    def _attempt_after(self, seconds: float, identifier: str) -> None:
        self._scheduler.after(seconds, partial(self._attempt, identifier))

    def _send_shuffled(self, only: str | None) -> None:
        """Send the held deliveries of a plan in reverse order, one after the other."""
        identifiers = self._shuffled.pop(only)[::-1]
        self._scheduler.after(0, partial(self._attempt_each, identifiers))

    async def _attempt_each(self, identifiers: list[str]) -> None:
        for identifier in identifiers:
            await self._attempt(identifier)

    def resume(self) -> None:
        """Continue the deliveries that were pending when the simulator stopped."""
        for record in self._store.containing(DELIVERIES, b'"state":"pending"'):
            if record["state"] == "pending":
                self._attempt_after(0, record["id"])

    async def _attempt(self, identifier: str) -> None:
        """Post the event once. A delivery whose outcome can't be stored is attempted again."""
        self.backlog += 1
        try:
            await self._store.sync()  # nobody is told of an event that a loss of power would undo
            record = self._store.get(DELIVERIES, identifier)
            if record is not None:
                async with self._sender.slot(record["url"]):
                    await self._post(identifier)
        except StoreError as error:
            LOG.error("The outcome of delivery %s can't be stored: %s", identifier, error)
            self._attempt_after(STORE_RETRY, identifier)
        finally:
            self.backlog -= 1

    async def _post(self, identifier: str) -> None:
        record = self._store.get(DELIVERIES, identifier)
        if record is None:
            return  # the simulator was reset while the delivery waited for its turn
        event = self._objects.get("events", record["account"], record["event"])
        endpoint = self._simulation.endpoints.get(record["account"], record["endpoint"])
        if event is None or endpoint is None:
            self._save(record, "given_up")
            return
        clock = self._simulation.clock
        started, real_start = clock.now(), clock.base.now()
        outcome = await self._send(record, event, endpoint)
        attempt = {
            "at": started.timestamp(),
            "status": outcome.status,
            "seconds": (clock.base.now() - real_start).total_seconds(),
            "error": outcome.error,
            "answer": outcome.text,
        }
        if self._store.text(DELIVERIES, identifier) is None:
            return  # the simulator was reset in the meantime
        record["attempts"].append(attempt)
        self._notify("stripe.webhook", {**record, "attempt": attempt})
        self._store_outcome(record, is_success=outcome.is_success)

    async def _send(self, record: Json, event: Json, endpoint: Json) -> Outcome:
        """Post the event. A planned fault affects the first attempt only."""
        fault = None if record["attempts"] else record["fault"]
        if fault == "drop":
            return Outcome(None, None, "dropped on request")
        simulation = self._simulation
        body, headers = build_webhook(
            event,
            endpoint,
            fault,
            int(record["seconds"]),
            simulation.now(),
            simulation.real_now(),
        )
        return await self._sender.post(endpoint, body, headers)

    def _store_outcome(self, record: Json, *, is_success: bool) -> None:
        """Store the delivery after an attempt, and plan the next one. StoreError: nothing is."""
        waits, attempts = self._simulation.settings.retry_waits, record["attempts"]
        with self._objects.transaction():
            if is_success:
                self._save(record, "delivered")
                self.count_down(record["account"], record["event"])
            elif len(attempts) > len(waits):
                self._save(record, "given_up")
                self._health.give_up(record)
            else:
                self._save(record, "pending")
        if is_success:
            self._health.confirm(record)
        elif record["state"] == "pending":
            self._attempt_after(waits[len(attempts) - 1], record["id"])

    def _save(self, record: Json, state: str) -> None:
        record["state"] = state
        self._store.put(DELIVERIES, record["id"], record)

    def count_down(self, account: str, event: str) -> None:
        """Count one endpoint less that has yet to confirm the event."""
        record = self._objects.get("events", account, event)
        if record and record["pending_webhooks"]:
            record["pending_webhooks"] -= 1
            self._objects.put("events", record)

    def page(self, limit: int, after: str | None) -> list[dict[str, Any]]:
        """Return at most `limit` deliveries with their attempts, newest first.

        after: the id of the delivery that the page follows. KeyError: there is no such delivery.
        """
        return self._store.page(DELIVERIES, limit=limit, after=after)

    def clear(self) -> None:
        """Discard held deliveries and planned faults."""
        self._shuffled.clear()
        self.faults.clear()
        self._health.clear()

    async def close(self) -> None:
        """Close the connections."""
        await self._sender.close()
