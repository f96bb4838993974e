"""Test clocks, and the customers that live by them."""

from __future__ import annotations

from typing import Any

import pytest

CLOCKS = "test_helpers/test_clocks"
EASTER = 1_700_000_000
DAY = 86_400


async def clock_at(api: Any, at: int = EASTER) -> dict[str, Any]:
    made: dict[str, Any] = await api.post(CLOCKS, frozen_time=at, name="Easter")
    return made


async def test_a_clock_arrives_a_little_later(api: Any) -> None:
    made = await clock_at(api)
    assert (made["status"], made["frozen_time"], made["name"]) == ("ready", EASTER, "Easter")
    going = await api.post(f"{CLOCKS}/{made['id']}/advance", frozen_time=EASTER + DAY)
    assert (going["status"], going["frozen_time"]) == ("advancing", EASTER)
    assert going["status_details"] == {"advancing": {"target_frozen_time": EASTER + DAY}}
    error = await api.refused(
        "POST", f"{CLOCKS}/{made['id']}/advance", {"frozen_time": EASTER + 2 * DAY}
    )
    assert error["status"] == 429
    await api.later(1)
    there = await api.get(f"{CLOCKS}/{made['id']}")
    assert (there["status"], there["frozen_time"]) == ("ready", EASTER + DAY)
    assert await api.events() == [
        f"test_helpers.test_clock.{step}" for step in ("created", "advancing", "ready")
    ]


@pytest.mark.parametrize("to", [EASTER, EASTER - 1, EASTER + 1000 * DAY])
async def test_a_clock_goes_forward_and_not_too_far(api: Any, to: int) -> None:
    made = await clock_at(api)
    error = await api.refused("POST", f"{CLOCKS}/{made['id']}/advance", {"frozen_time": to})
    assert (error["status"], error["param"]) == (400, "frozen_time")


async def test_customers_are_as_old_as_their_clock_says(api: Any) -> None:
    clock = await clock_at(api)
    plain = await api.post("customers", name="Today")
    old = await api.post("customers", name="Long ago", test_clock=clock["id"])
    later = await api.post("customers", name="Tomorrow")
    assert (old["created"], old["test_clock"]) == (EASTER, clock["id"])
    assert (await api.get("customers"))["data"] == [later, plain]
    assert (await api.get("customers", test_clock=clock["id"]))["data"] == [old]
    since = {"created[gte]": plain["created"]}
    assert (await api.get("customers", **since))["data"] == [later, plain]


async def test_a_deleted_clock_takes_its_customers_along(api: Any) -> None:
    clock = await clock_at(api)
    customer = await api.post("customers", test_clock=clock["id"])
    gone = (await api.ask("DELETE", f"/v1/{CLOCKS}/{clock['id']}")).json()
    assert gone == {"id": clock["id"], "object": "test_helpers.test_clock", "deleted": True}
    assert (await api.get(f"customers/{customer['id']}"))["deleted"]
    assert (await api.refused("GET", f"{CLOCKS}/{clock['id']}"))["status"] == 404


async def test_a_clock_has_room_for_three(api: Any) -> None:
    clock = await clock_at(api)
    for _ in range(3):
        await api.post("customers", test_clock=clock["id"])
    error = await api.refused("POST", "customers", {"test_clock": clock["id"]})
    assert error["param"] == "test_clock"
    error = await api.refused("POST", "customers", {"test_clock": "clock_nobody"})
    assert (error["status"], error["code"]) == (400, "resource_missing")
