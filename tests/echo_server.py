"""A server of the stub's own kind with an app that echoes, and a client that sends bytes."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from stub_server import serving, sockets

EMPTY = [(b"content-length", b"0")]


@dataclass
class Echo:
    """An app that says what it was asked: method, path, query, body."""

    speaks_websocket: bool = False
    slow: asyncio.Event = field(default_factory=asyncio.Event)
    asked: list[str] = field(default_factory=list)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        path = scope["path"]
        self.asked.append(path)
        if path == "/broken":
            raise ZeroDivisionError
        if path == "/slow":
            await self.slow.wait()
        if path == "/refuse":
            await send({"type": "http.response.start", "status": 403, "headers": EMPTY})
            await send({"type": "http.response.body", "body": b""})
            return
        body, more = b"", True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                self.asked.append(f"{path} disconnected")
                return
            body, more = body + message["body"], message["more_body"]
        if path == "/wait":
            self.asked.append(f"{path} {(await receive())['type']}")
            return
        parts = (scope["method"].encode(), path.encode(), scope["query_string"], body)
        text = b"echo " + b"|".join(parts)
        head = [(b"content-length", b"%d" % len(text))]
        await send({"type": "http.response.start", "status": 201, "headers": head})
        await send({"type": "http.response.body", "body": text})


@dataclass
class Caller:
    """Bytes out, bytes in, over a connection of its own."""

    port: int
    app: Echo
    server: Any

    async def opened(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self.port)

    async def say(self, *pieces: bytes, closes: bool = False) -> bytes:
        """What is answered to these pieces, each sent on its own."""
        reader, writer = await self.opened()
        for piece in pieces:
            writer.write(piece)
            await asyncio.sleep(0.02)
        if closes:
            answer = await asyncio.wait_for(reader.read(), 5)
        else:
            answer = await self.heard(reader)
        writer.close()
        return answer

    async def heard(self, reader: asyncio.StreamReader) -> bytes:
        """One answer."""
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)
        length = re.search(rb"content-length: (\d+)", head)
        return head + await reader.readexactly(int(length[1]) if length else 0)


@asynccontextmanager
async def serve_echo(app: Echo, seconds: float = 75) -> AsyncIterator[Caller]:
    """Serve the app; yield a client. seconds: the keep-alive time-out."""
    at = sockets.bind("127.0.0.1", 0, "--port")
    config = serving._config(app)
    config.timeout_keep_alive = seconds  # type: ignore[assignment]
    server = serving._Server(config)
    task = asyncio.create_task(server.serve(sockets=list(at.sockets)))
    await server.up.wait()
    yield Caller(at.port, app, server)
    if isinstance(app, Echo):
        app.slow.set()
    server.should_exit = True
    await asyncio.wait_for(task, 5)
