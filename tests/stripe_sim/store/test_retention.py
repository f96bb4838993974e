"""Old keys and old events go, as Stripe's do, by the simulator's clock."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from stub_server.storage import MemoryStore
from stub_server.stripe_sim.store import retention
from tests.stripe_sim.conftest import Client

TABLES = ("answers", "deliveries", "events")


@pytest.fixture
def client_and_store(make_app: Any, clock: Any, receiver: Any) -> tuple[Client, MemoryStore]:
    """A api with a webhook, and its store."""
    store = MemoryStore({})
    app = make_app(store, webhook_to=((receiver.url, "whsec_x"),))
    return Client(app, clock), store


async def pay(api: Client, key: str) -> None:
    given = {"amount": 2000, "currency": "eur"}
    answer = await api.ask("POST", "/v1/payment_intents", given, Idempotency_Key=key)
    assert answer.status_code == 200


def count_records(store: MemoryStore) -> tuple[int, ...]:
    return tuple(store.count(table) for table in TABLES)


async def test_a_key_goes_after_a_day_and_an_event_with_its_deliveries_after_thirty(
    client_and_store: tuple[Client, MemoryStore], clock: Any
) -> None:
    api, store = client_and_store
    await pay(api, "first")
    await api.app.run_due()
    assert count_records(store) == (1, 1, 1)
    clock.advance(timedelta(hours=23))
    await pay(api, "second")
    assert count_records(store) == (2, 2, 2)
    clock.advance(timedelta(hours=2))
    await api.get("events")
    assert count_records(store) == (1, 2, 2)
    clock.advance(timedelta(days=28, hours=23))
    (event,) = (await api.get("events"))["data"]
    assert event["request"]["idempotency_key"] == "second"
    assert count_records(store) == (0, 1, 1)
    assert len((await api.get("payment_intents"))["data"]) == 2


async def test_an_old_event_is_not_found(
    client_and_store: tuple[Client, MemoryStore], clock: Any
) -> None:
    api, _ = client_and_store
    await pay(api, "k")
    (event,) = (await api.get("events"))["data"]
    clock.advance(timedelta(days=30))
    refused = await api.get_error("GET", f"events/{event['id']}")
    assert (refused["status"], refused["code"]) == (404, "resource_missing")


async def test_many_old_ones_go_a_few_at_a_time(
    client_and_store: tuple[Client, MemoryStore], clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    api, store = client_and_store
    monkeypatch.setattr(retention, "BATCH_SIZE", 2)
    for number in range(5):
        await pay(api, str(number))
    clock.advance(timedelta(days=31))
    left = []
    for _ in range(4):
        await api.get("balance")
        left.append(count_records(store))
    assert left == [(3, 3, 3), (1, 1, 1), (0, 0, 0), (0, 0, 0)]


async def test_a_key_that_is_used_again_after_a_day_is_kept_another_day(
    client_and_store: tuple[Client, MemoryStore], clock: Any
) -> None:
    api, store = client_and_store
    await pay(api, "a")
    clock.advance(timedelta(minutes=10))
    await pay(api, "b")
    clock.advance(timedelta(hours=24))
    await pay(api, "a")
    clock.advance(timedelta(hours=2))
    await api.get("balance")
    assert [key.partition("/")[2] for key in store.keys("answers")] == ["a"]
