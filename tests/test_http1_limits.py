"""Connections that bring no end: no request, half a request, a head or a body without end."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import struct
from collections.abc import AsyncIterator
from typing import Any, cast

import pytest

from stub_server.http1 import HEAD_BYTES, UNWANTED_BYTES
from tests.echo_server import Caller, Echo, serve_echo

HALVES = {
    "nothing": b"",
    "half a request line": b"GET /a HT",
    "half a head": b"GET /a HTTP/1.1\r\nHost: h\r\n",
    "half a body": b"POST /a HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc",
    "half a chunk": b"POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
    "half an offer": b"POST /a HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n"
    b"Content-Length: 10\r\n\r\nabc",
    "half a second head": b"GET /a HTTP/1.1\r\n\r\nGET /b HT",
    "half a second body": b"GET /a HTTP/1.1\r\n\r\nPOST /b HTTP/1.1\r\nContent-Length: 9\r\n\r\na",
    "a body after its response": b"POST /refuse HTTP/1.1\r\nContent-Length: 9\r\n\r\na",
}


@pytest.fixture
async def caller() -> AsyncIterator[Caller]:
    async with serve_echo(Echo()) as caller:
        yield caller


@pytest.fixture
async def hasty() -> AsyncIterator[Caller]:
    """A server whose keep-alive time-out is 0.2 s."""
    async with serve_echo(Echo(), 0.2) as caller:
        yield caller


@pytest.mark.parametrize("half", HALVES)
async def test_a_connection_with_half_a_request_is_closed(hasty: Caller, half: str) -> None:
    reader, writer = await hasty.opened()
    writer.write(HALVES[half])
    await asyncio.wait_for(reader.read(), 5)
    writer.close()
    await asyncio.sleep(0.05)
    assert not hasty.server.server_state.connections
    assert not hasty.server.server_state.tasks


async def test_a_request_that_keeps_coming_or_is_worked_on_is_not_cut_off(hasty: Caller) -> None:
    reader, writer = await hasty.opened()
    for byte in b"POST /slow HTTP/1.1\r\nContent-Length: 2\r\n\r\n":
        writer.write(bytes([byte]))
        await asyncio.sleep(0.01)
    for byte in b"ok":
        await asyncio.sleep(0.15)
        writer.write(bytes([byte]))
    await asyncio.sleep(0.5)
    hasty.app.slow.set()
    assert (await hasty.heard(reader)).endswith(b"echo POST|/slow||ok")
    writer.close()


async def test_a_connection_is_used_again_after_the_rest_of_a_refused_body(hasty: Caller) -> None:
    reader, writer = await hasty.opened()
    writer.write(b"POST /refuse HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc")
    assert (await hasty.heard(reader)).startswith(b"HTTP/1.1 403")
    writer.write(b"defghiGET /slow HTTP/1.1\r\n\r\n")
    await asyncio.sleep(0.5)
    hasty.app.slow.set()
    assert (await hasty.heard(reader)).endswith(b"echo GET|/slow||")
    assert await asyncio.wait_for(reader.read(), 5) == b""
    writer.close()


async def pour(writer: asyncio.StreamWriter, piece: bytes, most: int) -> int:
    """Send the piece until the server closes the connection; return the bytes that were sent."""
    sent = 0
    try:
        while sent < most:
            writer.write(piece)
            await writer.drain()
            sent += len(piece)
    except ConnectionError:
        pass
    return sent


async def test_a_body_without_end_is_cut_off_after_its_response(caller: Caller) -> None:
    reader, writer = await caller.opened()
    writer.write(b"POST /refuse HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n")
    assert (await caller.heard(reader)).startswith(b"HTTP/1.1 403")
    chunk = b"10000\r\n" + b"b" * 0x10000 + b"\r\n"
    most = 4 * UNWANTED_BYTES
    assert await asyncio.wait_for(pour(writer, chunk, most), 20) < most
    writer.close()


@pytest.mark.parametrize("start", [b"GET /", b"GET / HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nA: "])
async def test_a_head_without_end_is_refused(caller: Caller, start: bytes) -> None:
    reader, writer = await caller.opened()
    writer.write(start)
    line = b"b: c\r\n" if start.endswith(b"\n") else b"bbbb"
    most = 100 * HEAD_BYTES
    pouring = asyncio.create_task(pour(writer, line * 1000, most))
    with contextlib.suppress(ConnectionResetError):  # the client was still sending
        assert (await reader.read()).startswith(b"HTTP/1.1 431 ")
    assert await asyncio.wait_for(pouring, 20) < most
    writer.close()
    assert caller.app.asked == []


async def test_a_large_head_is_served(caller: Caller) -> None:
    head = b"GET /a HTTP/1.1\r\n" + b"A: %b\r\n" % (b"b" * 1000) * 50 + b"\r\n"
    pieces = [head[at : at + 4000] for at in range(0, len(head), 4000)]
    assert (await caller.say(*pieces)).endswith(b"echo GET|/a||")


@pytest.mark.parametrize("resets", [False, True])
async def test_all_requests_of_a_client_that_leaves_are_told_so(
    caller: Caller, caplog: pytest.LogCaptureFixture, resets: bool
) -> None:
    caplog.set_level(logging.WARNING)
    _, writer = await caller.opened()
    writer.write(b"GET /wait HTTP/1.1\r\n\r\n" + b"GET /a HTTP/1.1\r\n\r\n" * 3)
    await asyncio.sleep(0.05)
    if resets:
        connection: socket.socket = writer.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.close()
    await asyncio.sleep(0.1)
    assert caller.app.asked == ["/wait", "/wait http.disconnect"]
    assert not caller.server.server_state.tasks
    assert caplog.text == ""


async def test_a_websocket_text_that_is_not_utf_8_ends_the_connection_without_a_traceback(
    caplog: pytest.LogCaptureFixture,
) -> None:
    received: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        while (message := await receive())["type"] != "websocket.disconnect":
            received.append(message.get("text", message["type"]))
            if message["type"] == "websocket.connect":
                await send({"type": "websocket.accept"})
        received.append(f"disconnect {message['code']}")

    app.speaks_websocket = True  # type: ignore[attr-defined]
    async with serve_echo(cast("Echo", app)) as caller:
        reader, writer = await caller.opened()
        writer.write(
            b"GET / HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        )
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"\x81\x83\0\0\0\0\xc3\xa4!" + b"\x81\x82\0\0\0\0\xff\xfe")
        # a close frame with code 1007
        assert (await asyncio.wait_for(reader.read(), 5))[:4] == b"\x88\x02\x03\xef"
        writer.close()
        await asyncio.sleep(0.05)
    assert received == ["websocket.connect", "ä!", "disconnect 1007"]
    assert "not UTF-8" in caplog.text
    assert "Traceback" not in caplog.text
