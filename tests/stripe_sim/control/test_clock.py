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
from tests.stripe_sim.conftest import Client

HOUR, DAY = 3600, 24 * 3600


async def advance_clock(api: Client, seconds: int) -> int:
    answer = await api.control("clock", {"seconds": seconds})
    assert answer.status_code == 200, answer.text
    return int(answer.json()["now"])


async def simulated_time(api: Client) -> int:
    return int((await api.control("clock")).json()["now"])


def real_time(api: Client) -> int:
    return int(api.clock.now().timestamp())


async def start_debit(api: Client) -> Any:
    return await api.confirm(await api.intent(), "pm_success_de")


async def test_the_time_is_shown_and_new_objects_have_it(api: Client) -> None:
    assert await simulated_time(api) == real_time(api)
    assert await advance_clock(api, HOUR) == real_time(api) + HOUR
    assert await advance_clock(api, 0) == await simulated_time(api) == real_time(api) + HOUR
    assert (await api.post("customers"))["created"] == real_time(api) + HOUR


async def test_a_debit_is_settled_at_its_moment_not_at_the_end(api: Client) -> None:
    intent = await start_debit(api)
    await advance_clock(api, 14)
    path = f"payment_intents/{intent['id']}"
    assert (await api.get(path))["status"] == "processing"
    await advance_clock(api, DAY)
    assert (await api.get(path))["status"] == "succeeded"
    (told,) = (await api.get("events", type="payment_intent.succeeded"))["data"]
    assert told["created"] == intent["created"] + 15


@pytest.mark.parametrize(
    ("method", "days"),
    [("pm_card_visa", 7), ({"type": "paypal"}, 10), ({"type": "klarna"}, 28)],
)
async def test_what_is_held_is_let_go(api: Client, method: Any, days: int) -> None:
    named = method if isinstance(method, str) else None
    data = {} if named else {"payment_method_data[type]": method["type"]}
    held = await api.intent(
        capture_method="manual",
        confirm="true",
        return_url="https://shop.example",
        **({"payment_method": named} if named else data),
    )
    path = f"payment_intents/{held['id']}"
    if not named:
        await api.control(f"{path}/authenticate", {"outcome": "succeed"})
    await advance_clock(api, days * DAY - 60)
    assert (await api.get(path))["status"] == "requires_capture"
    seen = len(await api.events())
    await advance_clock(api, 60)
    gone = await api.get(path)
    assert (gone["status"], gone["cancellation_reason"]) == ("canceled", "automatic")
    assert (gone["amount_capturable"], gone["amount_received"]) == (0, 0)
    charge = await api.get(f"charges/{gone['latest_charge']}", **{"expand[]": "refunds"})
    assert (charge["captured"], charge["refunded"]) == (False, True)
    assert charge["refunds"]["data"][0]["reason"] == "expired_uncaptured_charge"
    told = (await api.events())[seen:]
    assert told[-2:] == ["charge.expired", "payment_intent.canceled"]


async def test_what_was_taken_or_given_up_in_time_stays(api: Client) -> None:
    taken = await api.pay_by_card(capture_method="manual")
    await api.post(f"payment_intents/{taken['id']}/capture")
    given_up = await api.pay_by_card(capture_method="manual")
    await api.post(
        f"payment_intents/{given_up['id']}/cancel", cancellation_reason="requested_by_customer"
    )
    await advance_clock(api, 8 * DAY)
    assert (await api.get(f"payment_intents/{taken['id']}"))["status"] == "succeeded"
    gone = await api.get(f"payment_intents/{given_up['id']}")
    assert gone["cancellation_reason"] == "requested_by_customer"
    assert "charge.expired" not in await api.events()


async def test_what_is_held_is_let_go_after_a_restart_too(
    make_api: Callable[..., Client], make_app: Callable[..., Any]
) -> None:
    store = MemoryStore({})
    api = make_api(store=store)
    held = await api.pay_by_card(capture_method="manual")
    await api.app.shutdown()
    api.app = make_app(store=store)
    await api.app.startup()
    await api.app.run_due()
    path = f"payment_intents/{held['id']}"
    assert (await api.get(path))["status"] == "requires_capture"
    await advance_clock(api, 7 * DAY)
    assert (await api.get(path))["status"] == "canceled"


async def test_a_session_runs_out(api: Client) -> None:
    session = await api.session()
    await advance_clock(api, DAY - 60)
    assert (await api.get(f"checkout/sessions/{session['id']}"))["status"] == "open"
    await advance_clock(api, 60)
    assert (await api.get(f"checkout/sessions/{session['id']}"))["status"] == "expired"


async def test_a_key_is_free_after_a_day_and_events_go_after_thirty(api: Client) -> None:
    async def create_with_key(amount: int) -> int:
        given = {"amount": amount, "currency": "eur"}
        answer = await api.ask("POST", "/v1/payment_intents", given, Idempotency_Key="k")
        return answer.status_code

    await create_with_key(2000)
    await advance_clock(api, DAY - 1)
    assert await create_with_key(3000) == 400
    await advance_clock(api, 1)
    assert await create_with_key(3000) == 200
    await advance_clock(api, 29 * DAY)
    assert len(await api.events()) == 1
    store = api.app.simulation.objects.store
    assert store.all("answers") == []
    await advance_clock(api, DAY)
    assert store.all("events") == []
    assert await api.events() == []


