"""What Stripe does not keep either: old idempotency keys, and old events with their deliveries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from stub_server.stripe_sim.store.objects import Books
from stub_server.stripe_sim.store.schema import DELIVERIES, IDEMPOTENCY, PRIVATE, Json

EVENTS = "events"
RESPONSES_KEPT = 24 * 3600
"""Seconds that the response to an idempotency key is kept."""

EVENTS_KEPT = 30 * 24 * 3600
"""Seconds that an event can be read: Stripe's 30 days."""

OFTEN = 3600
"""Simulated seconds between two looks."""

AT_ONCE = 1000
"""Records that are dropped in one go: whoever asks just then does not wait for more."""


class Expiry:
    """Drops what is too old, the oldest first; a look costs nothing until the next is due."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._next = 0

    def due(self, now: int) -> bool:
        """Whether it is time for a look."""
        return now >= self._next

    def look_soon(self) -> None:
        """The next look is due: the clock was moved."""
        self._next = 0

    def sweep(self, now: int) -> None:
        """Drop what has expired by that Unix second; what is too much for now comes next time."""
        with self._books.transaction():
            more = [
                self._drop_answers(now - RESPONSES_KEPT),
                self._drop_events(now - EVENTS_KEPT),
                self._drop_deliveries(),
            ]
        for account in self._books.accounts():
            self._books.shelf(EVENTS, account).tidy()
        self._next = now if any(more) else now + OFTEN

    def _drop_answers(self, until: int) -> bool:
        return self._drop_from(IDEMPOTENCY, lambda record: record["created"] <= until)

    def _drop_deliveries(self) -> bool:
        """Whatever belongs to an event that is gone."""

        def is_of_none(record: Json) -> bool:
            return record["event"] not in self._books.shelf(EVENTS, record["account"]).places

        return self._drop_from(DELIVERIES, is_of_none)

    def _drop_from(self, table: str, is_old: Callable[[Json], bool]) -> bool:
        """Whether there may be more than were dropped."""
        store = self._books.store
        oldest = [*islice(store.keys(table), AT_ONCE)]
        for key in oldest:
            record = store.get(table, key)
            if record is None or not is_old(record):
                return False
            store.delete(table, key)
        return len(oldest) == AT_ONCE

    def _drop_events(self, until: int) -> bool:
        dropped = 0
        for account in self._books.accounts():
            for event in islice(self._old(account, until), AT_ONCE - dropped):
                self._books.delete(EVENTS, event)
                dropped += 1
        return dropped == AT_ONCE

    def _old(self, account: str, until: int) -> Iterator[Json]:
        for identifier in self._books.shelf(EVENTS, account).ids:
            event = identifier and self._books.get(EVENTS, account, identifier)
            if event and event["created"] > until:
                return
            if event:
                yield {"id": event["id"], PRIVATE: event[PRIVATE]}
