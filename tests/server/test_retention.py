"""What the shop stores ends after a while: sessions, carts, idempotency keys, mails, tokens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from stub_server import app, resources
from stub_server.runtime.clock import FrozenClock
from stub_server.runtime.ids import SeededIds
from stub_server.settings import Settings
from tests.server.conftest import ORIGIN, SECRET
from tests.server.test_refused_requests import stored
from tests.shop.samples import ADDRESS_JSON

DAY = timedelta(days=1)
EMAIL = "ada@example.com"


async def request_something(buyer: Any) -> None:
    """Any request, after which the stub has time to tidy its store."""
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(buyer.stub.site), base_url=ORIGIN
    ) as client:
        await client.get("/api/cart")


@pytest.mark.parametrize("days", [29, 30])
async def test_a_session_that_is_not_used_for_30_days_ends_with_its_cart(
    buyer: Any, clock: FrozenClock, days: int
) -> None:
    await buyer.adds()
    clock.advance(days * DAY)
    await request_something(buyer)
    counts = stored(buyer.stub)
    assert [counts.get("sessions", 0), counts.get("carts", 0)] == [days == 29] * 2


async def test_a_read_alone_keeps_a_session(buyer: Any, clock: FrozenClock) -> None:
    await buyer.adds()
    for _ in range(6):
        clock.advance(20 * DAY)
        assert (await buyer.client.get("/api/cart")).json()["count"] == 1
    clock.advance(30 * DAY)
    assert (await buyer.client.get("/api/cart")).json()["count"] == 0


async def test_the_use_of_a_session_is_stored_once_a_day_at_most(
    buyer: Any, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await buyer.adds()
    writes: list[str] = []
    store = buyer.stub.shop.sandbox.store
    put = store.put

    def count(table: str, *more: Any) -> None:
        writes.append(table)
        put(table, *more)

    monkeypatch.setattr(store, "put", count)
    for _ in range(24 * 3):
        clock.advance(timedelta(hours=1))
        await buyer.client.get("/api/cart")
    assert writes == ["sessions"] * 3


@pytest.mark.rule("C-cus-1")
async def test_a_login_ends_as_a_guest_s_session_does(buyer: Any, clock: FrozenClock) -> None:
    await buyer.registers()
    clock.advance(29 * DAY)
    assert (await buyer.client.get("/api/customers/me")).json()["email"] == EMAIL
    clock.advance(30 * DAY)
    assert (await buyer.client.get("/api/customers/me")).json() is None


async def test_orders_and_customers_stay(buyer: Any, clock: FrozenClock) -> None:
    await buyer.registers()
    await buyer.adds()
    await buyer.checks_out()
    before = stored(buyer.stub)
    clock.advance(3650 * DAY)
    await request_something(buyer)
    after = stored(buyer.stub)
    assert {name: before[name] for name in ("orders", "customers")} == {
        name: after[name] for name in ("orders", "customers")
    }
    assert not {"sessions", "carts"} & after.keys()


@pytest.mark.rule("C-chk-14")
async def test_a_response_is_replayed_for_24_hours(buyer: Any, clock: FrozenClock) -> None:
    await buyer.adds()
    first = await check_out(buyer)
    clock.advance(DAY - timedelta(seconds=1))
    assert await check_out(buyer) == first
    clock.advance(timedelta(seconds=1))
    assert (await check_out(buyer))["orderId"] != first["orderId"]
    assert stored(buyer.stub)["idempotency"] == 1
    clock.advance(DAY)
    await request_something(buyer)
    assert "idempotency" not in stored(buyer.stub)


async def check_out(buyer: Any) -> Any:
    body = {"email": EMAIL, "shippingAddress": ADDRESS_JSON, "acceptsMarketing": False}
    key = {"idempotency-key": "k1"}
    return (await buyer.sends("POST", "/api/checkout/intent", body, headers=key)).json()


@pytest.mark.rule("C-cus-8")
async def test_reset_tokens_go_when_they_expire_and_mails_after_30_days(
    buyer: Any, clock: FrozenClock
) -> None:
    await buyer.registers()
    await buyer.sends("POST", "/api/customers/password/reset", {"email": EMAIL})
    assert stored(buyer.stub)["resetTokens"] == 1
    clock.advance(timedelta(minutes=30))
    await request_something(buyer)
    assert "resetTokens" not in stored(buyer.stub)
    assert stored(buyer.stub)["outbox"] == 1
    clock.advance(30 * DAY)
    await request_something(buyer)
    assert "outbox" not in stored(buyer.stub)


@pytest.fixture
def start(tmp_path: Path, clock: FrozenClock) -> Callable[..., app.Runtime]:
    """Starts the stub over the same state folder again."""

    def started(**more: Any) -> app.Runtime:
        settings = Settings(
            state_dir=tmp_path, webhook_secret=SECRET, document=resources.document(), **more
        )
        return app.build(settings, ORIGIN, "http://stripe.test", clock=clock, ids=SeededIds(7))

    return started


@pytest.mark.parametrize(("settings", "ends"), [({}, True), ({"session_days": 60}, False)])
async def test_sessions_end_across_a_restart_as_the_settings_say(
    start: Callable[..., app.Runtime], clock: FrozenClock, settings: dict[str, Any], ends: bool
) -> None:
    counts = []
    for days in (40, 0):
        stub = start(**settings)
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(stub.site), base_url=ORIGIN
        ) as client:
            await client.delete("/api/cart")
        counts.append(stored(stub)["sessions"])
        for store in stub.stores:
            store.close()
        clock.advance(days * DAY)
    assert counts == ([1, 1] if ends else [1, 2])


async def test_the_outbox_has_no_more_mails_than_the_settings_say(
    start: Callable[..., app.Runtime], clock: FrozenClock
) -> None:
    stub = start(outbox_mails=3)
    for number in range(5):
        stub.shop.outbox.send(EMAIL, "Hello", str(number))
    transport = httpx.ASGITransport(stub.site)
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
        await client.get("/api/cart")
        mails = (await client.get("/_stub/outbox")).json()["mails"]
    assert [mail["text"] for mail in mails] == ["2", "3", "4"]
    for store in stub.stores:
        store.close()
