"""The simulator as a program of its own, and what it shares with the shop's program."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from stub_server import serving, sockets, tls
from stub_server.forwarded import ForwardedHeaders
from stub_server.runtime.clock import Clock, SystemClock
from stub_server.runtime.events import EventBus
from stub_server.runtime.ids import Ids, SecretIds
from stub_server.settings import Settings
from stub_server.shop import state_folder
from stub_server.storage import TextStore
from stub_server.storage.idle import pack_while_idle
from stub_server.stripe_sim import SimSettings
from stub_server.trust import TrustPolicy

BODY_LIMIT = 1_000_000
"""Bytes of a body that the simulator accepts; it rejects a longer one with 413."""


def policy_of(chosen: Settings, ids: Ids, origins: tuple[str, ...] = ()) -> TrustPolicy:
    """Return who may call what. origins: those of the fixtures.

    Beyond loopback a token is needed: that of the settings, or a new one.
    """
    return TrustPolicy(
        hosts=(chosen.host, *chosen.allow_hosts, *_names(chosen)),
        origins=(*origins, *chosen.origins),
        token=None if chosen.on_loopback else chosen.token or ids.token(24),
    )


def _names(chosen: Settings) -> list[str]:
    """Return the host names of the public addresses."""
    urls = (chosen.public_url, chosen.stripe_public_url)
    return [urlsplit(url).hostname or "" for url in urls if url]


def simulator_settings(
    chosen: Settings,
    webhook_to: tuple[tuple[str, str], ...],
    stripe_url: str,
    policy: TrustPolicy,
) -> SimSettings:
    """Return the simulator's part of the settings. webhook_to: pairs of URL and signing secret."""
    return SimSettings(
        webhook_to=webhook_to,
        public_url=stripe_url,
        webhook_targets=chosen.webhook_targets,
        policy=policy,
    )


def build_simulator(
    store: TextStore,
    settings: SimSettings,
    clock: Clock,
    ids: Ids,
    events: EventBus,
    pending_intents: Callable[[], Collection[str]] = tuple,
) -> serving.LazyApp:
    """Return the simulator over its store, imported when it is started.

    pending_intents: returns the PaymentIntents that the backend waits for, when it starts.
    """

    def create() -> Any:
        from stub_server.stripe_sim import create_stripe_app

        app = create_stripe_app(
            settings,
            clock,
            ids,
            store,
            notify=lambda name, facts: events.publish(name, **facts),
        )
        app.reconcile(pending_intents())
        return app

    return serving.LazyApp(create, BODY_LIMIT)


@dataclass(slots=True)
class StripeRuntime:
    """The simulator without a shop."""

    settings: Settings
    url: str
    events: EventBus
    clock: Clock
    store: TextStore
    simulator: serving.LazyApp
    policy: TrustPolicy


def serve_stripe(
    chosen: Settings, webhook_to: tuple[str, ...], on_ready: Callable[[StripeRuntime], None]
) -> None:
    """Run the simulator alone until a signal; each URL gets every event.

    Raises one of app.FAULTS.
    """
    tls.check_files(chosen.tls)
    at = sockets.bind(chosen.host, chosen.stripe_port, "--stripe-port", chosen.tls)
    url = chosen.stripe_public_url or at.url
    clock, ids, events = SystemClock(), SecretIds(), EventBus()
    policy = policy_of(chosen, ids)
    hooks = tuple((url, chosen.webhook_secret) for url in webhook_to)
    (store,) = state_folder.open_stores(
        chosen.store_folder, {state_folder.STRIPE_NAME: {}}, chosen.durability
    )
    simulator = build_simulator(
        store, simulator_settings(chosen, hooks, url, policy), clock, ids, events
    )
    alone = StripeRuntime(chosen, url, events, clock, store, simulator, policy)
    site = ForwardedHeaders(simulator) if chosen.trust_proxy else simulator
    serving.run([(at, site)], _run_timers(alone), lambda: on_ready(alone))


@contextlib.asynccontextmanager
async def _run_timers(alone: StripeRuntime) -> AsyncIterator[None]:
    async with contextlib.AsyncExitStack() as ends:
        ends.callback(alone.store.close)
        ends.push_async_callback(alone.simulator.shutdown)
        await alone.simulator.startup()
        ends.callback(asyncio.create_task(pack_while_idle([alone.store])).cancel)
        yield
