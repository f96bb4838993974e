"""Webhooks on their way: signed, posted, tried again, and every try on record."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import orjson

from stub_server.stripe_sim.engine.scheduler import Scheduler
from stub_server.stripe_sim.engine.simulation import Simulation
from stub_server.stripe_sim.events.faults import Fault, Faults
from stub_server.stripe_sim.events.signature import HEADER, sign_with
from stub_server.stripe_sim.events.subscriptions import ENDPOINTS, secrets_of
from stub_server.stripe_sim.events.webhook_targets import TargetError, allowed_addresses
from stub_server.stripe_sim.store.schema import DELIVERIES, PRIVATE, Json, public

if TYPE_CHECKING:
    import httpx

HEADERS = {
    "Content-Type": "application/json; charset=utf-8",
    "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
    "Accept": "*/*; q=0.5, application/xml",
    "Cache-Control": "no-cache",
}
MAX_RESPONSE_TEXT = 500
MAX_CONNECTIONS_PER_URL = 20
"""So many posts to one URL are under way at most: one that hangs holds up no other."""

Notify = Callable[[str, Json], None]


class Deliveries:
    """Every event to every endpoint that wants it; nobody who calls the API ever waits for one."""

    def __init__(self, simulation: Simulation, scheduler: Scheduler, notify: Notify) -> None:
        self.faults = Faults()
        self._simulation = simulation
        self._store = simulation.objects.store
        self._scheduler = scheduler
        self._notify = notify
        self._client: httpx.AsyncClient | None = None
        self._shuffled: dict[str | None, list[str]] = {}
        self._limits: dict[str, asyncio.Semaphore] = {}

    def save_deliveries(self, outgoing: list[tuple[Json, Json]]) -> list[Json]:
        """Put on record what is to be delivered; `start` follows when the record stands."""
        records: list[Json] = []
        for event, endpoint in outgoing:
            fault = self.faults.take(endpoint["id"])
            times = 2 if fault and fault.type == "doubled" else 1
            records.extend(self._build_record(event, endpoint, fault) for _ in range(times))
        return records

    def _build_record(self, event: Json, endpoint: Json, fault: Fault | None) -> Json:
        record: Json = {
            "id": f"dlv_{self._simulation.ids.token(14)}",
            "account": event[PRIVATE]["account"],
            "event": event["id"],
            "type": event["type"],
            "endpoint": endpoint["id"],
            "url": endpoint["url"],
            "state": "pending",
            "fault": None if fault is None else fault.type,
            "seconds": 0 if fault is None else fault.seconds,
            "group": 1 if fault is None else fault.group,
            "only": None if fault is None else fault.endpoint,
            "attempts": [],
        }
        self._store.put(DELIVERIES, record["id"], record)
        return record

    def start(self, records: list[Json]) -> None:
        """Send what is filed, or later what is to be late; hold what is to be shuffled."""
        for record in records:
            if record["fault"] == "shuffled":
                identifiers = self._shuffled.setdefault(record["only"], [])
                identifiers.append(record["id"])
                if len(identifiers) >= record["group"]:
                    self._send_shuffled(record["only"])
            else:
                late = record["seconds"] if record["fault"] == "late" else 0
                self._scheduler.after(late, partial(self._attempt, record["id"]))

    def _send_shuffled(self, only: str | None) -> None:
        """Send the held ones of that plan, last come first served, one after the other."""
        identifiers = self._shuffled.pop(only)[::-1]
        self._scheduler.after(0, partial(self._attempt_each, identifiers))

    async def _attempt_each(self, identifiers: list[str]) -> None:
        for identifier in identifiers:
            await self._attempt(identifier)

    def resume(self) -> None:
        """Go on with what was under way when the simulator was stopped."""
        for record in self._store.containing(DELIVERIES, b'"state":"pending"'):
            if record["state"] == "pending":
                self._scheduler.after(0, partial(self._attempt, record["id"]))

    async def _attempt(self, identifier: str) -> None:
        """Post the event once; on success done with, else tried again after a growing wait."""
        record = self._store.get(DELIVERIES, identifier)
        if record is None:
            return
        event = self._simulation.objects.get("events", record["account"], record["event"])
        endpoint = self._simulation.endpoints.get(record["account"], record["endpoint"])
        if event is None or endpoint is None:
            self._save(record, "given_up")
            return
        clock = self._simulation.clock
        started, real_start = clock.now(), clock.base.now()
        status, answer, error = await self._send(record, event, endpoint)
        attempt = {
            "at": started.timestamp(),
            "status": status,
            "seconds": (clock.base.now() - real_start).total_seconds(),
            "error": error,
            "answer": answer,
        }
        if self._store.get(DELIVERIES, identifier) is None:
            return  # the simulator was reset in the meantime
        record["attempts"].append(attempt)
        self._notify("stripe.webhook", {**record, "attempt": attempt})
        if _is_success(status):
            self._save(record, "delivered")
            self.count_down(record["account"], record["event"])
            return
        waits = self._simulation.settings.retry_waits
        tries = len(record["attempts"])
        if tries > len(waits):
            self._save(record, "given_up")
            self._disable(record)
            return
        self._save(record, "pending")
        self._scheduler.after(waits[tries - 1], partial(self._attempt, identifier))

    def _disable(self, record: Json) -> None:
        """Ask an endpoint no more that has taken nothing for as long as this was tried."""
        since = record["attempts"][0]["at"]
        for other in self._store.all(DELIVERIES):
            if other["endpoint"] == record["endpoint"] and any(
                attempt["at"] >= since and _is_success(attempt["status"])
                for attempt in other["attempts"]
            ):
                return
        objects, account = self._simulation.objects, record["account"]
        endpoint = objects.get(ENDPOINTS, account, record["endpoint"])
        if endpoint is not None:  # those of the command line are not stored
            endpoint["status"] = "disabled"
            objects.put(ENDPOINTS, endpoint)
            self._simulation.endpoints.put(endpoint)

    def _save(self, record: Json, state: str) -> None:
        record["state"] = state
        self._store.put(DELIVERIES, record["id"], record)

    def count_down(self, account: str, event: str) -> None:
        """One endpoint less has yet to answer."""
        objects = self._simulation.objects
        record = objects.get("events", account, event)
        if record and record["pending_webhooks"]:
            record["pending_webhooks"] -= 1
            objects.put("events", record)

    async def _send(
        self, record: Json, event: Json, endpoint: Json
    ) -> tuple[int | None, str | None, str | None]:
        """Return status, body and error of one attempt. A fault applies to the first only."""
        import httpx  # costs 100 ms, and many runs deliver nothing

        fault = None if record["attempts"] else record["fault"]
        if fault == "drop":
            return None, None, "dropped on request"
        if self._client is None:
            unlimited = httpx.Limits(max_connections=None)  # the turns are the limit
            self._client = httpx.AsyncClient(
                timeout=self._simulation.settings.delivery_timeout,
                limits=unlimited,
                trust_env=False,
            )
        limit = self._limits.setdefault(endpoint["url"], asyncio.Semaphore(MAX_CONNECTIONS_PER_URL))
        try:
            async with limit, asyncio.timeout(self._simulation.settings.delivery_timeout):
                body, headers = self._build_request(event, endpoint, fault, record["seconds"])
                answer = await self._post(self._client, endpoint, body, headers)
        except TargetError as error:
            return None, None, f"not sent: {error}"
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            return None, None, f"{type(error).__name__}: {error}".rstrip(": ")
        return answer.status_code, answer.text[:MAX_RESPONSE_TEXT], None

    async def _post(
        self, client: httpx.AsyncClient, endpoint: Json, body: bytes, headers: dict[str, str]
    ) -> httpx.Response:
        """Post to the endpoint; redirects are not followed.

        The host of an endpoint made over the API is resolved and judged first, and the connection
        goes to the address that was judged: a name that changes in between leads nowhere else.
        """
        import httpx

        if endpoint[PRIVATE].get("any_target"):
            return await client.post(endpoint["url"], content=body, headers=headers)
        url = httpx.URL(endpoint["url"])
        addresses = await allowed_addresses(
            endpoint["url"], self._simulation.settings.webhook_targets
        )
        headers = {**headers, "Host": url.netloc.decode("ascii")}
        for left, address in enumerate(addresses, 1 - len(addresses)):
            try:
                return await client.post(
                    url.copy_with(host=address),
                    content=body,
                    headers=headers,
                    extensions={"sni_hostname": url.host},
                )
            except httpx.ConnectError:
                if left == 0:
                    raise
        raise TargetError(f"{url.host} has no address.")

    def _build_request(
        self, event: Json, endpoint: Json, fault: str | None, seconds: float
    ) -> tuple[bytes, dict[str, str]]:
        """Body and headers. Signed at the time outside: receivers compare `t` with their clock."""
        version = endpoint["api_version"] or event["api_version"]
        members = {**public(event), "api_version": version}
        body = orjson.dumps(members, option=orjson.OPT_INDENT_2)
        at = self._simulation.real_now() - (int(seconds) if fault == "stale" else 0)
        headers = dict(HEADERS)
        if fault != "unsigned":
            headers[HEADER] = sign_with(body, secrets_of(endpoint, self._simulation.now()), at)
        if fault == "tampered":
            body = orjson.dumps({**members, "tampered": True}, option=orjson.OPT_INDENT_2)
        return body, headers

    def records(self) -> list[dict[str, Any]]:
        """Every delivery with its tries, oldest first."""
        return self._store.all(DELIVERIES)

    def clear(self) -> None:
        """Forget what is held and what is planned to go wrong."""
        self._shuffled.clear()
        self.faults.clear()

    async def close(self) -> None:
        """Let go of the connections."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None


def _is_success(status: int | None) -> bool:
    """Whether the endpoint has said that it has the event."""
    return status is not None and 200 <= status < 300
