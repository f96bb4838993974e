"""Webhooks: signed, sent as real HTTP, tried again, and never waited for."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import pytest
import stripe

from stub_server.storage import MemoryStore
from stub_server.stripe_sim import WEBHOOK_SECRET


@pytest.fixture
def shop(make_api: Callable[..., Any], receiver: Any) -> Any:
    """A caller of a simulator that sends everything to the receiver."""
    return make_api(webhook_to=((receiver.url, WEBHOOK_SECRET),))


def verify_event(got: tuple[dict[str, str], bytes], secret: str = WEBHOOK_SECRET) -> Any:
    headers, body = got
    stripe.WebhookSignature.verify_header(body.decode(), headers["stripe-signature"], secret, None)
    return json.loads(body)


@pytest.mark.rule("C-chk-8")
async def test_stripes_library_believes_what_is_delivered(shop: Any, receiver: Any) -> None:
    paid = await shop.pay_by_card(**{"metadata[orderId]": "order-1"})
    await shop.app.run_due()
    events = {event["type"]: event for event in map(verify_event, receiver.received)}
    assert set(events) == {
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
    }
    event = events["payment_intent.succeeded"]
    assert event["data"]["object"] == paid
    assert (event["livemode"], event["pending_webhooks"]) == (False, 1)
    assert event["api_version"] == "2026-10-28.endive"
    stored = await shop.get(f"events/{event['id']}")
    assert (stored["pending_webhooks"], stored["request"]) == (0, event["request"])
    headers = receiver.received[0][0]
    assert headers["content-type"] == "application/json; charset=utf-8"
    assert headers["user-agent"].startswith("Stripe/1.0")


async def test_construct_event_takes_it_as_it_comes(
    shop: Any, receiver: Any, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    await shop.intent()
    await shop.app.run_due()
    headers, body = receiver.received[0]
    monkeypatch.setattr(time, "time", lambda: clock.now().timestamp())
    event: Any = stripe.Webhook.construct_event(body, headers["stripe-signature"], WEBHOOK_SECRET)
    assert event.type == "payment_intent.created"


async def test_no_call_waits_for_a_slow_receiver(shop: Any, receiver: Any) -> None:
    receiver.free = asyncio.Event()
    await shop.app.startup()
    async with asyncio.timeout(60):
        await shop.pay_by_card()
    assert receiver.received == []
    receiver.free.set()
    await receiver.wait_for(3)
    await shop.app.shutdown()


async def test_started_it_delivers_by_itself(shop: Any, receiver: Any) -> None:
    await shop.app.startup()
    await shop.intent()
    await receiver.wait_for(1)
    await shop.app.shutdown()


async def test_what_fails_is_tried_again_with_growing_waits(shop: Any, receiver: Any) -> None:
    receiver.answers = [500, 404, 302, 200]
    await shop.intent()
    await shop.app.run_due()
    for wait in (3, 10, 30):
        await shop.advance(wait - 1)
        before = len(receiver.received)
        await shop.advance(1)
        assert len(receiver.received) == before + 1
    bodies = {body for _, body in receiver.received}
    assert len(bodies) == 1
    stamps = [verify_event(got)["created"] for got in receiver.received]
    assert len(set(stamps)) == 1
    (record,) = (await shop.control("deliveries")).json()["data"]
    assert [attempt["status"] for attempt in record["attempts"]] == [500, 404, 302, 200]
    assert record["state"] == "delivered"
    assert [headers["stripe-signature"].split(",")[0] for headers, _ in receiver.received] == [
        f"t={int(attempt['at'])}" for attempt in record["attempts"]
    ]


async def test_in_the_end_it_gives_up(make_api: Callable[..., Any]) -> None:
    nowhere = ("http://127.0.0.1:1/", WEBHOOK_SECRET)
    api = make_api(webhook_to=(nowhere,), retry_waits=(1, 2))
    await api.intent()
    await api.app.run_due()
    await api.advance(1)
    await api.advance(2)
    (record,) = (await api.control("deliveries")).json()["data"]
    assert record["state"] == "given_up"
    assert len(record["attempts"]) == 3
    assert "ConnectError" in record["attempts"][0]["error"]


@pytest.mark.parametrize(
    ("answers", "status"),
    [([500, 500, 500], "disabled"), ([500, 200, 500, 500], "enabled")],
)
async def test_an_endpoint_that_takes_nothing_for_days_is_disabled(
    make_api: Callable[..., Any], receiver: Any, answers: list[int], status: str
) -> None:
    receiver.answers = [*answers]
    api = make_api(retry_waits=(10, 10))
    params = {"url": receiver.url, "enabled_events[]": "customer.created"}
    made = await api.post("webhook_endpoints", params)
    await api.post("customers")
    await api.advance(0)
    if 200 in answers:  # another event arrives while the first is tried
        await api.post("customers")
        await api.advance(0)
    await api.advance(10)
    await api.advance(10)
    assert (await api.get(f"webhook_endpoints/{made['id']}"))["status"] == status
    await api.post("customers")
    await api.advance(0)
    assert len(receiver.received) == len(answers) + (status == "enabled")


async def accept_and_wait(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A backend that trickles its answer for ever."""
    await reader.readline()
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    with contextlib.suppress(ConnectionError), contextlib.closing(writer):
        while True:
            writer.write(b"1\r\n.\r\n")
            await writer.drain()
            await asyncio.sleep(0.02)


