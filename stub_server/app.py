"""The composition root: the only file that knows every wing."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.applications import Starlette

from stub_server import __version__, plugins, resources, serving, settings
from stub_server.runtime.clock import Clock, SystemClock
from stub_server.runtime.events import EventBus
from stub_server.runtime.ids import Ids, SecretIds
from stub_server.server import app as server
from stub_server.server import document, document_file, document_plugin
from stub_server.server.fallback import StatefulSetup
from stub_server.settings import Settings
from stub_server.shop import fixtures, ports, state_folder
from stub_server.shop.context import ShopContext
from stub_server.shop.payments import StripePayments
from stub_server.storage import StoreError, TextStore
from stub_server.stripe_sim import SimSettings
from stub_server.trust import TrustPolicy

FAULTS = (
    settings.SettingsFault,
    fixtures.FixtureFault,
    document.DocumentError,
    StoreError,
    serving.PortFault,
)
"""What can keep the stub from starting; each says what was wrong, where, and what to do."""

STRIPE = "https://api.stripe.com"
SIGNATURE_HEADER = "Stripe-Signature"
"""Marks the operation of the document that receives Stripe's events."""
KEYS = {
    "STRIPE_SECRET_KEY": "secret_key",
    "STRIPE_PUBLISHABLE_KEY": "publishable_key",
    "STRIPE_WEBHOOK_SECRET": "webhook_secret",
}


@dataclass(slots=True)
class Stub:
    """A shop and its Stripe, wired and ready to be served. sim: None in Stripe's test mode.

    webhook_path: where the document takes Stripe's events; None if it takes none.
    """

    settings: Settings
    url: str
    stripe_url: str
    shop_or_none: ShopContext | None
    site: Starlette
    sim: serving.LazyApp | None
    events: EventBus
    notices: list[str]
    stores: list[TextStore]
    payments: StripePayments
    operations: tuple[str, ...]
    policy: TrustPolicy
    clock: Clock
    webhook_path: str | None

    @property
    def shop(self) -> ShopContext:
        """The shop; LookupError when the document is served without it."""
        if self.shop_or_none is None:
            raise LookupError("this stub runs without the shop plug-in")
        return self.shop_or_none


