"""Deletion of expired records: idempotency keys, and events with their deliveries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from stub_server.stripe_sim.store.objects import ObjectStore
from stub_server.stripe_sim.store.schema import DELIVERIES, IDEMPOTENCY, PRIVATE, Json

EVENTS = "events"
RESPONSE_LIFETIME = 24 * 3600
"""Seconds for which the response to an idempotency key is stored."""

EVENT_LIFETIME = 30 * 24 * 3600
"""Seconds for which an event can be retrieved: 30 days, as at Stripe."""

SWEEP_INTERVAL = 3600
"""Simulated seconds between two sweeps."""

BATCH_SIZE = 1000
"""Records that one sweep deletes at most per table, so that no request waits for long."""


class Expiry:
    """Deletes expired records, the oldest first, in sweeps of limited size."""

    def __init__(self, objects: ObjectStore) -> None:
        self._objects = objects
        self._next = 0

    def is_due(self, now: int) -> bool:
        """Return whether the next sweep is due. now: Unix seconds."""
        return now >= self._next

    def schedule_now(self) -> None:
        """Make the next sweep due at once, because the clock was moved."""
        self._next = 0

    def postpone(self, now: int) -> None:
        """Make the next sweep due after the usual interval, because this one failed."""
        self._next = now + SWEEP_INTERVAL

    def sweep(self, now: int) -> None:
        """Delete the records that expired before a Unix second, one batch of each table."""
        with self._objects.transaction():
            more = [
                self._delete_responses(now - RESPONSE_LIFETIME),
                self._delete_events(now - EVENT_LIFETIME),
                self._delete_deliveries(),
            ]
        for account in self._objects.accounts():
            self._objects.index(EVENTS, account).compact()
        self._next = now if any(more) else now + SWEEP_INTERVAL

    def _delete_responses(self, until: int) -> bool:
        return self._delete_oldest(IDEMPOTENCY, lambda record: record["created"] <= until)

    def _delete_deliveries(self) -> bool:
        """Delete the deliveries of deleted events."""

        def is_of_none(record: Json) -> bool:
            return record["event"] not in self._objects.index(EVENTS, record["account"]).positions

        return self._delete_oldest(DELIVERIES, is_of_none)

    def _delete_oldest(self, table: str, is_old: Callable[[Json], bool]) -> bool:
        """Delete the oldest records that match; return whether there may be more of them."""
        store = self._objects.store
        oldest = [*islice(store.keys(table), BATCH_SIZE)]
        for key in oldest:
            record = store.get(table, key)
            if record is None or not is_old(record):
                return False
            store.delete(table, key)
        return len(oldest) == BATCH_SIZE

    def _delete_events(self, until: int) -> bool:
        deleted = 0
        for account in self._objects.accounts():
            for event in islice(self._expired_events(account, until), BATCH_SIZE - deleted):
                self._objects.delete(EVENTS, event)
                deleted += 1
        return deleted == BATCH_SIZE

    def _expired_events(self, account: str, until: int) -> Iterator[Json]:
        for identifier in self._objects.index(EVENTS, account).ids:
            event = identifier and self._objects.get(EVENTS, account, identifier)
            if event and event["created"] > until:
                return
            if event:
                yield {"id": event["id"], PRIVATE: event[PRIVATE]}
