"""Sessions of a contract without plug-in: they begin with a success, and end with their state."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from stub_server import app
from stub_server.runtime.clock import FrozenClock
from stub_server.server.sessions import STATE, TABLE
from tests.server.stateful.conftest import client_of
from tests.server.stateful.test_booking import NEW

JSON = {"content-type": "application/json"}


def counts(stub: app.Runtime) -> tuple[int, int]:
    """How many sessions there are, and how many resources with state."""
    return stub.stores[0].count(TABLE), stub.stores[0].count(STATE)


async def test_a_request_that_is_refused_makes_no_session(
    stub: app.Runtime, client: httpx.AsyncClient
) -> None:
    for path, content, status in (
        ("/v1/bookings", b"{}", 401),
        ("/v1/login", b"{", 400),
        ("/v1/login", b"{}", 400),
    ):
        answer = await client.post(path, content=content, headers=JSON)
        assert answer.status_code == status
        assert "set-cookie" not in answer.headers
    assert counts(stub) == (0, 0)


async def test_a_logout_deletes_the_state_of_the_session(
    stub: app.Runtime, guest: httpx.AsyncClient
) -> None:
    assert (await guest.post("/v1/bookings", json=NEW)).status_code == 201
    assert counts(stub) == (1, 1)
    await guest.post("/v1/logout")
    assert counts(stub) == (1, 0)


@pytest.mark.parametrize(("days", "left"), [(29, (1, 1)), (30, (0, 0))])
async def test_a_session_ends_with_its_state_unless_it_is_used(
    stub: app.Runtime, guest: httpx.AsyncClient, days: int, left: tuple[int, int]
) -> None:
    await guest.post("/v1/bookings", json=NEW)
    assert isinstance(stub.clock, FrozenClock)
    stub.clock.advance(timedelta(days=20))
    assert (await guest.get("/v1/bookings")).status_code == 200
    stub.clock.advance(timedelta(days=days))
    async with client_of(stub) as other:
        await other.get("/v1/rooms")
    assert counts(stub) == left
    assert (await guest.get("/v1/bookings")).status_code == (200 if days == 29 else 401)
