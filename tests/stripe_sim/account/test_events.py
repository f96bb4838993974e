"""Events: what is told of each change, and how they are found again."""

from __future__ import annotations

from typing import Any

import pytest


async def types(till: Any, **params: Any) -> list[str]:
    return [event["type"] for event in (await till.get("events", limit=100, **params))["data"]]


async def test_events_are_found_by_type(till: Any) -> None:
    await till.paid()
    await till.post("customers")
    everything = await types(till)
    charges = [name for name in everything if name.startswith("charge.")]
    assert charges
    assert await types(till, type="charge.*") == charges
    assert await types(till, type="charge.succeeded") == ["charge.succeeded"]
    assert await types(till, type="*") == everything
    assert await types(till, type="charge.eaten") == []
    both = {"types[]": ["customer.created", "payment_intent.created"]}
    assert await types(till, **both) == ["customer.created", "payment_intent.created"]


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"type": "a", "types[]": "b"}, "You may only specify one of these parameters"),
        ({f"types[{n}]": "a" for n in range(21)}, "exceeded maximum 20 allowed elements"),
        ({"delivery_success": "maybe"}, "Invalid boolean: maybe"),
        ({"colour": "red"}, "Received unknown parameter: colour"),
    ],
)
async def test_a_list_of_events_that_cannot_be(till: Any, params: Any, message: str) -> None:
    error = await till.refused("GET", "events", params)
    assert error["status"] == 400
    assert message in error["message"]


async def test_events_are_found_by_whether_they_arrived(till: Any, receiver: Any) -> None:
    given = {"url": receiver.url, "enabled_events[]": "customer.created"}
    await till.post("webhook_endpoints", given)
    receiver.answers = [200, 500]
    first, second = [(await till.post("customers"))["id"] for _ in range(2)]
    await till.intent()
    assert await types(till, delivery_success="false") == ["customer.created"] * 2
    await till.sim.run_due()

    async def about(**params: Any) -> list[str]:
        listed = await till.get("events", type="customer.created", **params)
        return [event["data"]["object"]["id"] for event in listed["data"]]

    arrived = await about(delivery_success="true")
    assert len(arrived) == 1
    assert await about(delivery_success="false") == [
        each for each in (first, second) if each not in arrived
    ]
    assert "payment_intent.created" in await types(till, delivery_success="true")
    await till.later(3)
    assert await about(delivery_success="false") == []


async def test_an_event_knows_its_request(till: Any) -> None:
    answer = await till.ask("POST", "/v1/customers", {}, Idempotency_Key="mine")
    (event,) = (await till.get("events"))["data"]
    assert event == {
        "id": event["id"],
        "object": "event",
        "api_version": "2026-06-24.dahlia",
        "created": event["created"],
        "data": {"object": answer.json()},
        "livemode": False,
        "pending_webhooks": 0,
        "request": {"id": answer.headers["request-id"], "idempotency_key": "mine"},
        "type": "customer.created",
    }
    assert await till.get(f"events/{event['id']}") == event
    error = await till.refused("GET", "events/evt_nobody")
    assert (error["status"], error["message"]) == (404, "No such event: 'evt_nobody'")


async def test_what_nobody_asked_for_has_no_request(till: Any) -> None:
    await till.confirm(await till.intent(), "pm_success_de")
    await till.later(300)
    event = (await till.get("events", type="payment_intent.succeeded"))["data"][0]
    assert event["request"] == {"id": None, "idempotency_key": None}


async def test_nothing_is_told_where_nothing_has_changed(till: Any) -> None:
    customer = await till.post("customers", name="Jenny")
    kept = await till.post("payment_methods/pm_card_visa/attach", customer=customer["id"])
    paid = await till.confirm(await till.intent(), "pm_card_createDispute")
    dispute = (await till.get("disputes"))["data"][0]
    other = await till.paid()
    refund = await till.post("refunds", payment_intent=other["id"], **{"metadata[a]": "b"})
    before = await till.get("events", limit=100)
    await till.post(f"customers/{customer['id']}", name="Jenny")
    await till.post(f"payment_methods/{kept['id']}")
    await till.post(f"charges/{paid['latest_charge']}")
    await till.post(f"disputes/{dispute['id']}", submit="false")
    await till.post(f"refunds/{refund['id']}", **{"metadata[a]": "b"})
    assert await till.get("events", limit=100) == before


async def test_a_change_tells_what_was_before(till: Any) -> None:
    path = f"customers/{(await till.post('customers', name='J', **{'metadata[a]': '1'}))['id']}"
    await till.post(path, {"name": "Jenny", "metadata[b]": "2", "address[city]": "Köln"})
    await till.post(path, {"address[city]": "Bonn", "metadata[a]": ""})
    later, sooner = (await till.get("events", type="customer.updated"))["data"]
    assert sooner["data"]["previous_attributes"] == {
        "address": None,
        "metadata": {"b": None},
        "name": "J",
    }
    assert later["data"]["previous_attributes"] == {
        "address": {"city": "Köln"},
        "metadata": {"a": "1"},
    }
