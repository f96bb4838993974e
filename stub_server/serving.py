"""Both ports on one event loop: sockets first, then the stub, then uvicorn until a signal."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, cast

import uvicorn

from stub_server.http1 import Http1Protocol
from stub_server.sockets import Origin, Tls
from stub_server.whole_body import WholeBody

Asgi = Any

IMPORT_DELAY = 0.02
"""Seconds that the shop has for its first answers before the simulator is imported."""


def run(
    sites: Sequence[tuple[Origin, Asgi]],
    running: AbstractAsyncContextManager[None],
    on_ready: Callable[[], None],
) -> None:
    """Serve each app on its sockets until a signal, on uvloop where there is one."""
    with asyncio.Runner(loop_factory=_fast_loop()) as runner:
        runner.run(serve_until_signal(sites, running, on_ready))


def _fast_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        from uvloop import new_event_loop
    except ImportError:
        return None
    return new_event_loop


async def serve_until_signal(
    sites: Sequence[tuple[Origin, Asgi]],
    running: AbstractAsyncContextManager[None],
    on_ready: Callable[[], None],
) -> None:
    """Serve each app on its sockets until SIGINT or SIGTERM; `running` spans the whole time."""
    servers = [(_Server(_config(app, origin.tls)), list(origin.sockets)) for origin, app in sites]
    async with running, _signals(servers):
        tasks = [asyncio.create_task(server.serve(sockets=sockets)) for server, sockets in servers]
        for server, _ in servers:
            await server.up.wait()
        on_ready()
        await asyncio.gather(*tasks)


class LazyApp:
    """An ASGI app that is imported while another one answers already; its requests wait.

    make: imports and builds the app, which has `startup` and `shutdown`; an error in it is raised
    by `shutdown`. body_limit: bytes of a body, which the app gets as a whole; one that is longer is
    cut off after more than these.
    """

    speaks_websocket = True

    def __init__(self, make: Callable[[], Asgi], body_limit: int) -> None:
        self._make = make
        self._body_limit = body_limit
        self._entry: Asgi = None
        self._app: Asgi = None
        self._starting: asyncio.Task[None] | None = None
        self._made = asyncio.Event()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer once the app is built."""
        await self._made.wait()
        await self._entry(scope, receive, send)

    async def startup(self) -> None:
        """Build the app and start it."""
        try:
            self._app = self._make()
            self._entry = WholeBody(self._app, self._body_limit)
            await self._app.startup()
        finally:
            self._made.set()

    def start_later(self) -> None:
        """Start after IMPORT_DELAY, so that requests that wait at the other app come first."""
        self._starting = asyncio.create_task(self._start_later())

    async def _start_later(self) -> None:
        await asyncio.sleep(IMPORT_DELAY)
        await self.startup()

    async def shutdown(self) -> None:
        """Stop it, if it was started."""
        if self._starting is not None:
            await self._starting
        if self._app is not None:
            await self._app.shutdown()


class _Server(uvicorn.Server):
    """A server that leaves the signals to us: there are two of them on one loop. up: it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _websocket(*args: Any, **more: Any) -> asyncio.Protocol:
    """The protocol of a connection that becomes a WebSocket; imported with the first one."""
    from stub_server.websocket import WebSocketProtocol

    return WebSocketProtocol(*args, **more)


def _config(app: Asgi, tls: Tls | None = None) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=Http1Protocol,
        ws=cast("Any", _websocket) if getattr(app, "speaks_websocket", False) else "none",
        ssl_certfile=tls[0] if tls else None,
        ssl_keyfile=tls[1] if tls else None,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # anybody can write X-Forwarded-For: the rate limit would mean nothing
        timeout_keep_alive=75,
        timeout_graceful_shutdown=3,
    )


@contextlib.asynccontextmanager
async def _signals(
    servers: Sequence[tuple[uvicorn.Server, list[socket.socket]]],
) -> AsyncIterator[None]:
    loop = asyncio.get_running_loop()

    def stop() -> None:
        for server, _ in servers:
            server.force_exit = server.should_exit
            server.should_exit = True

    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop)
    try:
        yield
    finally:
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(name)
