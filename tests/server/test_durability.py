"""The shop on a store that fails or waits: no response tells of a write that is not durable."""

from __future__ import annotations

import asyncio
import errno
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from stub_server import app
from stub_server.runtime.ids import SeededIds
from stub_server.settings import Settings
from stub_server.storage import StoreError
from stub_server.storage.json_store.wal_storage import WalStorage
from tests.server.conftest import ORIGIN, Buyer


@pytest.fixture
async def stored(tmp_path: Path) -> AsyncIterator[Buyer]:
    """A buyer of a shop in a state folder, with the durability "disk"."""
    settings = Settings(state_dir=tmp_path / "state", durability="disk")
    stub = app.build(settings, ORIGIN, "http://stripe.test", ids=SeededIds(7))
    transport = httpx.ASGITransport(stub.site, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
        yield Buyer(stub, client)
    for store in stub.stores:
        if (tmp_path / "state").exists():
            store.close()
        else:
            with pytest.raises(StoreError):
                store.close()


async def test_a_response_waits_until_its_write_is_on_the_disk(
    stored: Buyer, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_durable = asyncio.Event()
    monkeypatch.setattr(WalStorage, "sync", lambda storage: is_durable.wait())
    response = asyncio.create_task(stored.adds())
    await asyncio.sleep(0.1)
    assert not response.done()
    is_durable.set()
    assert (await response).status_code in (200, 201)


def unavailable(response: httpx.Response) -> str:
    error = response.json()["error"]
    assert (response.status_code, error["code"]) == (503, "server.unavailable")
    message: str = error["message"]
    return message


async def test_a_removed_state_folder_is_a_503_that_says_so(stored: Buyer, tmp_path: Path) -> None:
    await stored.adds()
    heard: list[dict[str, Any]] = []
    stored.stub.events.subscribe(
        lambda name, facts: heard.append(facts) if name == "store.failed" else None
    )
    shutil.rmtree(tmp_path / "state")
    assert "the state folder was removed" in unavailable(await stored.adds())
    assert heard[0]["operation"]
    assert (await stored.sends("GET", "/api/cart")).json()["items"][0]["quantity"] == 1


async def test_a_full_disk_is_a_503_that_names_the_disk(
    stored: Buyer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(handle: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    await stored.adds()
    with monkeypatch.context() as full:
        full.setattr(os, "write", write)
        message = unavailable(await stored.adds())
    assert "the disk is full" in message
    assert "Make room" in message
    assert (await stored.adds()).status_code in (200, 201)
    assert (await stored.sends("GET", "/api/cart")).json()["items"][0]["quantity"] == 2


async def test_a_failed_fsync_is_a_503(stored: Buyer, monkeypatch: pytest.MonkeyPatch) -> None:
    def fsync(handle: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", fsync)
        assert "Input/output error" in unavailable(await stored.adds())
    assert "start it again" in unavailable(await stored.adds())


async def test_a_control_call_that_cannot_be_stored_is_a_503(stored: Buyer, tmp_path: Path) -> None:
    await stored.adds()
    shutil.rmtree(tmp_path / "state")
    state = {"name": "reset"}
    response = await stored.sends("POST", "/__contract/state", state)
    assert "the state folder was removed" in unavailable(response)
