"""No JSON value breaks an operation that answers from the document."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from stub_server import app
from tests.server.hostile_values import VALUES, bodies

REQUESTS = (
    ("POST", "/v1/login", ["email", "password"]),
    ("POST", "/v1/bookings", ["roomId", "from", "nights", "guests", "other"]),
    ("PATCH", "/v1/bookings/bk_100", ["nights", "status", "other"]),
    ("POST", "/v1/bookings/bk_100/notes", ["text", "other"]),
    ("POST", "/__contract/state", ["name"]),
)
FIXED = {"roomId": "room_hill", "from": "2026-08-01", "nights": 2, "text": "late"}


@pytest.mark.parametrize(("method", "path", "members"), REQUESTS)
async def test_no_json_value_breaks_an_operation(
    stub: app.Runtime, guest: httpx.AsyncClient, method: str, path: str, members: list[str]
) -> None:
    faults: list[Any] = []
    stub.events.subscribe(
        lambda name, facts: faults.append(facts) if name == "server.faulted" else None
    )
    fixed = {name: value for name, value in FIXED.items() if name in members}
    for value in VALUES.values():
        for text in bodies(members, value, fixed):
            headers = {"content-type": "application/json"}
            answer = await guest.request(method, path, content=text.encode(), headers=headers)
            assert answer.status_code < 500, (path, text[:120], answer.text[:300])
    assert (await guest.get("/v1/rooms")).status_code == 200
    assert faults == []
