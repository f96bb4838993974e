"""The simulator's clock is put forward: what falls due is done, each thing at its moment."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any

import orjson
import pytest
import stripe

from stub_server.runtime.clock import SystemClock
from stub_server.storage import MemoryStore
from stub_server.stripe_sim import WEBHOOK_SECRET
from stub_server.stripe_sim.engine import clock_control
from stub_server.stripe_sim.settings import RETRY_WAITS
from tests.stripe_sim.conftest import Till

HOUR, DAY = 3600, 24 * 3600


async def advanced(till: Till, seconds: int) -> int:
    answer = await till.control("clock", {"seconds": seconds})
    assert answer.status_code == 200, answer.text
    return int(answer.json()["now"])


async def shown(till: Till) -> int:
    return int((await till.control("clock")).json()["now"])


def outside(till: Till) -> int:
    return int(till.clock.now().timestamp())


async def debited(till: Till) -> Any:
    return await till.confirm(await till.intent(), "pm_success_de")


async def test_the_time_is_shown_and_new_objects_have_it(till: Till) -> None:
    assert await shown(till) == outside(till)
    assert await advanced(till, HOUR) == outside(till) + HOUR
    assert await advanced(till, 0) == await shown(till) == outside(till) + HOUR
    assert (await till.post("customers"))["created"] == outside(till) + HOUR


async def test_a_debit_is_settled_at_its_moment_not_at_the_end(till: Till) -> None:
    intent = await debited(till)
    await advanced(till, 14)
    path = f"payment_intents/{intent['id']}"
    assert (await till.get(path))["status"] == "processing"
    await advanced(till, DAY)
    assert (await till.get(path))["status"] == "succeeded"
    (told,) = (await till.get("events", type="payment_intent.succeeded"))["data"]
    assert told["created"] == intent["created"] + 15


@pytest.mark.parametrize(
    ("method", "days"),
    [("pm_card_visa", 7), ({"type": "paypal"}, 10), ({"type": "klarna"}, 28)],
)
async def test_what_is_held_is_let_go(till: Till, method: Any, days: int) -> None:
    named = method if isinstance(method, str) else None
    data = {} if named else {"payment_method_data[type]": method["type"]}
    held = await till.intent(
        capture_method="manual",
        confirm="true",
        return_url="https://shop.example",
        **({"payment_method": named} if named else data),
    )
    path = f"payment_intents/{held['id']}"
    if not named:
        await till.control(f"{path}/authenticate", {"outcome": "succeed"})
    await advanced(till, days * DAY - 60)
    assert (await till.get(path))["status"] == "requires_capture"
    seen = len(await till.events())
    await advanced(till, 60)
    gone = await till.get(path)
    assert (gone["status"], gone["cancellation_reason"]) == ("canceled", "automatic")
    assert (gone["amount_capturable"], gone["amount_received"]) == (0, 0)
    charge = await till.get(f"charges/{gone['latest_charge']}", **{"expand[]": "refunds"})
    assert (charge["captured"], charge["refunded"]) == (False, True)
    assert charge["refunds"]["data"][0]["reason"] == "expired_uncaptured_charge"
    told = (await till.events())[seen:]
    assert told[-2:] == ["charge.expired", "payment_intent.canceled"]


async def test_what_was_taken_or_given_up_in_time_stays(till: Till) -> None:
    taken = await till.paid(capture_method="manual")
    await till.post(f"payment_intents/{taken['id']}/capture")
    given_up = await till.paid(capture_method="manual")
    await till.post(
        f"payment_intents/{given_up['id']}/cancel", cancellation_reason="requested_by_customer"
    )
    await advanced(till, 8 * DAY)
    assert (await till.get(f"payment_intents/{taken['id']}"))["status"] == "succeeded"
    gone = await till.get(f"payment_intents/{given_up['id']}")
    assert gone["cancellation_reason"] == "requested_by_customer"
    assert "charge.expired" not in await till.events()


async def test_what_is_held_is_let_go_after_a_restart_too(
    make_till: Callable[..., Till], make_sim: Callable[..., Any]
) -> None:
    store = MemoryStore({})
    till = make_till(store=store)
    held = await till.paid(capture_method="manual")
    await till.sim.shutdown()
    till.sim = make_sim(store=store)
    await till.sim.startup()
    await till.sim.run_due()
    path = f"payment_intents/{held['id']}"
    assert (await till.get(path))["status"] == "requires_capture"
    await advanced(till, 7 * DAY)
    assert (await till.get(path))["status"] == "canceled"


async def test_a_session_runs_out(till: Till) -> None:
    session = await till.session()
    await advanced(till, DAY - 60)
    assert (await till.get(f"checkout/sessions/{session['id']}"))["status"] == "open"
    await advanced(till, 60)
    assert (await till.get(f"checkout/sessions/{session['id']}"))["status"] == "expired"


async def test_a_key_is_free_after_a_day_and_events_go_after_thirty(till: Till) -> None:
    async def keyed(amount: int) -> int:
        given = {"amount": amount, "currency": "eur"}
        answer = await till.ask("POST", "/v1/payment_intents", given, Idempotency_Key="k")
        return answer.status_code

    await keyed(2000)
    await advanced(till, DAY - 1)
    assert await keyed(3000) == 400
    await advanced(till, 1)
    assert await keyed(3000) == 200
    await advanced(till, 29 * DAY)
    assert len(await till.events()) == 1
    store = till.sim.world.books.store
    assert store.all("answers") == []
    await advanced(till, DAY)
    assert store.all("events") == []
    assert await till.events() == []


async def test_a_webhook_is_tried_for_three_days_and_its_endpoint_disabled(
    make_till: Callable[..., Till], receiver: Any
) -> None:
    receiver.answers = [500] * 50
    till = make_till()
    params = {"url": receiver.url, "enabled_events[]": "customer.created"}
    made = await till.post("webhook_endpoints", params)
    await till.post("customers")
    await advanced(till, 14)
    (record,) = (await till.control("deliveries")).json()["data"]
    assert (record["state"], len(record["attempts"])) == ("pending", 3)
    await advanced(till, 3 * DAY - 14)
    (record,) = (await till.control("deliveries")).json()["data"]
    at = [attempt["at"] for attempt in record["attempts"]]
    waits = [after - before for before, after in pairwise(at)]
    assert waits == pytest.approx(RETRY_WAITS, abs=0.2)
    assert max(attempt["seconds"] for attempt in record["attempts"]) < HOUR
    assert record["state"] == "given_up"
    assert (await till.get(f"webhook_endpoints/{made['id']}"))["status"] == "disabled"


async def test_the_sdk_believes_what_is_delivered_after_an_advance(
    make_till: Callable[..., Till], receiver: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    till = make_till(webhook_to=((receiver.url, WEBHOOK_SECRET),))
    await advanced(till, 40 * DAY)
    await till.post("customers")
    await till.sim.run_due()
    headers, body = receiver.got[0]
    assert headers["stripe-signature"].startswith(f"t={outside(till)},"), (
        "PHP's takes none of later"
    )
    monkeypatch.setattr(time, "time", lambda: outside(till))
    event: Any = stripe.Webhook.construct_event(body, headers["stripe-signature"], WEBHOOK_SECRET)
    assert event.created == outside(till) + 40 * DAY


async def test_a_listening_cli_stays_and_what_it_forwards_is_believed(till: Till) -> None:
    opened = await till.post("stripecli/sessions", device_name="desk")
    await advanced(till, DAY)
    await till.post("customers")
    session = till.sim.world.cli.get(opened["websocket_id"])
    assert session is not None
    frame = orjson.loads(session.frames.get_nowait())
    assert f"t={outside(till)}," in frame["http_headers"]["Stripe-Signature"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({}, "seconds must be an integer"),
        ({"seconds": -1}, "forward only"),
        ({"seconds": 1.5}, "seconds must be an integer"),
        ({"seconds": "3600"}, "seconds must be an integer"),
        ({"seconds": True}, "seconds must be an integer"),
        ({"seconds": 3651 * DAY}, "3650 days ahead at most"),
        ({"seconds": 10**18}, "3650 days ahead at most"),
        ([], "must be a JSON object"),
    ],
)
async def test_a_time_that_makes_no_sense_is_refused(till: Till, body: Any, reason: str) -> None:
    answer = await till.control("clock", body)
    assert answer.status_code == 400
    assert reason in answer.json()["error"]["message"]
    assert await shown(till) == outside(till)


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_page_of_the_web_can_not_move_the_clock(till: Till, method: str) -> None:
    answer = await till.ask(method, "/_stub/clock", Origin="https://evil.example")
    assert answer.status_code == 403


async def test_a_reset_sets_it_back_and_what_is_made_then_stays(till: Till) -> None:
    await advanced(till, 100 * DAY)
    await till.control("reset", {})
    assert await shown(till) == outside(till)
    await till.post("customers")
    assert await till.events() == ["customer.created"]
    till.clock.advance(timedelta(days=30))  # outside: old events go as ever
    assert await till.events() == []


async def test_a_reset_on_the_way_ends_the_advance(
    make_till: Callable[..., Till], receiver: Any
) -> None:
    receiver.wait = 0.2
    till = make_till(webhook_to=((receiver.url, WEBHOOK_SECRET),))
    await till.post("customers")
    under_way = asyncio.create_task(advanced(till, DAY))
    await asyncio.sleep(0.05)
    await till.control("reset", {})
    assert await under_way == outside(till)


async def test_two_advances_at_once_add_up(till: Till) -> None:
    await asyncio.gather(advanced(till, HOUR), advanced(till, DAY))
    assert await shown(till) == outside(till) + HOUR + DAY


async def test_after_a_restart_no_object_is_of_the_future(make_till: Callable[..., Till]) -> None:
    store = MemoryStore({})
    till = make_till(store=store)
    await advanced(till, 40 * DAY)
    old = await till.post("customers")
    again = make_till(store=store)
    assert await shown(again) == outside(till) + 40 * DAY
    assert (await again.post("customers"))["created"] >= old["created"]


async def test_a_receiver_that_hangs_does_not_hold_up_the_clock(
    make_till: Callable[..., Till], receiver: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock_control, "PATIENCE", 0.1)
    receiver.free = asyncio.Event()
    till = make_till(webhook_to=((receiver.url, WEBHOOK_SECRET),))
    await till.post("customers")
    assert await advanced(till, DAY) == outside(till) + DAY
    assert receiver.got == []
    receiver.free.set()
    await till.sim.run_due()
    (record,) = (await till.control("deliveries")).json()["data"]
    assert record["state"] == "delivered", "what is under way goes on"


class TestByItself:
    """Served, on the machine's own clock."""

    @pytest.fixture
    def clock(self) -> SystemClock:
        return SystemClock()

    async def test_a_jump_is_noticed_at_once(self, make_till: Callable[..., Till]) -> None:
        till = make_till(settle_seconds=60.5)
        await till.sim.startup()
        intent = await debited(till)
        await advanced(till, 60)  # half a second is left
        for _ in range(200):
            intent = await till.get(f"payment_intents/{intent['id']}")
            if intent["status"] == "succeeded":
                return
            await asyncio.sleep(0.05)
        pytest.fail("the timer waits for the moment that it was set to before")
