"""Bytes to the ports of shop and simulator: bodies without end, offers of HTTP/2, halves."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import pytest

from stub_server import app, resources, serving, sockets
from stub_server.settings import Settings

HEAD = (
    b"Host: localhost\r\nAuthorization: Bearer sk_test_123456789012345678901234\r\n"
    b"Content-Type: %b\r\n"
)
JSON, FORM = b"application/json", b"application/x-www-form-urlencoded"
OFFER = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQ\r\n"


@dataclass
class Ports:
    """A stub that serves. addresses: host and port of `shop` and `stripe`. faults: of its log."""

    stub: app.Runtime
    addresses: dict[str, tuple[str, int]]
    faults: list[str]

    async def send(self, port: str, *pieces: bytes) -> tuple[int, Any]:
        """Return status and JSON body of the response to the pieces."""
        reader, writer = await asyncio.open_connection(*self.addresses[port])
        for piece in pieces:
            writer.write(piece)
            await asyncio.sleep(0.01)
        response = await read_response(reader)
        writer.close()
        return response


async def read_response(reader: asyncio.StreamReader) -> tuple[int, Any]:
    head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 10)
    length = re.search(rb"(?i)content-length: (\d+)", head)
    body = await reader.readexactly(int(length[1]) if length else 0)
    return int(head[9:12]), json.loads(body)


@pytest.fixture
async def ports() -> AsyncIterator[Ports]:
    origins = [sockets.bind("127.0.0.1", 0, "--port") for _ in range(2)]
    settings = Settings(memory=True, document=resources.document())
    stub = app.build(settings, *(origin.url for origin in origins))
    faults: list[str] = []
    stub.events.subscribe(
        lambda name, facts: faults.append(facts["trace"]) if name == "server.faulted" else None
    )
    assert stub.simulator is not None
    await stub.simulator.startup()
    async with AsyncExitStack() as ends:
        ends.push_async_callback(stub.simulator.shutdown)
        for origin, site in zip(origins, (stub.site, stub.simulator), strict=True):
            server = serving._Server(serving._config(site))
            task = asyncio.create_task(server.serve(sockets=list(origin.sockets)))
            await server.up.wait()
            ends.push_async_callback(asyncio.wait_for, task, 5)
            ends.callback(setattr, server, "should_exit", True)
        addresses = [origin.sockets[0].getsockname() for origin in origins]
        yield Ports(stub, {"shop": addresses[0], "stripe": addresses[1]}, faults)


TARGETS = [
    ("shop", b"POST /api/cart/items", JSON),
    ("shop", b"POST /__contract/state", JSON),
    ("stripe", b"POST /v1/customers", FORM),
]


def message_of(port: str, body: Any) -> str:
    """The message of the port's error envelope."""
    assert set(body) == {"error"}
    if port == "shop":
        assert body["error"]["code"] == "request.tooLarge"
    else:
        assert body["error"]["type"] == "invalid_request_error"
    return str(body["error"]["message"])


@pytest.mark.parametrize(("port", "target", "kind"), TARGETS)
@pytest.mark.parametrize("framing", [b"Transfer-Encoding: chunked", b"Content-Length: 99999999999"])
async def test_a_body_without_end_gets_413_at_the_limit_and_the_connection_is_closed(
    ports: Ports, port: str, target: bytes, kind: bytes, framing: bytes
) -> None:
    reader, writer = await asyncio.open_connection(*ports.addresses[port])
    writer.write(target + b" HTTP/1.1\r\n" + HEAD % kind + framing + b"\r\n\r\n")
    piece = b"b" * 0x10000
    if framing.endswith(b"chunked"):
        piece = b"10000\r\n" + piece + b"\r\n"
    response = asyncio.create_task(read_response(reader))
    sent = 0
    try:
        while sent < 100_000_000:
            writer.write(piece)
            await writer.drain()
            sent += len(piece)
    except ConnectionError:
        pass
    status, body = await response
    assert (status, bool(message_of(port, body))) == (413, True)
    assert sent < 40_000_000
    writer.close()


@pytest.mark.parametrize(("port", "target", "kind"), TARGETS)
async def test_a_body_above_the_limit_gets_413_and_the_connection_stays(
    ports: Ports, port: str, target: bytes, kind: bytes
) -> None:
    reader, writer = await asyncio.open_connection(*ports.addresses[port])
    for _ in range(2):
        writer.write(target + b" HTTP/1.1\r\n" + HEAD % kind + b"Content-Length: 3000000\r\n\r\n")
        writer.write(b"b" * 3_000_000)
        status, body = await read_response(reader)
        assert (status, bool(message_of(port, body))) == (413, True)
    writer.close()


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("framing", [b"Transfer-Encoding: chunked", b"Content-Length: 100"])
async def test_half_a_body_of_a_client_that_leaves_changes_and_logs_nothing(
    ports: Ports, caplog: pytest.LogCaptureFixture, target: tuple[str, bytes, bytes], framing: bytes
) -> None:
    port, line, kind = target
    _, writer = await asyncio.open_connection(*ports.addresses[port])
    body = b'{"name": "reset"' if kind == JSON else b"email=a@example.org"
    if framing.endswith(b"chunked"):
        body = b"%x\r\n%b\r\n" % (len(body), body)
    writer.write(line + b" HTTP/1.1\r\n" + HEAD % kind + framing + b"\r\n\r\n" + body)
    await asyncio.sleep(0.05)
    writer.close()
    await asyncio.sleep(0.1)
    assert ports.faults == []
    assert "Traceback" not in caplog.text
    assert ports.stub.stores[1].count("customers") == 0


@pytest.mark.parametrize("together", [False, True])
async def test_offers_of_http_2_lose_no_body_on_either_port(ports: Ports, together: bool) -> None:
    """curl --http2 and Java's HttpClient send such an offer with each request."""
    item = b'{"productId": "kaiser-natron-bad-500-g", "quantity": 1}'
    for port, target, kind, body, member, value in (
        ("shop", b"POST /api/cart/items", JSON, item, "count", 1),
        ("stripe", b"POST /v1/customers", FORM, b"name=Ada", "name", "Ada"),
    ):
        head = target + b" HTTP/1.1\r\n" + HEAD % kind + b"Content-Length: %d\r\n" % len(body)
        offered, plain = head + OFFER + b"\r\n" + body, head + b"\r\n" + body
        requests = [plain, offered, offered, plain, offered]
        reader, writer = await asyncio.open_connection(*ports.addresses[port])
        if together:
            writer.write(b"".join(requests))
        for request in requests:
            if not together:
                writer.write(request)
            status, content = await read_response(reader)
            assert (status, content[member]) == (200, value)
        writer.close()
