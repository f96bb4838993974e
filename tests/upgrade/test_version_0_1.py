"""The state folder of version 0.1.0 is read, and written anew.

`state-0.1.0` was written by the code of that version: one `shopstub demo`, a stop, a second
`shopstub demo`, and `kill -9`. So the first order is in the snapshots, the second one in the logs.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import httpx
import pytest

from stub_server import app
from stub_server.settings import Settings
from stub_server.storage.json_store import DamagedStoreError

SAMPLE = Path(__file__).parent / "state-0.1.0"
ORIGIN = "http://shop.localhost"
STRIPE = "http://stripe.localhost"


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return shutil.copytree(SAMPLE, tmp_path / "state")


def start(state: Path) -> app.Runtime:
    return app.build(Settings(state_dir=state), ORIGIN, STRIPE)


def stop(stub: app.Runtime) -> None:
    for store in stub.stores:
        store.close()


async def get(site: Any, url: str, **headers: str) -> Any:
    transport = httpx.ASGITransport(site)
    async with httpx.AsyncClient(transport=transport) as client:
        return (await client.get(url, headers=headers)).json()


async def orders_and_payments(stub: app.Runtime) -> tuple[list[str], list[str]]:
    """Numbers and statuses of the orders, and the statuses of their PaymentIntents."""
    orders = await get(stub.site, f"{ORIGIN}/_stub/orders")
    assert stub.simulator
    await stub.simulator.startup()
    key = f"Bearer {stub.settings.secret_key}"
    intents = await get(stub.simulator, f"{STRIPE}/v1/payment_intents", Authorization=key)
    await stub.simulator.shutdown()
    numbers = sorted(f"{order['number']} {order['status']}" for order in orders["orders"])
    return numbers, [intent["status"] for intent in intents["data"]]


async def test_orders_and_payments_of_version_0_1_are_there_after_the_upgrade(state: Path) -> None:
    expected = (["KN-2026-0001 paid", "KN-2026-0002 paid"], ["succeeded", "succeeded"])
    stub = start(state)
    assert len(stub.notices) == 2
    assert all("written by an older shopstub" in notice for notice in stub.notices)
    assert await orders_and_payments(stub) == expected
    stop(stub)
    again = start(state)
    assert again.notices == []
    assert await orders_and_payments(again) == expected
    stop(again)
    for name in ("shop", "stripe"):
        assert b'"layout":2' in (state / f"{name}.json").read_bytes()


def test_a_damaged_log_of_version_0_1_stops_the_start(state: Path) -> None:
    log = state / "shop.journal-7.jsonl"
    log.write_bytes(log.read_bytes().replace(b'"ops"', b'"opt"', 1))
    with pytest.raises(DamagedStoreError, match=r"shop\.journal-7\.jsonl: line 1 \(byte 0\)"):
        start(state)


def test_a_missing_snapshot_of_version_0_1_stops_the_start(state: Path) -> None:
    (state / "shop.json").unlink()
    with pytest.raises(DamagedStoreError, match="the transactions 1 to 6 are missing"):
        start(state)
