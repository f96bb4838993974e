"""Stage: pipelined requests whose bytes come in random pieces, or end at a random byte."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.endurance.plan import Plan
from tests.endurance.row import Row
from tests.process.running import KEY, Running
from tests.process.shopping import BATH
from tests.wire import read_response

CONNECTIONS = 2000
"""Per port."""

MOST = 10
"""Requests of a connection."""

MAX_PAUSE = 0.01
"""Seconds between two pieces; without a pause the server reads them together."""

TOGETHER = 8
"""Connections at the same time."""


@dataclass
class Port:
    """A port.

    head, body: a request with a number; its response has the number in the member. requests: those
    whose responses were compared. left: connections that ended at a random byte.
    """

    url: str
    head: str
    body: str
    member: str
    failures: list[str] = field(default_factory=list)
    requests: int = 0
    left: int = 0
    slowest: float = 0.0

    def request(self, number: int) -> bytes:
        """Return the request with that number."""
        body = self.body.format(number)
        host = urlsplit(self.url).netloc
        return f"{self.head}Host: {host}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()


def run(plan: Plan) -> Row:
    """Send to both ports, at the same time."""
    stub = Running(plan.new_folder("pipelines"), "--quiet")
    ports = ports_of(stub)
    count = plan.count(CONNECTIONS, 20)
    asyncio.run(send_to_all(ports, count, plan))
    failures = [failure for port in ports for failure in port.failures]
    if stub.stops() != 0 or "Traceback" in stub.printed():
        failures.append(f"in the log: {stub.printed()[-300:]}")
    requests = sum(port.requests for port in ports)
    left = sum(port.left for port in ports)
    slowest = max(port.slowest for port in ports)
    return Row(
        f"pipelines cut at random bytes, seed {plan.seed}",
        f"{2 * count:,} connections on both ports, {left:,} left early, {requests:,} responses",
        f"slowest pipeline: {slowest * 1000:.0f} ms",
        tuple(failures),
    )


def ports_of(stub: Running) -> list[Port]:
    """Return both ports, with a request that has a number in it and in its response."""
    with stub.buyer() as buyer:
        buyer.post("/api/cart/items", json={"productId": BATH, "quantity": 1})
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in buyer.cookies.jar)
    shop = (
        f"PATCH /api/cart/items/{BATH} HTTP/1.1\r\nCookie: {cookies}\r\n"
        "Content-Type: application/json\r\n"
    )
    stripe = (
        f"POST /v1/customers HTTP/1.1\r\nAuthorization: {KEY['Authorization']}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
    )
    return [
        Port(stub.url, shop, '{{"quantity": {}}}', "count"),
        Port(stub.stripe, stripe, "description={}", "description"),
    ]


async def send_to_all(ports: list[Port], count: int, plan: Plan) -> None:
    """Open that many connections to each port, some at the same time."""
    slots = asyncio.Semaphore(TOGETHER)

    async def send(port: Port, number: int) -> None:
        generator = plan.random(f"pipeline {port.member} {number}")
        async with slots:
            try:
                await send_pipeline(port, generator)
            except (OSError, EOFError, TimeoutError, ValueError) as error:
                port.failures.append(f"{port.member} {number}: {error!r}")

    await asyncio.gather(*(send(port, number) for number in range(count) for port in ports))


async def send_pipeline(port: Port, generator: random.Random) -> None:
    """Send some requests in pieces, and compare the responses; or leave in between."""
    numbers = [generator.randint(1, 99) for _ in range(generator.randint(1, MOST))]
    whole = b"".join(port.request(number) for number in numbers)
    leaves = generator.random() < 0.25
    if leaves:
        whole = whole[: generator.randrange(len(whole))]
    reader, writer = await asyncio.open_connection(*urlsplit(port.url).netloc.split(":"))
    began = time.monotonic()
    for piece in pieces(whole, generator):
        writer.write(piece)
        await writer.drain()
        if generator.random() < 0.5:  # so that the server reads this piece alone
            await asyncio.sleep(generator.uniform(0, MAX_PAUSE))
    if leaves:
        port.left += 1
    else:
        port.requests += len(numbers)
        for number in numbers:
            status, content = await read_response(reader)
            if (status, str(content.get(port.member))) != (200, str(number)):
                port.failures.append(f"{status} {content.get(port.member)}, not {number}")
        port.slowest = max(port.slowest, time.monotonic() - began)
    writer.close()


def pieces(whole: bytes, generator: random.Random) -> list[bytes]:
    """Cut the bytes at random places."""
    places = sorted(generator.randrange(len(whole) + 1) for _ in range(generator.randint(0, 12)))
    return [
        whole[start:end] for start, end in zip([0, *places], [*places, len(whole)], strict=True)
    ]
