"""Retention: records that nobody uses are deleted after a while, a few at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from stub_server.runtime.clock import Clock, isoformat
from stub_server.storage.protocol import Record, Store

INTERVAL = 60.0
"""Seconds of monotonic time between two sweeps of a store in which nothing is left to delete."""

BATCH = 100
"""Records of one table that a sweep deletes at most, so that it takes some milliseconds."""

SLACK = timedelta(days=1)
"""How far a record may be ahead of the clock; beyond it, the host's clock was wrong before."""


@dataclass(frozen=True, slots=True)
class Lifetime:
    """How long the records of one table live.

    member: the record's time of last use, as ISO-8601 text; the table is in its order.
    life: from that time on. delete: deletes a record by its key, and all that belongs to it.
    maximum: of records; the oldest ones go. ahead: how far a record's time is in the future by
    design.
    """

    table: str
    member: str
    life: timedelta
    delete: Callable[[str, Record], None]
    maximum: int | None = None
    ahead: timedelta = timedelta(0)


class Retention:
    """Sweeps the tables of a store, oldest records first.

    The life of a record counts in wall time, so that it goes on while the stub is stopped. `run` is
    called after each request, outside of transactions, and returns at once when nothing is due.
    """

    def __init__(self, store: Store, clock: Clock, lifetimes: Iterable[Lifetime]) -> None:
        self._store = store
        self._clock = clock
        self._lifetimes = {lifetime.table: lifetime for lifetime in lifetimes}
        self._due_at = clock.monotonic()
        self._used: set[tuple[str, str]] = set()

    def note_use(self, table: str, key: str) -> None:
        """Have the next `run` store that the record was used now: a read writes nothing itself."""
        self._used.add((table, key))

    def run(self) -> None:
        """Store the uses that were noted; delete a batch of each table if a sweep is due.

        StoreError: nothing is changed; the next sweep comes after the interval.
        """
        used, self._used = self._used, set()
        is_due = self._clock.monotonic() >= self._due_at
        if not (used or is_due):
            return
        if is_due:
            self._due_at = self._clock.monotonic() + INTERVAL
        is_unfinished = False
        with self._store.transaction():
            for table, key in used:
                self._renew(self._lifetimes[table], key)
            if is_due:
                sweeps = [self._sweep(lifetime) for lifetime in self._lifetimes.values()]
                is_unfinished = any(sweeps)
        if is_unfinished:
            self._due_at = self._clock.monotonic()

    def _sweep(self, lifetime: Lifetime) -> bool:
        """Delete the oldest records whose life is over; return whether there may be more."""
        now = self._clock.now()
        oldest, newest = isoformat(now - lifetime.life), isoformat(now + lifetime.ahead + SLACK)
        surplus = 0
        if lifetime.maximum is not None:
            surplus = self._store.count(lifetime.table) - lifetime.maximum
        keys = list(islice(self._store.keys(lifetime.table), BATCH))
        for position, key in enumerate(keys):
            record = self._store.get(lifetime.table, key) or {}
            used_at = record.get(lifetime.member)
            if isinstance(used_at, str) and (used_at <= oldest or position < surplus):
                lifetime.delete(key, record)
            elif not isinstance(used_at, str) or used_at > newest:
                self._renew(lifetime, key)
            else:
                return False
        return len(keys) == BATCH

    def _renew(self, lifetime: Lifetime, key: str) -> None:
        """Store that the record was used now, and make it the newest of its table."""
        record = self._store.get(lifetime.table, key)
        if record is not None:
            record[lifetime.member] = isoformat(self._clock.now())
            self._store.delete(lifetime.table, key)
            self._store.put(lifetime.table, key, record)
