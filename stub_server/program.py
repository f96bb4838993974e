"""Shop and Stripe, served on their ports until a signal."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any

from stub_server import page_watch, serving, sockets, tls
from stub_server.app import STRIPE, Runtime, build
from stub_server.forwarded import ForwardedHeaders
from stub_server.server.app import ReplaceableApp
from stub_server.settings import Settings
from stub_server.storage.idle import pack_while_idle


def serve(
    chosen: Settings, on_ready: Callable[[Runtime], None], *, in_terminal: bool = False
) -> None:
    """Run the shop and its Stripe until a signal. Raises one of app.FAULTS.

    in_terminal: whether a person looks on; then pages that change are compiled, unless the settings
    say otherwise.
    """
    tls.check_files(chosen.tls)
    simulated = chosen.stripe == "simulator"
    places = [(chosen.port, "--port"), (chosen.stripe_port, "--stripe-port")][: 1 + simulated]
    bound = [sockets.bind(chosen.host, port, flag, chosen.tls) for port, flag in places]
    # Calls between shop and Stripe use plain HTTP, so that they need not trust a certificate.
    own = [sockets.bind("localhost", 0, flag) for _, flag in places] if chosen.tls else bound
    stub = build(
        chosen,
        chosen.public_url or bound[0].url,
        (chosen.stripe_public_url or bound[1].url) if simulated else STRIPE,
        direct=(own[0].direct_url, own[1].direct_url if simulated else STRIPE),
    )
    wants_watch = in_terminal if chosen.watch is None else chosen.watch
    apps: list[Any] = [
        _watched(stub) if wants_watch else stub.site,
        *([stub.simulator] if stub.simulator else []),
    ]
    sites = [
        (origin, ForwardedHeaders(site) if chosen.trust_proxy else site)
        for origin, site in zip(bound, apps, strict=True)
    ]
    if chosen.tls:
        sites += zip(own, apps, strict=True)
    serving.run(sites, _running(stub), lambda: on_ready(stub))


def _watched(stub: Runtime) -> Any:
    """Return the site, replaced when its pages change; or say why that can't be, if asked for."""
    settings = stub.settings
    obstacle = page_watch.obstacle(settings)
    if obstacle:
        if settings.watch:
            stub.notices.append(f"Pages are not watched: {obstacle}.")
        return stub.site
    site = ReplaceableApp(stub.site, stub.make_site)
    stub.watch = page_watch.PageWatch(settings.pages, settings.document, site.replace, stub.events)
    return site


@contextlib.asynccontextmanager
async def _running(stub: Runtime) -> AsyncIterator[None]:
    """The simulator's deliveries run; at the end everything is closed, whatever fails."""
    async with contextlib.AsyncExitStack() as ends:
        for store in stub.stores:
            ends.callback(store.close)
        ends.push_async_callback(stub.payments.close)
        if stub.simulator:
            ends.push_async_callback(stub.simulator.shutdown)
            stub.simulator.start_later()
        warm = asyncio.get_running_loop().call_later(0.5, _warm, stub)
        ends.callback(warm.cancel)
        ends.callback(asyncio.create_task(pack_while_idle(stub.stores)).cancel)
        if stub.watch:
            watching = asyncio.create_task(stub.watch.run())
            ends.callback(watching.cancel)
        yield


def _warm(stub: Runtime) -> None:
    """Import Stripe's SDK beside the first requests, so that the first checkout need not wait."""
    asyncio.get_running_loop().run_in_executor(None, stub.payments.warm)
