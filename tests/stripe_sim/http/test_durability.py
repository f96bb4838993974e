"""The simulator on a store that fails or waits."""

from __future__ import annotations

import asyncio
import errno
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from stub_server.storage import StoreError
from stub_server.storage.json_store import JsonStore
from stub_server.stripe_sim import WEBHOOK_SECRET
from tests.stripe_sim.conftest import Client


@pytest.fixture
def store(tmp_path: Path) -> Iterator[JsonStore]:
    store = JsonStore.open(tmp_path / "state", "stripe", {}, "disk")
    yield store
    if (tmp_path / "state").exists():
        store.close()
    else:
        with pytest.raises(StoreError):
            store.close()


@pytest.fixture
def stored(make_app: Callable[..., Any], clock: Any, store: JsonStore, receiver: Any) -> Client:
    app = make_app(store, webhook_to=((receiver.url, WEBHOOK_SECRET),))
    return Client(app, clock)


async def test_a_response_waits_until_its_write_is_on_the_disk(
    stored: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_durable = asyncio.Event()
    monkeypatch.setattr(JsonStore, "sync", lambda store: is_durable.wait())
    response = asyncio.create_task(stored.intent())
    await asyncio.sleep(0.1)
    assert not response.done()
    is_durable.set()
    await response


async def test_a_webhook_waits_until_its_event_is_on_the_disk(
    stored: Client, receiver: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_durable = asyncio.Event()
    monkeypatch.setattr(JsonStore, "sync", lambda store: is_durable.wait())
    response = asyncio.create_task(stored.intent())
    await asyncio.sleep(0.05)
    due = asyncio.create_task(stored.app.run_due())
    await asyncio.sleep(0.2)
    assert receiver.received == []
    is_durable.set()
    await asyncio.gather(response, due)
    assert len(receiver.received) == 1


async def test_a_removed_state_folder_is_a_503_of_the_api(stored: Client, tmp_path: Path) -> None:
    intent = await stored.intent()
    shutil.rmtree(tmp_path / "state")
    refused = await stored.get_error("POST", "payment_intents", {"amount": 500, "currency": "eur"})
    assert (refused["status"], refused["type"]) == (503, "api_error")
    assert "the state folder was removed" in refused["message"]
    assert (await stored.get(f"payment_intents/{intent['id']}"))["id"] == intent["id"]


async def test_a_full_disk_is_a_503_that_names_the_disk(
    stored: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(handle: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    await stored.intent()
    with monkeypatch.context() as full:
        full.setattr(os, "write", write)
        refused = await stored.get_error("POST", "customers", {"name": "Ada"})
        assert (refused["status"], refused["type"]) == (503, "api_error")
        assert "the disk is full" in refused["message"]
        assert "bug" not in refused["message"]
        answer = await stored.control("reset", {})
        assert answer.status_code == 503
        assert "the disk is full" in answer.json()["error"]["message"]
    await stored.intent()
