"""Stripe's own Python SDK, with another base URL and nothing else changed."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import stripe

from stub_server.stripe_sim import SECRET_KEY

# The SDK hands its body to httpx under the old name.


async def test_the_async_client_pays(sdk: Any) -> None:
    intent = await sdk.v1.payment_intents.create_async(
        {"amount": 2000, "currency": "eur", "automatic_payment_methods": {"enabled": True}}
    )
    paid = await sdk.v1.payment_intents.confirm_async(
        intent.id,
        {
            "payment_method": "pm_card_visa",
            "return_url": "https://shop.example",
            "expand": ["latest_charge.balance_transaction"],
        },
    )
    assert paid.status == "succeeded"
    assert paid.latest_charge.balance_transaction.net == 1945
    refund = await sdk.v1.refunds.create_async({"payment_intent": intent.id, "amount": 500})
    assert refund.status == "succeeded"


async def test_the_async_client_is_refused(sdk: Any) -> None:
    given = {
        "amount": 2000,
        "currency": "eur",
        "confirm": True,
        "payment_method": "pm_card_chargeDeclined",
        "return_url": "https://shop.example",
    }
    with pytest.raises(stripe.CardError) as rejection:
        await sdk.v1.payment_intents.create_async(given)
    error: Any = rejection.value.error
    assert (rejection.value.http_status, error.code) == (402, "card_declined")
    assert error.decline_code == "generic_decline"
    assert error.payment_intent.last_payment_error.code == "card_declined"
    assert str(rejection.value.request_id).startswith("req_")


async def test_the_async_client_pages_by_itself(sdk: Any) -> None:
    made = [
        (await sdk.v1.customers.create_async({"email": f"{number}@example.com"})).id
        for number in range(7)
    ]
    listed = await sdk.v1.customers.list_async({"limit": 3})
    assert [customer.id async for customer in listed.auto_paging_iter()] == made[::-1]


async def test_the_errors_are_of_the_sdks_types(sdk: Any, url: str) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="No such payment_intent: 'pi_nobody'"):
        await sdk.v1.payment_intents.retrieve_async("pi_nobody")
    options: Any = {"idempotency_key": "once"}
    await sdk.v1.customers.create_async({"name": "a"}, options)
    with pytest.raises(stripe.IdempotencyError):
        await sdk.v1.customers.create_async({"name": "b"}, options)
    with pytest.raises(stripe.AuthenticationError):
        await sdk.v1.customers.list_async(options={"api_key": "sk_test_"})


def pays(url: str) -> tuple[Any, list[str], Any]:
    transport: Any = stripe.RequestsClient()
    client = stripe.StripeClient(SECRET_KEY, base_addresses={"api": url}, http_client=transport)
    paid = client.v1.payment_intents.create(
        {
            "amount": 2000,
            "currency": "eur",
            "confirm": True,
            "payment_method": "pm_card_visa",
            "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"},
        }
    )
    events = [str(event.type) for event in client.v1.events.list({"limit": 10}).auto_paging_iter()]
    client.v1.customers.delete(client.v1.customers.create({"name": "Jenny"}).id)
    endpoint = client.v1.webhook_endpoints.create(
        {"url": "http://127.0.0.1:9/", "enabled_events": ["*"]}
    )
    transport.close()
    return paid, events, endpoint


async def test_the_sync_client_pays(url: str) -> None:
    paid, events, endpoint = await asyncio.to_thread(pays, url)
    assert paid.status == "succeeded"
    assert events == ["payment_intent.succeeded", "charge.succeeded", "payment_intent.created"]
    assert endpoint.secret.startswith("whsec_")
