"""Retention: which records go, in which order, at what cost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from stub_server.runtime.clock import FrozenClock, isoformat
from stub_server.storage import MemoryStore, StoreError
from stub_server.storage.retention import BATCH, INTERVAL, Lifetime, Retention

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(NOON)


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore({})


def retention_of(store: MemoryStore, clock: FrozenClock, maximum: int | None = None) -> Retention:
    delete = Lifetime("notes", "usedAt", DAY, lambda key, _: store.delete("notes", key), maximum)
    return Retention(store, clock, [delete])


def put(store: MemoryStore, key: str, used_at: datetime) -> None:
    store.put("notes", key, {"usedAt": isoformat(used_at)})


def test_a_record_goes_when_its_life_is_over_and_not_before(
    store: MemoryStore, clock: FrozenClock
) -> None:
    retention = retention_of(store, clock)
    put(store, "a", NOON)
    clock.advance(timedelta(hours=12))
    put(store, "b", clock.now())
    clock.advance(timedelta(hours=12) - timedelta(milliseconds=1))
    retention.run()
    assert [*store.keys("notes")] == ["a", "b"]
    clock.advance(timedelta(seconds=INTERVAL))
    retention.run()
    assert [*store.keys("notes")] == ["b"]


def test_life_goes_on_while_the_stub_is_stopped(store: MemoryStore) -> None:
    put(store, "a", NOON)
    retention_of(store, FrozenClock(NOON + DAY)).run()
    assert store.count("notes") == 0


def test_a_run_deletes_a_batch_and_the_next_one_goes_on(
    store: MemoryStore, clock: FrozenClock
) -> None:
    for number in range(2 * BATCH + 1):
        put(store, str(number), NOON - 2 * DAY)
    retention = retention_of(store, clock)
    left = []
    for _ in range(3):
        retention.run()
        left.append(store.count("notes"))
    assert left == [BATCH + 1, 1, 0]


def test_nothing_is_read_before_the_next_sweep_is_due(
    store: MemoryStore, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    retention = retention_of(store, clock)
    retention.run()
    calls: list[str] = []
    monkeypatch.setattr(store, "transaction", lambda: calls.append("transaction"))
    monkeypatch.setattr(store, "keys", lambda table: calls.append(table))
    retention.run()
    assert calls == []


def test_the_sandbox_s_advances_make_a_sweep_due(store: MemoryStore, clock: FrozenClock) -> None:
    retention = retention_of(store, clock)
    retention.run()
    put(store, "a", NOON)
    clock.advance(DAY)
    retention.run()
    assert store.count("notes") == 0


def test_the_oldest_go_beyond_the_maximum(store: MemoryStore, clock: FrozenClock) -> None:
    for number in range(5):
        put(store, str(number), NOON)
    retention_of(store, clock, maximum=3).run()
    assert [*store.keys("notes")] == ["2", "3", "4"]


def test_a_use_that_was_noted_is_stored_and_prolongs_the_life(
    store: MemoryStore, clock: FrozenClock
) -> None:
    retention = retention_of(store, clock)
    retention.run()
    put(store, "a", NOON)
    put(store, "b", NOON)
    clock.advance(timedelta(seconds=1))
    retention.note_use("notes", "a")
    retention.note_use("notes", "deleted meanwhile")
    retention.run()
    assert store.get("notes", "a") == {"usedAt": "2026-11-23T12:00:01.000Z"}
    assert [*store.keys("notes")] == ["b", "a"]


@pytest.mark.parametrize("used_at", [None, isoformat(NOON + 400 * DAY)])
def test_a_record_without_a_usable_time_is_as_if_it_was_used_now(
    store: MemoryStore, clock: FrozenClock, used_at: str | None
) -> None:
    """State of an earlier version, or of a host whose clock was a year ahead."""
    store.put("notes", "a", {"usedAt": used_at, "text": "kept"})
    put(store, "b", NOON - 2 * DAY)
    retention = retention_of(store, clock)
    retention.run()
    assert store.all("notes") == [{"usedAt": isoformat(NOON), "text": "kept"}]
    clock.advance(DAY)
    retention.run()
    assert store.count("notes") == 0


def test_a_sweep_that_can_not_be_stored_changes_nothing(
    store: MemoryStore, clock: FrozenClock
) -> None:
    put(store, "a", NOON - 2 * DAY)
    retention = retention_of(store, clock)
    store.close()
    with pytest.raises(StoreError):
        retention.run()
    assert store.count("notes") == 1