def settings_of(flags: Mapping[str, Any], environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings from the flags of a command and the environment.

    Stripe's keys are taken from the environment in test mode alone: the simulator's stay the
    same. A live key there is refused in either mode (C-str-4).
    """
    for name in KEYS:
        if environment.get(name, "").startswith(settings.LIVE):
            raise settings.SettingsFault(settings.live_key(name, environment[name]))
    keys: dict[str, str] = {}
    if environment.get("SHOPSTUB_TOKEN"):  # no flag: other users of the machine can read flags
        keys["token"] = environment["SHOPSTUB_TOKEN"]
    if flags.get("stripe") == "test-mode":
        keys |= {ours: environment[name] for name, ours in KEYS.items() if environment.get(name)}
    chosen = {name: value for name, value in flags.items() if value is not None}
    return settings.checked(**{**_contract_of(flags), **chosen, **keys})


def _contract_of(flags: Mapping[str, Any]) -> dict[str, Path]:
    """The document and the pages of the working directory, if it has some of our making."""
    chosen: Path | None = flags.get("document")
    own = chosen or Path(resources.DOCUMENT)
    if chosen is None and not resources.compiled_here(own):
        return {}
    pages = own.parent / resources.PAGES
    return {"document": own, **({"pages": pages} if pages.is_dir() else {})}


def build(
    chosen: Settings,
    url: str,
    stripe_url: str,
    *,
    clock: Clock | None = None,
    ids: Ids | None = None,
) -> Stub:
    """The whole stub for these addresses, not yet serving. Raises one of FAULTS."""
    clock, ids, events = clock or SystemClock(), ids or SecretIds(), EventBus()
    contract = document_file.read(chosen.document)
    choice = plugins.choose(chosen, contract)
    facts = fixtures.read(chosen.fixtures) if choice.name else None
    policy = policy_of(chosen, ids, facts.origins if facts else ())
    simulated = chosen.stripe == "simulator"
    payments = StripePayments(
        secret_key=chosen.secret_key,
        publishable_key=chosen.publishable_key,
        webhook_secret=chosen.webhook_secret,
        base=stripe_url if simulated else None,
        clock=clock,
    )
    wanted = {
        state_folder.NAME: ports.INDEXES,
        **({state_folder.STRIPE_NAME: {}} if simulated else {}),
    }
    stores = state_folder.open_stores(chosen.store_folder, wanted)
    if facts:
        shop = plugins.build_shop(stores[0], payments, facts, clock, ids, events)
        plugin = plugins.shop_plugin(shop, chosen)
    else:
        shop, plugin = (
            None,
            document_plugin.create_plugin(stores[0], ids, offers_states=chosen.offers_states),
        )
    webhook_path = contract.webhook_path(SIGNATURE_HEADER)
    sim: serving.LazyApp | None = None
    if simulated:
        hooks = ((url + webhook_path, chosen.webhook_secret),) if webhook_path else ()
        sim = build_sim(
            stores[1], sim_settings(chosen, hooks, stripe_url, policy), clock, ids, events
        )
    return Stub(
        settings=chosen,
        url=url,
        stripe_url=stripe_url,
        shop_or_none=shop,
        site=server.create_app(
            contract,
            plugin,
            events,
            StatefulSetup(stores[0], clock, ids, plugins.fixtures_of(chosen, choice)),
            folder=plugins.pages_of(chosen, choice),
            policy=policy,
            facts={
                "version": __version__,
                "stripe": stripe_url,
                "stripeMode": chosen.stripe,
                "publishableKey": chosen.publishable_key,
                "openapi": str(chosen.document),
                "webhook": webhook_path,
            },
        ),
        sim=sim,
        events=events,
        notices=[*choice.notices, *(notice for one in stores for notice in one.notices)],
        stores=stores,
        payments=payments,
        operations=tuple(contract.operations),
        policy=policy,
        clock=clock,
        webhook_path=webhook_path,
    )


def policy_of(chosen: Settings, ids: Ids, origins: tuple[str, ...] = ()) -> TrustPolicy:
    """Who may call what; origins: those of the fixtures. A token is made if one is needed."""
    return TrustPolicy(
        hosts=(chosen.host, *chosen.allow_hosts),
        origins=(*origins, *chosen.origins),
        token=None if chosen.on_loopback else chosen.token or ids.token(24),
    )


def sim_settings(
    chosen: Settings,
    webhook_to: tuple[tuple[str, str], ...],
    stripe_url: str,
    policy: TrustPolicy,
) -> SimSettings:
    """The simulator's part of the settings; webhook_to: pairs of URL and signing secret."""
    return SimSettings(
        webhook_to=webhook_to,
        public_url=stripe_url,
        webhook_targets=chosen.webhook_targets,
        policy=policy,
    )


def build_sim(
    kept: TextStore, simulated: SimSettings, clock: Clock, ids: Ids, events: EventBus
) -> serving.LazyApp:
    """The simulator over its store, imported when it is started."""

    def made() -> Any:
        from stub_server.stripe_sim import create_sim

        return create_sim(
            simulated,
            clock,
            ids,
            kept,
            tell=lambda happened, facts: events.publish(happened, **facts),
        )

    return serving.LazyApp(made)


def serve(chosen: Settings, on_ready: Callable[[Stub], None]) -> None:
    """Run the shop and its Stripe until a signal. Raises one of FAULTS."""
    shop_at = serving.bind_socket(chosen.host, chosen.port, "--port")
    simulated = chosen.stripe == "simulator"
    stripe_at = (
        serving.bind_socket(chosen.host, chosen.stripe_port, "--stripe-port") if simulated else None
    )
    stub = build(chosen, shop_at.url, stripe_at.url if stripe_at else STRIPE)
    sites: list[tuple[serving.Origin, Any]] = [(shop_at, stub.site)]
    if stripe_at and stub.sim:
        sites.append((stripe_at, stub.sim))
    run(sites, _running(stub), lambda: on_ready(stub))


@dataclass(slots=True)
class LoneStripe:
    """The simulator without a shop."""

    settings: Settings
    url: str
    events: EventBus
    clock: Clock
    store: TextStore
    sim: serving.LazyApp
    policy: TrustPolicy


def serve_stripe(
    chosen: Settings, webhook_to: tuple[str, ...], on_ready: Callable[[LoneStripe], None]
) -> None:
    """Run the simulator alone until a signal; each URL gets every event. Raises one of FAULTS."""
    at = serving.bind_socket(chosen.host, chosen.stripe_port, "--stripe-port")
    clock, ids, events = SystemClock(), SecretIds(), EventBus()
    policy = policy_of(chosen, ids)
    hooks = tuple((url, chosen.webhook_secret) for url in webhook_to)
    (kept,) = state_folder.open_stores(chosen.store_folder, {state_folder.STRIPE_NAME: {}})
    sim = build_sim(kept, sim_settings(chosen, hooks, at.url, policy), clock, ids, events)
    alone = LoneStripe(chosen, at.url, events, clock, kept, sim, policy)
    run([(at, sim)], _simulating(alone), lambda: on_ready(alone))


@contextlib.asynccontextmanager
async def _simulating(alone: LoneStripe) -> AsyncIterator[None]:
    async with contextlib.AsyncExitStack() as ends:
        ends.callback(alone.store.close)
        ends.push_async_callback(alone.sim.shutdown)
        await alone.sim.startup()
        yield


def run(
    sites: list[tuple[serving.Origin, Any]],
    running: contextlib.AbstractAsyncContextManager[None],
    on_ready: Callable[[], None],
) -> None:
    """Serve on uvloop where there is one."""
    with asyncio.Runner(loop_factory=_fast_loop()) as runner:
        runner.run(serving.serve_until_signal(sites, running, on_ready))


def _fast_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        from uvloop import new_event_loop
    except ImportError:
        return None
    return new_event_loop


@contextlib.asynccontextmanager
async def _running(stub: Stub) -> AsyncIterator[None]:
    """The simulator's deliveries run; at the end everything is closed, whatever fails."""
    async with contextlib.AsyncExitStack() as ends:
        for it in stub.stores:
            ends.callback(it.close)
        ends.push_async_callback(stub.payments.close)
        if stub.sim:
            ends.push_async_callback(stub.sim.shutdown)
            stub.sim.start_later()
        warm = asyncio.get_running_loop().call_later(0.5, _warm, stub)
        ends.callback(warm.cancel)
        yield


def _warm(stub: Stub) -> None:
    """Import Stripe's SDK beside the first requests, so that the first checkout need not wait."""
    asyncio.get_running_loop().run_in_executor(None, stub.payments.warm)
