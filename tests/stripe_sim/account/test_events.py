"""Events: what is told of each change, and how they are found again."""

from __future__ import annotations

from typing import Any

import pytest


async def types(api: Any, **params: Any) -> list[str]:
    return [event["type"] for event in (await api.get("events", limit=100, **params))["data"]]


async def test_events_are_found_by_type(api: Any) -> None:
    await api.paid()
    await api.post("customers")
    everything = await types(api)
    charges = [name for name in everything if name.startswith("charge.")]
    assert charges
    assert await types(api, type="charge.*") == charges
    assert await types(api, type="charge.succeeded") == ["charge.succeeded"]
    assert await types(api, type="*") == everything
    assert await types(api, type="charge.eaten") == []
    both = {"types[]": ["customer.created", "payment_intent.created"]}
    assert await types(api, **both) == ["customer.created", "payment_intent.created"]


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"type": "a", "types[]": "b"}, "You may only specify one of these parameters"),
        ({f"types[{n}]": "a" for n in range(21)}, "exceeded maximum 20 allowed elements"),
        ({"delivery_success": "maybe"}, "Invalid boolean: maybe"),
        ({"colour": "red"}, "Received unknown parameter: colour"),
    ],
)
async def test_a_list_of_events_that_cannot_be(api: Any, params: Any, message: str) -> None:
    error = await api.refused("GET", "events", params)
    assert error["status"] == 400
    assert message in error["message"]


async def test_events_are_found_by_whether_they_arrived(api: Any, receiver: Any) -> None:
    given = {"url": receiver.url, "enabled_events[]": "customer.created"}
    await api.post("webhook_endpoints", given)
    receiver.answers = [200, 500]
    first, second = [(await api.post("customers"))["id"] for _ in range(2)]
    await api.intent()
    assert await types(api, delivery_success="false") == ["customer.created"] * 2
    await api.app.run_due()

    async def about(**params: Any) -> list[str]:
        listed = await api.get("events", type="customer.created", **params)
        return [event["data"]["object"]["id"] for event in listed["data"]]

    arrived = await about(delivery_success="true")
    assert len(arrived) == 1
    assert await about(delivery_success="false") == [
        each for each in (first, second) if each not in arrived
    ]
    assert "payment_intent.created" in await types(api, delivery_success="true")
    await api.later(3)
    assert await about(delivery_success="false") == []


async def test_an_event_knows_its_request(api: Any) -> None:
    answer = await api.ask("POST", "/v1/customers", {}, Idempotency_Key="mine")
    (event,) = (await api.get("events"))["data"]
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
    assert await api.get(f"events/{event['id']}") == event
    error = await api.refused("GET", "events/evt_nobody")
    assert (error["status"], error["message"]) == (404, "No such event: 'evt_nobody'")


async def test_what_nobody_asked_for_has_no_request(api: Any) -> None:
    await api.confirm(await api.intent(), "pm_success_de")
    await api.later(300)
    event = (await api.get("events", type="payment_intent.succeeded"))["data"][0]
    assert event["request"] == {"id": None, "idempotency_key": None}


async def test_nothing_is_told_where_nothing_has_changed(api: Any) -> None:
    customer = await api.post("customers", name="Jenny")
    kept = await api.post("payment_methods/pm_card_visa/attach", customer=customer["id"])
    paid = await api.confirm(await api.intent(), "pm_card_createDispute")
    dispute = (await api.get("disputes"))["data"][0]
    other = await api.paid()
    refund = await api.post("refunds", payment_intent=other["id"], **{"metadata[a]": "b"})
    before = await api.get("events", limit=100)
    await api.post(f"customers/{customer['id']}", name="Jenny")
    await api.post(f"payment_methods/{kept['id']}")
    await api.post(f"charges/{paid['latest_charge']}")
    await api.post(f"disputes/{dispute['id']}", submit="false")
    await api.post(f"refunds/{refund['id']}", **{"metadata[a]": "b"})
    assert await api.get("events", limit=100) == before


async def test_a_change_tells_what_was_before(api: Any) -> None:
    path = f"customers/{(await api.post('customers', name='J', **{'metadata[a]': '1'}))['id']}"
    await api.post(path, {"name": "Jenny", "metadata[b]": "2", "address[city]": "Köln"})
    await api.post(path, {"address[city]": "Bonn", "metadata[a]": ""})
    later, sooner = (await api.get("events", type="customer.updated"))["data"]
    assert sooner["data"]["previous_attributes"] == {
        "address": None,
        "metadata": {"b": None},
        "name": "J",
    }
    assert later["data"]["previous_attributes"] == {
        "address": {"city": "Köln"},
        "metadata": {"a": "1"},
    }