@pytest.fixture
async def hanging_url() -> AsyncIterator[str]:
    answering: set[asyncio.Task[None]] = set()

    async def hold_connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        answering.add(asyncio.ensure_future(accept_and_wait(reader, writer)))

    server = await asyncio.start_server(hold_connection, "127.0.0.1")
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    server.close()
    for task in answering:
        task.cancel()
    await asyncio.gather(*answering, return_exceptions=True)
    await asyncio.sleep(0.05)  # until the closed connections are gone


async def test_a_backend_that_hangs_holds_up_no_other(
    make_api: Callable[..., Any], receiver: Any, hanging_url: str
) -> None:
    api = make_api(webhook_to=((hanging_url, WEBHOOK_SECRET), (receiver.url, WEBHOOK_SECRET)))
    await api.app.startup()
    for _ in range(120):
        await api.post("customers")
    await receiver.wait_for(120)
    await api.app.shutdown()


async def test_an_answer_that_does_not_end_is_none(
    make_api: Callable[..., Any], hanging_url: str
) -> None:
    api = make_api(webhook_to=((hanging_url, WEBHOOK_SECRET),), delivery_timeout=0.2)
    await api.post("customers")
    await api.app.run_due()
    (record,) = (await api.control("deliveries")).json()["data"]
    (attempt,) = record["attempts"]
    assert (attempt["status"], attempt["error"]) == (None, "TimeoutError")


async def test_an_endpoint_gets_what_it_asked_for(api: Any, receiver: Any) -> None:
    made = await api.post(
        "webhook_endpoints",
        {"url": receiver.url, "enabled_events[]": "payment_intent.succeeded"},
    )
    assert made["secret"].startswith("whsec_")
    assert "secret" not in await api.get(f"webhook_endpoints/{made['id']}")
    await api.pay_by_card()
    await api.app.run_due()
    event = verify_event(receiver.received[0], made["secret"])
    assert [event["type"]] == ["payment_intent.succeeded"] * len(receiver.received)
    assert event["api_version"] == "2026-06-24.dahlia"  # the account's: none was asked for