async def test_a_webhook_is_tried_for_three_days_and_its_endpoint_disabled(
    make_api: Callable[..., Client], receiver: Any
) -> None:
    receiver.answers = [500] * 50
    api = make_api()
    params = {"url": receiver.url, "enabled_events[]": "customer.created"}
    made = await api.post("webhook_endpoints", params)
    await api.post("customers")
    await advance_clock(api, 14)
    (record,) = (await api.control("deliveries")).json()["data"]
    assert (record["state"], len(record["attempts"])) == ("pending", 3)
    await advance_clock(api, 3 * DAY - 14)
    (record,) = (await api.control("deliveries")).json()["data"]
    at = [attempt["at"] for attempt in record["attempts"]]
    waits = [after - before for before, after in pairwise(at)]
    assert waits == pytest.approx(RETRY_WAITS, abs=0.2)
    assert max(attempt["seconds"] for attempt in record["attempts"]) < HOUR
    assert record["state"] == "given_up"
    assert (await api.get(f"webhook_endpoints/{made['id']}"))["status"] == "disabled"


async def test_the_sdk_believes_what_is_delivered_after_an_advance(
    make_api: Callable[..., Client], receiver: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    api = make_api(webhook_to=((receiver.url, WEBHOOK_SECRET),))
    await advance_clock(api, 40 * DAY)
    await api.post("customers")
    await api.app.run_due()
    headers, body = receiver.received[0]
    assert headers["stripe-signature"].startswith(f"t={real_time(api)},"), (
        "PHP's takes none of later"
    )
    monkeypatch.setattr(time, "time", lambda: real_time(api))
    event: Any = stripe.Webhook.construct_event(body, headers["stripe-signature"], WEBHOOK_SECRET)
    assert event.created == real_time(api) + 40 * DAY


async def test_a_listening_cli_stays_and_what_it_forwards_is_believed(api: Client) -> None:
    opened = await api.post("stripecli/sessions", device_name="desk")
    await advance_clock(api, DAY)
    await api.post("customers")
    session = api.app.simulation.cli.get(opened["websocket_id"])
    assert session is not None
    frame = orjson.loads(session.frames.get_nowait())
    assert f"t={real_time(api)}," in frame["http_headers"]["Stripe-Signature"]


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
async def test_a_time_that_makes_no_sense_is_refused(api: Client, body: Any, reason: str) -> None:
    answer = await api.control("clock", body)
    assert answer.status_code == 400
    assert reason in answer.json()["error"]["message"]
    assert await simulated_time(api) == real_time(api)


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_page_of_the_web_can_not_move_the_clock(api: Client, method: str) -> None:
    answer = await api.ask(method, "/_stub/clock", Origin="https://evil.example")
    assert answer.status_code == 403


async def test_a_reset_sets_it_back_and_what_is_made_then_stays(api: Client) -> None:
    await advance_clock(api, 100 * DAY)
    await api.control("reset", {})
    assert await simulated_time(api) == real_time(api)
    await api.post("customers")
    assert await api.events() == ["customer.created"]
    api.clock.advance(timedelta(days=30))  # outside: old events go as ever
    assert await api.events() == []


async def test_a_reset_on_the_way_ends_the_advance(
    make_api: Callable[..., Client], receiver: Any
) -> None:
    receiver.wait = 0.2
    api = make_api(webhook_to=((receiver.url, WEBHOOK_SECRET),))
    await api.post("customers")
    under_way = asyncio.create_task(advance_clock(api, DAY))
    await asyncio.sleep(0.05)
    await api.control("reset", {})
    assert await under_way == real_time(api)


async def test_two_advances_at_once_add_up(api: Client) -> None:
    await asyncio.gather(advance_clock(api, HOUR), advance_clock(api, DAY))
    assert await simulated_time(api) == real_time(api) + HOUR + DAY


async def test_after_a_restart_no_object_is_of_the_future(
    make_api: Callable[..., Client],
) -> None:
    store = MemoryStore({})
    api = make_api(store=store)
    await advance_clock(api, 40 * DAY)
    old = await api.post("customers")
    again = make_api(store=store)
    assert await simulated_time(again) == real_time(api) + 40 * DAY
    assert (await again.post("customers"))["created"] >= old["created"]


async def test_a_receiver_that_hangs_does_not_hold_up_the_clock(
    make_api: Callable[..., Client], receiver: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock_control, "WAIT_LIMIT", 0.1)
    receiver.free = asyncio.Event()
    api = make_api(webhook_to=((receiver.url, WEBHOOK_SECRET),))
    await api.post("customers")
    assert await advance_clock(api, DAY) == real_time(api) + DAY
    assert receiver.received == []
    receiver.free.set()
    await api.app.run_due()
    (record,) = (await api.control("deliveries")).json()["data"]
    assert record["state"] == "delivered", "what is under way goes on"


class TestByItself:
    """Served, on the machine's own clock."""

    @pytest.fixture
    def clock(self) -> SystemClock:
        return SystemClock()

    async def test_a_jump_is_noticed_at_once(self, make_api: Callable[..., Client]) -> None:
        api = make_api(settle_seconds=60.5)
        await api.app.startup()
        intent = await start_debit(api)
        await advance_clock(api, 60)  # half a second is left
        for _ in range(200):
            intent = await api.get(f"payment_intents/{intent['id']}")
            if intent["status"] == "succeeded":
                return
            await asyncio.sleep(0.05)
        pytest.fail("the timer waits for the moment that it was set to before")
