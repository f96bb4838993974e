"""A POST that is sent twice happens once."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

CREATE = {"amount": 2000, "currency": "eur", "metadata[a]": "1"}


async def make(till: Any, key: str = "once", **params: Any) -> Any:
    return await till.ask("POST", "/v1/payment_intents", {**CREATE, **params}, Idempotency_Key=key)


async def test_the_same_request_gets_the_same_answer(till: Any) -> None:
    first, second = await make(till), await make(till)
    assert second.content == first.content
    assert "idempotent-replayed" not in first.headers
    assert second.headers["idempotent-replayed"] == "true"
    assert second.headers["idempotency-key"] == "once"
    assert len((await till.get("payment_intents"))["data"]) == 1


async def test_the_order_of_parameters_does_not_matter(till: Any) -> None:
    first = await make(till)
    turned = dict(reversed(CREATE.items()))
    again = await till.ask("POST", "/v1/payment_intents", turned, Idempotency_Key="once")
    assert again.content == first.content


async def test_another_body_or_another_call_is_refused(till: Any) -> None:
    await make(till)
    other = await make(till, amount=2001)
    assert (other.status_code, other.json()["error"]["type"]) == (400, "idempotency_error")
    elsewhere = await till.ask("POST", "/v1/customers", {}, Idempotency_Key="once")
    assert elsewhere.json()["error"]["type"] == "idempotency_error"


async def test_a_declined_payment_stays_declined(till: Any) -> None:
    declined = {
        "confirm": "true",
        "payment_method": "pm_card_chargeDeclined",
        "return_url": "https://shop.example",
    }
    first, second = await make(till, **declined), await make(till, **declined)
    assert first.status_code == second.status_code == 402
    assert second.content == first.content


async def test_a_refused_parameter_is_not_kept(till: Any) -> None:
    assert (await make(till, colour="red")).status_code == 400
    assert (await make(till)).status_code == 200


async def test_twins_at_the_same_moment_meet(till: Any) -> None:
    await till.control("slow", {"seconds": 0.05})
    answers = await asyncio.gather(make(till), make(till))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert refused.headers["stripe-should-retry"] == "true"
    assert refused.json()["error"]["code"] == "idempotency_key_in_use"
    assert (await make(till)).headers["idempotent-replayed"] == "true"


async def test_keys_are_an_accounts_own_and_kept_a_day(till: Any) -> None:
    first = await make(till)
    till.key = "sk_test_somebody_else"
    assert (await make(till)).json()["id"] != first.json()["id"]
    till.clock.advance(timedelta(hours=25))
    assert "idempotent-replayed" not in (await make(till)).headers


async def test_the_event_names_the_request_and_its_key(till: Any) -> None:
    answer = await make(till)
    event = (await till.get("events"))["data"][0]
    assert event["request"] == {
        "id": answer.headers["request-id"],
        "idempotency_key": "once",
    }