async def test_an_endpoint_is_changed_paused_and_deleted(api: Any, receiver: Any) -> None:
    made = await api.post(
        "webhook_endpoints",
        {"url": receiver.url, "enabled_events[]": "*", "api_version": "2026-10-28.endive"},
    )
    path = f"webhook_endpoints/{made['id']}"
    assert (await api.post(path, disabled="true"))["status"] == "disabled"
    await api.intent()
    await api.post(path, {"disabled": "false", "enabled_events[]": "customer.created"})
    await api.intent()
    await api.post("customers")
    await api.app.run_due()
    assert [verify_event(got, made["secret"])["type"] for got in receiver.received] == [
        "customer.created"
    ]
    assert (await api.ask("DELETE", f"/v1/{path}")).json()["deleted"] is True
    await api.post("customers")
    await api.app.run_due()
    assert len(receiver.received) == 1
    assert (await api.get_error("GET", path))["status"] == 404


async def test_other_accounts_endpoints_hear_nothing(api: Any, receiver: Any) -> None:
    await api.post("webhook_endpoints", {"url": receiver.url, "enabled_events[]": "*"})
    api.key = "sk_test_somebody_else"
    await api.pay_by_card()
    await api.app.run_due()
    assert receiver.received == []


@pytest.mark.rule("C-chk-8")
@pytest.mark.parametrize("fault_type", ["tampered", "unsigned", "stale"])
async def test_a_bad_signature_is_sent_on_request_and_a_good_one_after(
    shop: Any, receiver: Any, fault_type: str
) -> None:
    receiver.answers = [400]
    assert (await shop.control("deliveries/faults", {"kind": fault_type})).json() == {"planned": 1}
    await shop.intent()
    await shop.app.run_due()
    headers, body = receiver.received[0]
    if fault_type == "unsigned":
        assert "stripe-signature" not in headers
    elif fault_type == "tampered":
        with pytest.raises(stripe.SignatureVerificationError):
            verify_event(receiver.received[0])
    else:
        sent = int(headers["stripe-signature"].split(",")[0].removeprefix("t="))
        assert int(shop.clock.now().timestamp()) - sent == 600
        assert verify_event((headers, body))
    await shop.advance(3)
    assert verify_event(receiver.received[1])["type"] == "payment_intent.created"


async def test_deliveries_come_late_twice_or_not_at_all_on_request(
    shop: Any, receiver: Any
) -> None:
    for fault in ({"kind": "late", "seconds": 60}, {"kind": "doubled"}, {"kind": "drop"}):
        await shop.control("deliveries/faults", fault)
    made = [(await shop.intent())["id"] for _ in range(3)]

    def got() -> list[str]:
        return [verify_event(each)["data"]["object"]["id"] for each in receiver.received]

    await shop.app.run_due()
    assert got() == [made[1], made[1]]
    await shop.advance(3)
    assert got()[2:] == [made[2]]
    await shop.advance(57)
    assert got()[3:] == [made[0]]


async def test_deliveries_come_in_another_order_on_request(shop: Any, receiver: Any) -> None:
    await shop.control("deliveries/faults", {"kind": "shuffled", "count": 3})
    made = [(await shop.intent())["id"] for _ in range(3)]
    await shop.app.run_due()
    assert [verify_event(each)["data"]["object"]["id"] for each in receiver.received] == made[::-1]


async def test_a_fault_applies_to_its_endpoint_only(shop: Any, receiver: Any) -> None:
    params = {"url": receiver.url, "enabled_events[]": "*"}
    made = await shop.post("webhook_endpoints", params)
    faults: tuple[dict[str, Any], ...] = (
        {"kind": "drop", "endpoint": made["id"]},
        {"kind": "shuffled", "count": 2, "endpoint": "we_commandline1"},
    )
    for fault in faults:
        await shop.control("deliveries/faults", fault)
    customers = [(await shop.post("customers"))["id"] for _ in range(2)]
    await shop.app.run_due()
    records = (await shop.control("deliveries")).json()["data"]
    mine = [each["fault"] for each in records if each["endpoint"] == made["id"]]
    assert mine == ["drop", None]
    got = [json.loads(body)["data"]["object"]["id"] for _, body in receiver.received]
    assert sorted(got) == sorted([*customers, customers[1]])
    theirs = [
        verify_event((headers, body))["data"]["object"]["id"]
        for headers, body in receiver.received
        if is_valid(headers, body)
    ]
    assert theirs == customers[::-1]


