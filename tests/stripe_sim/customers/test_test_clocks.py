"""Test clocks and their customers."""

from __future__ import annotations

from typing import Any

import pytest

CLOCKS = "test_helpers/test_clocks"
START = 1_700_000_000
DAY = 86_400


async def create_clock(api: Any, frozen_time: int = START) -> dict[str, Any]:
    clock: dict[str, Any] = await api.post(CLOCKS, frozen_time=frozen_time, name="Easter")
    return clock


async def test_a_clock_is_ready_after_its_advance(api: Any) -> None:
    clock = await create_clock(api)
    assert (clock["status"], clock["frozen_time"], clock["name"]) == ("ready", START, "Easter")
    advancing = await api.post(f"{CLOCKS}/{clock['id']}/advance", frozen_time=START + DAY)
    assert (advancing["status"], advancing["frozen_time"]) == ("advancing", START)
    assert advancing["status_details"] == {"advancing": {"target_frozen_time": START + DAY}}
    error = await api.get_error(
        "POST", f"{CLOCKS}/{clock['id']}/advance", {"frozen_time": START + 2 * DAY}
    )
    assert error["status"] == 429
    await api.advance(1)
    ready = await api.get(f"{CLOCKS}/{clock['id']}")
    assert (ready["status"], ready["frozen_time"]) == ("ready", START + DAY)
    assert await api.events() == [
        f"test_helpers.test_clock.{step}" for step in ("created", "advancing", "ready")
    ]


@pytest.mark.parametrize("target", [START, START - 1, START + 1000 * DAY])
async def test_the_target_of_an_advance_is_limited(api: Any, target: int) -> None:
    clock = await create_clock(api)
    error = await api.get_error("POST", f"{CLOCKS}/{clock['id']}/advance", {"frozen_time": target})
    assert (error["status"], error["param"]) == (400, "frozen_time")


async def test_customers_of_a_clock_have_its_time(api: Any) -> None:
    clock = await create_clock(api)
    first = await api.post("customers", name="Today")
    on_clock = await api.post("customers", name="Long ago", test_clock=clock["id"])
    second = await api.post("customers", name="Tomorrow")
    assert (on_clock["created"], on_clock["test_clock"]) == (START, clock["id"])
    assert (await api.get("customers"))["data"] == [second, first]
    assert (await api.get("customers", test_clock=clock["id"]))["data"] == [on_clock]
    since = {"created[gte]": first["created"]}
    assert (await api.get("customers", **since))["data"] == [second, first]


async def test_a_deleted_clock_deletes_its_customers(api: Any) -> None:
    clock = await create_clock(api)
    customer = await api.post("customers", test_clock=clock["id"])
    deleted = (await api.ask("DELETE", f"/v1/{CLOCKS}/{clock['id']}")).json()
    assert deleted == {"id": clock["id"], "object": "test_helpers.test_clock", "deleted": True}
    assert (await api.get(f"customers/{customer['id']}"))["deleted"]
    assert (await api.get_error("GET", f"{CLOCKS}/{clock['id']}"))["status"] == 404


async def test_a_clock_has_at_most_three_customers(api: Any) -> None:
    clock = await create_clock(api)
    for _ in range(3):
        await api.post("customers", test_clock=clock["id"])
    error = await api.get_error("POST", "customers", {"test_clock": clock["id"]})
    assert error["param"] == "test_clock"
    error = await api.get_error("POST", "customers", {"test_clock": "clock_nobody"})
    assert (error["status"], error["code"]) == (400, "resource_missing")
