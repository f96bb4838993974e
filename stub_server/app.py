"""The composition root: shop, simulator and their stores as one program."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from starlette.applications import Starlette

from stub_server import __version__, plugins, serving
from stub_server.runtime.clock import Clock, SystemClock
from stub_server.runtime.events import EventBus
from stub_server.runtime.ids import Ids, SecretIds
from stub_server.server import app as server
from stub_server.server import document, document_file, document_plugin, sessions
from stub_server.server.fallback import StatefulSetup
from stub_server.settings import Settings
from stub_server.settings_file import SettingsError
from stub_server.shop import fixtures, ports, state_folder
from stub_server.shop.context import ShopContext
from stub_server.shop.payments import StripePayments
from stub_server.shop.pending_payments import pending_intents
from stub_server.storage import StoreError, TextStore
from stub_server.storage.idle import pack_while_idle
from stub_server.stripe_app import build_simulator, policy_of, simulator_settings
from stub_server.trust import TrustPolicy

FAULTS = (
    SettingsError,
    fixtures.FixtureError,
    document.DocumentError,
    StoreError,
    serving.PortFault,
)
"""What can keep the stub from starting; each says what was wrong, where, and what to do."""

STRIPE = "https://api.stripe.com"
SIGNATURE_HEADER = "Stripe-Signature"
"""Marks the operation of the document that receives Stripe's events."""


@dataclass(slots=True)
class Runtime:
    """A shop and its Stripe, wired and ready to be served. simulator: None in Stripe's test mode.

    webhook_path: where the document takes Stripe's events; None if it takes none.
    """

    settings: Settings
    url: str
    stripe_url: str
    shop_or_none: ShopContext | None
    site: Starlette
    simulator: serving.LazyApp | None
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


def build(
    chosen: Settings,
    url: str,
    stripe_url: str,
    *,
    clock: Clock | None = None,
    ids: Ids | None = None,
) -> Runtime:
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
        state_folder.NAME: {**ports.INDEXES, **sessions.INDEXES},
        **({state_folder.STRIPE_NAME: {}} if simulated else {}),
    }
    stores = state_folder.open_stores(chosen.store_folder, wanted, chosen.durability)
    if facts:
        shop = plugins.build_shop(stores[0], payments, facts, chosen.lifetimes, clock, ids, events)
        plugin = plugins.shop_plugin(shop, chosen)
    else:
        shop, plugin = (
            None,
            document_plugin.create_plugin(
                stores[0],
                clock,
                ids,
                session_life=chosen.lifetimes.session,
                offers_states=chosen.offers_states,
            ),
        )
    webhook_path = contract.webhook_path(SIGNATURE_HEADER)
    simulator: serving.LazyApp | None = None
    if simulated:
        hooks = ((url + webhook_path, chosen.webhook_secret),) if webhook_path else ()
        simulator = build_simulator(
            stores[1],
            simulator_settings(chosen, hooks, stripe_url, policy),
            clock,
            ids,
            events,
            partial(pending_intents, stores[0]) if shop else tuple,
        )
    return Runtime(
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
        simulator=simulator,
        events=events,
        notices=[*choice.notices, *(notice for one in stores for notice in one.notices)],
        stores=stores,
        payments=payments,
        operations=tuple(contract.operations),
        policy=policy,
        clock=clock,
        webhook_path=webhook_path,
    )


def serve(chosen: Settings, on_ready: Callable[[Runtime], None]) -> None:
    """Run the shop and its Stripe until a signal. Raises one of FAULTS."""
    shop_at = serving.bind_socket(chosen.host, chosen.port, "--port")
    simulated = chosen.stripe == "simulator"
    stripe_at = (
        serving.bind_socket(chosen.host, chosen.stripe_port, "--stripe-port") if simulated else None
    )
    stub = build(chosen, shop_at.url, stripe_at.url if stripe_at else STRIPE)
    sites: list[tuple[serving.Origin, Any]] = [(shop_at, stub.site)]
    if stripe_at and stub.simulator:
        sites.append((stripe_at, stub.simulator))
    serving.run(sites, _running(stub), lambda: on_ready(stub))


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
        yield


def _warm(stub: Runtime) -> None:
    """Import Stripe's SDK beside the first requests, so that the first checkout need not wait."""
    asyncio.get_running_loop().run_in_executor(None, stub.payments.warm)