def is_valid(headers: dict[str, str], body: bytes) -> bool:
    """Return whether it is signed for the endpoint of the command line."""
    with contextlib.suppress(stripe.SignatureVerificationError):
        return bool(verify_event((headers, body)))
    return False


async def test_a_fault_for_an_unknown_endpoint_is_rejected(shop: Any) -> None:
    fault = {"kind": "drop", "endpoint": "we_nobody"}
    answer = await shop.control("deliveries/faults", fault)
    assert (answer.status_code, answer.json()["error"]["message"]) == (
        404,
        "There is no webhook endpoint we_nobody.",
    )


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "lost"},
        {},
        {"kind": "late", "seconds": -1},
        {"kind": "drop", "count": 0},
        {"kind": "drop", "endpoint": 1},
    ],
)
async def test_an_invalid_fault_is_rejected(shop: Any, fault: dict[str, Any]) -> None:
    answer = await shop.control("deliveries/faults", fault)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"]


async def test_an_event_is_sent_again(shop: Any, receiver: Any) -> None:
    await shop.intent()
    await shop.app.run_due()
    event = (await shop.get("events"))["data"][0]
    await shop.post(f"events/{event['id']}/retry")
    await shop.app.run_due()
    assert [verify_event(got)["id"] for got in receiver.received] == [event["id"]] * 2


async def test_after_a_restart_what_was_under_way_goes_on(
    make_app: Callable[..., Any], make_api: Callable[..., Any], receiver: Any, clock: Any
) -> None:
    store = MemoryStore({})
    settings = {"store": store, "webhook_to": ((receiver.url, WEBHOOK_SECRET),)}
    api = make_api(**settings)
    receiver.answers = [500] * 3
    waiting = await api.post(
        "payment_intents",
        {
            "amount": 2000,
            "currency": "eur",
            "confirm": "true",
            "payment_method": "pm_success_de",
            "mandate_data[customer_acceptance][type]": "offline",
            "return_url": "https://shop.example",
        },
    )
    await api.app.run_due()
    await api.app.shutdown()

    api.app = make_app(**settings)  # the store is all that is left
    clock.advance(timedelta(seconds=20))
    await api.app.startup()
    await api.app.run_due()
    assert (await api.get(f"payment_intents/{waiting['id']}"))["status"] == "succeeded"
    await api.app.run_due()
    assert sorted(verify_event(got)["type"] for got in receiver.received[3:]) == [
        "charge.pending",
        "charge.succeeded",
        "payment_intent.created",
        "payment_intent.processing",
        "payment_intent.succeeded",
    ]
    assert (await api.get("payment_intents"))["data"][0]["id"] == waiting["id"]
    await api.app.shutdown()


async def test_reset_forgets_everything_but_the_command_lines_endpoints(
    shop: Any, receiver: Any
) -> None:
    await shop.post("webhook_endpoints", {"url": receiver.url, "enabled_events[]": "*"})
    paid = await shop.pay_by_card()
    assert (await shop.control("reset", {})).json() == {"status": "ok"}
    await shop.app.run_due()
    assert receiver.received == []
    assert (await shop.get_error("GET", f"payment_intents/{paid['id']}"))["status"] == 404
    assert (await shop.get("events"))["data"] == []
    await shop.intent()
    await shop.app.run_due()
    assert len(receiver.received) == 1


async def test_it_says_that_it_is_well(api: Any) -> None:
    answer = await api.control("health")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")


@pytest.mark.parametrize("path", ["nothing", "payment_intents/pi_nobody/settle"])
async def test_a_control_call_that_leads_nowhere_says_so(api: Any, path: str) -> None:
    answer = await api.control(path, {})
    assert answer.status_code == 404
    assert answer.json()["error"]["message"]
