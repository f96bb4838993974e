"""Buyers in a hurry: PaymentIntents made and confirmed over a few connections, as raw HTTP."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import cast
from urllib.parse import urlsplit

import httptools
import orjson

CREATE = b"amount=2000&currency=eur"
CONFIRM = b"payment_method=pm_card_visa&return_url=https%3A%2F%2Fshop.example%2Fback"
"""What is sent, unless said; of a rival that wants something else, its own."""


@dataclass(slots=True)
class Load:
    """What is asked: so many pairs, over so many connections.

    key: that of the account. lasts: after how many pairs another one is taken, 0 for never: some
    servers cap what one key may do.
    """

    url: str
    key: str
    connections: int = 1
    pairs: int = 0
    seconds: float = 0
    create: bytes = CREATE
    confirm: bytes = CONFIRM
    idempotent: bool = True
    lasts: int = 0


@dataclass(slots=True)
class Result:
    """Pairs done, in how many seconds, and the first answer that was no success."""

    pairs: int = 0
    seconds: float = 0.0
    refused: bytes | None = None
    last: bytes = field(default=b"", repr=False)

    @property
    def rate(self) -> float:
        """Pairs a second."""
        return self.pairs / self.seconds if self.seconds else 0.0


class Payer(asyncio.Protocol):
    """One connection: create, confirm, create, …, until there is no more to do."""

    def __init__(self, run: Run, number: int) -> None:
        self._run = run
        self._number = number
        self._sent = 0
        self._body: list[bytes] = []
        self._intent = ""
        self._parser = httptools.HttpResponseParser(self)
        load = run.load
        self._host = urlsplit(load.url).netloc
        self._head = ""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Connected: begin."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is no subclass
        self._next()

    def _next(self) -> None:
        if self._run.begin():
            self._head = (
                f"Host: {self._host}\r\nAuthorization: Bearer {self._run.key()}\r\n"
                "Content-Type: application/x-www-form-urlencoded\r\n"
            )
            self._post("/v1/payment_intents", self._run.load.create)
        elif self._transport:
            self._transport.close()

    def _post(self, path: str, body: bytes) -> None:
        self._sent += 1
        key = ""
        if self._run.load.idempotent:
            key = f"Idempotency-Key: {self._run.name}-{self._number}-{self._sent}\r\n"
        head = f"POST {path} HTTP/1.1\r\n{self._head}{key}Content-Length: {len(body)}\r\n\r\n"
        assert self._transport
        self._transport.write(head.encode() + body)

    def data_received(self, data: bytes) -> None:
        """A piece of an answer."""
        self._parser.feed_data(data)

    def on_body(self, body: bytes) -> None:
        """Some of the answer's body."""
        self._body.append(body)

    def on_message_complete(self) -> None:
        """An answer is there: go on with what follows from it."""
        body, self._body = b"".join(self._body), []
        status = self._parser.get_status_code()
        if status != 200:
            self._run.fail(body)
            return
        if not self._intent:
            self._intent = orjson.loads(body)["id"]
            self._post(f"/v1/payment_intents/{self._intent}/confirm", self._run.load.confirm)
            return
        self._intent = ""
        self._run.done(body)
        self._next()

    def connection_lost(self, exc: Exception | None) -> None:
        """Closed, by us or by the server."""
        self._run.lost(exc)


class Run:
    """All the connections of one load."""

    def __init__(self, load: Load) -> None:
        self.load = load
        self.name = f"{time.monotonic_ns():x}"
        self.result = Result()
        self._begun = 0
        self._open = load.connections
        self._until = time.perf_counter() + load.seconds if load.seconds else 0.0
        self._over = asyncio.Event()

    def begin(self) -> bool:
        """Whether there is one more pair to do."""
        if self.result.refused is not None:
            return False
        self._begun += 1
        if self._until:
            return time.perf_counter() < self._until
        return self._begun <= self.load.pairs

    def key(self) -> str:
        """The key of the pair that was begun last."""
        load = self.load
        return f"{load.key}{self.name}{self._begun // load.lasts}" if load.lasts else load.key

    def done(self, body: bytes) -> None:
        """One pair is done; `body`: the confirmed PaymentIntent."""
        self.result.pairs += 1
        self.result.last = body

    def fail(self, body: bytes) -> None:
        """An answer was no success: that is the end."""
        self.result.refused = self.result.refused or body
        self._over.set()

    def lost(self, error: Exception | None) -> None:
        """A connection is closed."""
        self._open -= 1
        if error is not None:
            self.fail(repr(error).encode())
        if not self._open:
            self._over.set()

    async def wait(self) -> Result:
        """Run it."""
        parts = urlsplit(self.load.url)
        loop = asyncio.get_running_loop()
        began = time.perf_counter()
        host, port = parts.hostname or "", parts.port or 80
        for number in range(self.load.connections):
            await loop.create_connection(partial(Payer, self, number), host, port)
        await self._over.wait()
        self.result.seconds = time.perf_counter() - began
        return self.result


def paid(load: Load) -> Result:
    """Run the load on a loop of its own."""
    with asyncio.Runner(loop_factory=_loop()) as runner:
        return runner.run(_ran(load))


async def _ran(load: Load) -> Result:
    return await Run(load).wait()


def _loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        from uvloop import new_event_loop
    except ImportError:
        return None
    return new_event_loop
