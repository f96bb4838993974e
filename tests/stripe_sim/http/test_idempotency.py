"""A POST that is sent twice happens once."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

CREATE = {"amount": 2000, "currency": "eur", "metadata[a]": "1"}


async def make(api: Any, key: str = "once", **params: Any) -> Any:
    return await api.ask("POST", "/v1/payment_intents", {**CREATE, **params}, Idempotency_Key=key)


async def test_the_same_request_gets_the_same_answer(api: Any) -> None:
    first, second = await make(api), await make(api)
    assert second.content == first.content
    assert "idempotent-replayed" not in first.headers
    assert second.headers["idempotent-replayed"] == "true"
    assert second.headers["idempotency-key"] == "once"
    assert first.headers["original-request"] == first.headers["request-id"]
    assert second.headers["original-request"] == first.headers["request-id"]
    assert second.headers["request-id"] != first.headers["request-id"]
    assert len((await api.get("payment_intents"))["data"]) == 1


async def test_the_order_of_parameters_does_not_matter(api: Any) -> None:
    first = await make(api)
    turned = dict(reversed(CREATE.items()))
    again = await api.ask("POST", "/v1/payment_intents", turned, Idempotency_Key="once")
    assert again.content == first.content


async def test_another_body_or_another_call_is_refused(api: Any) -> None:
    await make(api)
    other = await make(api, amount=2001)
    error = other.json()["error"]
    assert (other.status_code, error["type"]) == (400, "idempotency_error")
    assert error["message"] == (
        "Keys for idempotent requests can only be used with the same parameters they were first "
        "used with. Try using a key other than 'once' if you meant to execute a different request."
    )
    elsewhere = await api.ask("POST", "/v1/customers", {}, Idempotency_Key="once")
    error = elsewhere.json()["error"]
    assert (elsewhere.status_code, error["type"]) == (400, "idempotency_error")
    assert "for the same endpoint they were first used for" in error["message"]
    assert "('/v1/payment_intents' vs '/v1/customers')" in error["message"]


async def test_a_declined_payment_stays_declined(api: Any) -> None:
    declined = {
        "confirm": "true",
        "payment_method": "pm_card_chargeDeclined",
        "return_url": "https://shop.example",
    }
    first, second = await make(api, **declined), await make(api, **declined)
    assert first.status_code == second.status_code == 402
    assert second.content == first.content


async def test_a_refused_parameter_is_not_kept(api: Any) -> None:
    for wrong in (
        {"colour": "red"},
        {"currency": ""},
        {"amount": "-1"},
        {"amount": "10"},
        {"receipt_email": "nobody"},
        {"confirm": "perhaps"},
        {"expand[]": "a.b.c.d.e"},
    ):
        assert (await make(api, **wrong)).status_code == 400
    answer = await api.ask("POST", "/v1/payment_intents", {"amount": 1}, Idempotency_Key="once")
    assert answer.json()["error"]["code"] == "parameter_missing"
    assert (await make(api)).status_code == 200


async def test_an_error_of_an_executed_request_is_stored(api: Any) -> None:
    first = await make(api, customer="cus_nobody")
    assert first.json()["error"]["code"] == "resource_missing"
    again = await make(api, customer="cus_nobody")
    assert again.content == first.content
    assert again.headers["idempotent-replayed"] == "true"


async def test_a_key_is_not_too_long_and_not_empty(api: Any) -> None:
    assert (await make(api, "k" * 255)).status_code == 200
    answer = await make(api, "k" * 256)
    assert (answer.status_code, answer.json()["error"]["type"]) == (400, "invalid_request_error")
    first, second = await make(api, ""), await make(api, "")
    assert first.json()["id"] != second.json()["id"]


async def test_only_a_post_has_a_key(api: Any) -> None:
    made = (await make(api)).json()["id"]
    for _ in range(2):
        answer = await api.ask("GET", f"/v1/payment_intents/{made}", Idempotency_Key="once")
        assert answer.status_code == 200
        assert "idempotent-replayed" not in answer.headers


async def test_twins_at_the_same_moment_meet(api: Any) -> None:
    await api.control("slow", {"seconds": 0.05})
    answers = await asyncio.gather(make(api), make(api))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert refused.headers["stripe-should-retry"] == "true"
    error = refused.json()["error"]
    assert error["code"] == "idempotency_key_in_use"
    assert error["type"] == "invalid_request_error"
    assert error["doc_url"].endswith("/error-codes/idempotency-key-in-use")
    assert (await make(api)).headers["idempotent-replayed"] == "true"


async def test_keys_are_an_accounts_own_and_kept_a_day(api: Any) -> None:
    first = await make(api)
    api.key = "sk_test_somebody_else"
    assert (await make(api)).json()["id"] != first.json()["id"]
    api.clock.advance(timedelta(hours=25))
    assert "idempotent-replayed" not in (await make(api)).headers


async def test_the_event_names_the_request_and_its_key(api: Any) -> None:
    answer = await make(api)
    event = (await api.get("events"))["data"][0]
    assert event["request"] == {
        "id": answer.headers["request-id"],
        "idempotency_key": "once",
    }
