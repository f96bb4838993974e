"""Events: their content, and their list."""

from __future__ import annotations

from typing import Any

import pytest


async def event_types(api: Any, **params: Any) -> list[str]:
    return [event["type"] for event in (await api.get("events", limit=100, **params))["data"]]


async def test_events_are_listed_by_type(api: Any) -> None:
    await api.pay_by_card()
    await api.post("customers")
    all_types = await event_types(api)
    charges = [name for name in all_types if name.startswith("charge.")]
    assert charges
    assert await event_types(api, type="charge.*") == charges
    assert await event_types(api, type="charge.succeeded") == ["charge.succeeded"]
    assert await event_types(api, type="*") == all_types
    assert await event_types(api, type="charge.eaten") == []
    two_types = {"types[]": ["customer.created", "payment_intent.created"]}
    assert await event_types(api, **two_types) == ["customer.created", "payment_intent.created"]


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"type": "a", "types[]": "b"}, "You may only specify one of these parameters"),
        (
            {f"types[{position}]": "a" for position in range(21)},
            "exceeded maximum 20 allowed elements",
        ),
        ({"delivery_success": "maybe"}, "Invalid boolean: maybe"),
        ({"colour": "red"}, "Received unknown parameter: colour"),
    ],
)
async def test_invalid_filters_are_rejected(api: Any, params: Any, message: str) -> None:
    error = await api.get_error("GET", "events", params)
    assert error["status"] == 400
    assert message in error["message"]


async def test_events_are_listed_by_delivery_success(api: Any, receiver: Any) -> None:
    endpoint = {"url": receiver.url, "enabled_events[]": "customer.created"}
    await api.post("webhook_endpoints", endpoint)
    receiver.answers = [200, 500]
    first, second = [(await api.post("customers"))["id"] for _ in range(2)]
    await api.intent()
    assert await event_types(api, delivery_success="false") == ["customer.created"] * 2
    await api.app.run_due()

    async def customers_of_events(**params: Any) -> list[str]:
        page_of_events = await api.get("events", type="customer.created", **params)
        return [event["data"]["object"]["id"] for event in page_of_events["data"]]

    delivered = await customers_of_events(delivery_success="true")
    assert len(delivered) == 1
    assert await customers_of_events(delivery_success="false") == [
        customer for customer in (first, second) if customer not in delivered
    ]
    assert "payment_intent.created" in await event_types(api, delivery_success="true")
    await api.advance(3)
    assert await customers_of_events(delivery_success="false") == []


async def test_an_event_names_its_request(api: Any) -> None:
    response = await api.ask("POST", "/v1/customers", {}, Idempotency_Key="mine")
    (event,) = (await api.get("events"))["data"]
    assert event == {
        "id": event["id"],
        "object": "event",
        "api_version": "2026-06-24.dahlia",
        "created": event["created"],
        "data": {"object": response.json()},
        "livemode": False,
        "pending_webhooks": 0,
        "request": {"id": response.headers["request-id"], "idempotency_key": "mine"},
        "type": "customer.created",
    }
    assert await api.get(f"events/{event['id']}") == event
    error = await api.get_error("GET", "events/evt_nobody")
    assert (error["status"], error["message"]) == (404, "No such event: 'evt_nobody'")


async def test_an_event_of_a_background_job_has_no_request(api: Any) -> None:
    await api.confirm(await api.intent(), "pm_success_de")
    await api.advance(300)
    event = (await api.get("events", type="payment_intent.succeeded"))["data"][0]
    assert event["request"] == {"id": None, "idempotency_key": None}


async def test_an_update_without_change_emits_no_event(api: Any) -> None:
    customer = await api.post("customers", name="Jenny")
    method = await api.post("payment_methods/pm_card_visa/attach", customer=customer["id"])
    intent = await api.confirm(await api.intent(), "pm_card_createDispute")
    dispute = (await api.get("disputes"))["data"][0]
    other = await api.pay_by_card()
    refund = await api.post("refunds", payment_intent=other["id"], **{"metadata[a]": "b"})
    before = await api.get("events", limit=100)
    await api.post(f"customers/{customer['id']}", name="Jenny")
    await api.post(f"payment_methods/{method['id']}")
    await api.post(f"charges/{intent['latest_charge']}")
    await api.post(f"disputes/{dispute['id']}", submit="false")
    await api.post(f"refunds/{refund['id']}", **{"metadata[a]": "b"})
    assert await api.get("events", limit=100) == before


async def test_an_update_names_the_previous_attributes(api: Any) -> None:
    path = f"customers/{(await api.post('customers', name='J', **{'metadata[a]': '1'}))['id']}"
    await api.post(path, {"name": "Jenny", "metadata[b]": "2", "address[city]": "Köln"})
    await api.post(path, {"address[city]": "Bonn", "metadata[a]": ""})
    newer, older = (await api.get("events", type="customer.updated"))["data"]
    assert older["data"]["previous_attributes"] == {
        "address": None,
        "metadata": {"b": None},
        "name": "J",
    }
    assert newer["data"]["previous_attributes"] == {
        "address": {"city": "Köln"},
        "metadata": {"a": "1"},
    }
