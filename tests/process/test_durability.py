"""A real stub whose state folder fails while it runs."""

from __future__ import annotations

import os
import shutil
import signal
import time
from typing import Any

import httpx
import pytest

pytestmark = pytest.mark.process

NATRON = {"productId": "kaiser-natron-bad-500-g", "quantity": 1}


@pytest.mark.parametrize("durability", ["process", "disk"])
def test_orders_survive_a_kill(start: Any, checkout: Any, durability: str) -> None:
    stub = start("--quiet", "--durability", durability)
    with stub.buyer() as buyer:
        orders = [checkout(buyer)["orderId"] for _ in range(2)]
    stub.stops(signal.SIGKILL)
    again = start("--quiet", "--durability", durability)
    listed = again.runs("orders", "--json").stdout
    assert all(order in listed for order in orders)
    assert again.stops() == 0
    assert again.runs("store", "check").returncode == 0


def test_a_removed_state_folder_is_a_503_and_no_traceback_at_the_stop(start: Any) -> None:
    stub = start()
    with stub.buyer() as buyer:
        assert buyer.post("/api/cart/items", json=NATRON).status_code == 200
        shutil.rmtree(stub.folder / ".shopstub")
        refused = buyer.post("/api/cart/items", json=NATRON)
    assert (refused.status_code, refused.json()["error"]["code"]) == (503, "server.unavailable")
    assert "the state folder was removed" in refused.json()["error"]["message"]
    key = {"Authorization": "Bearer sk_test_shopstub1234567890abcdef"}
    stripe = httpx.post(f"{stub.stripe}/v1/customers", headers=key, trust_env=False)
    assert (stripe.status_code, stripe.json()["error"]["type"]) == (503, "api_error")
    stub.stops()
    assert "the state folder was removed" in stub.printed()
    assert "Traceback" not in stub.printed()


def test_a_folder_made_read_only_is_no_traceback_at_the_stop(start: Any) -> None:
    stub = start()
    with stub.buyer() as buyer:
        assert buyer.post("/api/cart/items", json=NATRON).status_code == 200
    state = stub.folder / ".shopstub"
    state.chmod(0o500)
    if os.access(state, os.W_OK):
        pytest.skip("this user may write everywhere")
    try:
        stub.stops()
    finally:
        state.chmod(0o700)
    assert "Give permission" in stub.printed()
    assert "Traceback" not in stub.printed()
    assert stub.runs("store", "check").returncode == 0


def test_an_order_whose_payment_was_lost_is_paid_after_the_next_start(
    start: Any, checkout: Any
) -> None:
    """A loss of power took the shop's last lines, and not Stripe's: both are reconciled."""
    stub = start("--quiet")
    with stub.buyer() as buyer:
        order = checkout(buyer)["orderId"]
    paid = stub.runs("pay", order)
    assert paid.returncode == 0, paid.stderr
    stub.stops(signal.SIGKILL)
    (log,) = (stub.folder / ".shopstub").glob("shop.journal-*.jsonl")
    lines = log.read_bytes().splitlines(keepends=True)
    pending = next(n for n, line in enumerate(lines) if b'"status":"paid"' in line)
    log.write_bytes(b"".join(lines[:pending]))
    again = start("--quiet")
    until = time.monotonic() + 20
    listed = ""
    while '"paid"' not in listed and time.monotonic() < until:
        listed = again.runs("orders", "--json").stdout
    assert '"paid"' in listed
    assert "payment_intent.succeeded is sent again" in again.printed()
    assert again.stops() == 0
