"""Many deliveries: giving up is linear, lists are paged, payments leave deliveries their share."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from stub_server.storage.errors import StoreError
from stub_server.storage.memory import MemoryStore
from stub_server.stripe_sim import WEBHOOK_SECRET
from tests.stripe_sim.conftest import serve

NOWHERE = ("http://127.0.0.1:1/", WEBHOOK_SECRET)


class CountingStore(MemoryStore):
    """Counts the records that searches of a whole table return; `full` refuses every write."""

    def __init__(self) -> None:
        super().__init__({})
        self.scanned = 0
        self.full = False

    def all(self, table: str) -> list[Any]:
        records = super().all(table)
        self.scanned += len(records)
        return records

    def containing(self, table: str, part: bytes) -> list[Any]:
        records = super().containing(table, part)
        self.scanned += len(records)
        return records

    def put(self, table: str, key: str, record: Any) -> None:
        self._refuse()
        super().put(table, key, record)

    def put_text(self, table: str, key: str, text: Any) -> None:
        self._refuse()
        super().put_text(table, key, text)

    def _refuse(self) -> None:
        if self.full:
            raise StoreError(None, "No space left on device", "Make room.")


@pytest.fixture
def store() -> CountingStore:
    return CountingStore()


async def test_giving_up_reads_the_stored_deliveries_at_most_once(
    make_api: Callable[..., Any], make_app: Callable[..., Any], store: CountingStore
) -> None:
    api = make_api(retry_waits=())
    api.app = make_app(store, retry_waits=())
    params = {"url": NOWHERE[0], "enabled_events[]": "customer.created"}
    endpoints = [(await api.post("webhook_endpoints", params))["id"] for _ in range(3)]
    for _ in range(20):
        await api.post("customers")
    store.scanned = 0
    await api.app.run_due()
    listed = (await api.control("deliveries")).json()["data"]
    assert {each["state"] for each in listed} == {"given_up"}
    assert len(listed) == 60
    assert store.scanned <= 60
    for identifier in endpoints:
        assert (await api.get(f"webhook_endpoints/{identifier}"))["status"] == "disabled"


async def test_the_list_of_deliveries_is_paged(make_api: Callable[..., Any]) -> None:
    api = make_api(webhook_to=(NOWHERE,), retry_waits=())
    for _ in range(5):
        await api.post("customers")
    await api.app.run_due()
    listed = (await api.control("deliveries")).json()
    ids = [each["id"] for each in listed["data"]]
    assert (listed["object"], listed["has_more"], len(ids)) == ("list", False, 5)
    first = (await api.control("deliveries?limit=2")).json()
    assert ([each["id"] for each in first["data"]], first["has_more"]) == (ids[:2], True)
    rest = (await api.control(f"deliveries?limit=3&starting_after={ids[1]}")).json()
    assert ([each["id"] for each in rest["data"]], rest["has_more"]) == (ids[2:], False)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("limit=0", "limit must be an integer from 1 to 1000."),
        ("limit=1001", "limit must be an integer from 1 to 1000."),
        ("limit=" + "9" * 5000, "limit must be an integer from 1 to 1000."),
        ("limit=x", "limit must be an integer from 1 to 1000."),
        ("starting_after=dlv_none", "starting_after: there is no delivery dlv_none."),
        ("order=asc", "Unknown parameter: order. Known: limit, starting_after."),
    ],
)
async def test_invalid_parameters_of_the_list_are_named(api: Any, query: str, message: str) -> None:
    answer = await api.control(f"deliveries?{query}")
    assert (answer.status_code, answer.json()["error"]["message"]) == (400, message)


async def test_requests_leave_deliveries_a_share_of_the_event_loop(
    make_app: Callable[..., Any], receiver: Any
) -> None:
    """At saturation: 32 connections without a pause. Without a share, nine of ten events wait."""
    app = make_app(webhook_to=((receiver.url, WEBHOOK_SECRET),))
    await app.startup()
    async with asyncio.timeout(60), serve(app) as url:
        await asyncio.gather(*(post_customers(url, 30) for _ in range(32)))
        arrived = len(receiver.received)
        await receiver.wait_for(960)
    await app.shutdown()
    assert arrived > 240


async def post_customers(url: str, count: int) -> None:
    """Create so many customers over one connection, one after the other."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(url.rpartition(":")[2]))
    for _ in range(count):
        writer.write(
            b"POST /v1/customers HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n"
            b"Authorization: Bearer sk_test_shopstub1234567890abcdef\r\n\r\n"
        )
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: (\d+)", head)
        assert length
        await reader.readexactly(int(length[1]))
    writer.close()


async def test_a_delivery_is_attempted_again_if_its_outcome_cannot_be_stored(
    make_api: Callable[..., Any], make_app: Callable[..., Any], store: CountingStore, receiver: Any
) -> None:
    """At least once: the disk was full when the receiver had confirmed the event."""
    api = make_api()
    api.app = make_app(store, webhook_to=((receiver.url, WEBHOOK_SECRET),))
    await api.post("customers")
    store.full = True
    await api.app.run_due()
    store.full = False
    assert len(receiver.received) == 1
    await api.advance(5)
    assert len(receiver.received) == 2
    (record,) = (await api.control("deliveries")).json()["data"]
    assert record["state"] == "delivered"


@pytest.mark.parametrize("hours", [-24, -1, 24])
async def test_a_host_clock_that_is_set_delays_no_retry(
    make_api: Callable[..., Any], receiver: Any, clock: Any, hours: int
) -> None:
    """Intervals are measured on monotonic time: the wall time can go back."""
    api = make_api(webhook_to=((receiver.url, WEBHOOK_SECRET),))
    receiver.answers = [500]
    await api.post("customers")
    await api.app.run_due()
    clock.set_wall_time(clock.now() + timedelta(hours=hours))
    await api.advance(2)
    assert len(receiver.received) == 1
    await api.advance(1)
    assert len(receiver.received) == 2


async def test_a_job_is_run_again_if_its_result_cannot_be_stored(
    make_api: Callable[..., Any], make_app: Callable[..., Any], store: CountingStore
) -> None:
    api = make_api()
    api.app = make_app(store)
    bank = {"type": "sepa_debit", "sepa_debit[iban]": "DE89370400440532013000"}
    details = {"billing_details[name]": "Ada Lovelace", "billing_details[email]": "ada@example.com"}
    method = await api.post("payment_methods", {**bank, **details})
    paid = await api.confirm(
        await api.intent(),
        method["id"],
    )
    assert paid["status"] == "processing"
    store.full = True
    await api.advance(60)
    store.full = False
    assert (await api.get(f"payment_intents/{paid['id']}"))["status"] == "processing"
    await api.advance(5)
    assert (await api.get(f"payment_intents/{paid['id']}"))["status"] == "succeeded"


async def test_a_full_disk_keeps_no_request_from_its_response(
    make_api: Callable[..., Any], make_app: Callable[..., Any], store: CountingStore
) -> None:
    """Expired records can't be deleted then, which is no reason to refuse a GET."""
    api = make_api()
    api.app = make_app(store)
    customer = await api.post("customers")
    store.delete = lambda *_: store._refuse()  # type: ignore[method-assign]
    store.full = True
    await api.advance(31 * 24 * 3600)
    assert (await api.get(f"customers/{customer['id']}"))["id"] == customer["id"]
