"""Which plug-in serves a document: the shop, or none."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from stub_server import resources
from stub_server.runtime.clock import Clock
from stub_server.runtime.events import EventBus
from stub_server.runtime.ids import Ids
from stub_server.server import handlers
from stub_server.server.document import Document
from stub_server.server.plugin import Plugin
from stub_server.settings import Settings
from stub_server.shop import outbox, passwords
from stub_server.shop.context import ShopContext
from stub_server.shop.domain.shop_policy import Lifetimes
from stub_server.shop.fixtures import Fixtures
from stub_server.shop.handlers import HANDLERS
from stub_server.shop.payments import StripePayments
from stub_server.shop.plugin import NAME, create_plugin
from stub_server.shop.sandbox import Sandbox
from stub_server.storage.protocol import Store


@dataclass(frozen=True, slots=True)
class Choice:
    """The name of the plug-in, None for none; and what a person should know about it."""

    name: str | None
    notices: tuple[str, ...] = ()


def choose(chosen: Settings, document: Document) -> Choice:
    """Return the plug-in that the settings name; else the shop if the document is its contract."""
    if chosen.plugin is not None:
        return Choice(NAME if chosen.plugin == NAME else None)
    missing = handlers.missing_operations(HANDLERS, document)
    if not missing:
        return Choice(NAME)
    if len(missing) == len(HANDLERS):
        return Choice(None)
    return Choice(
        None,
        (
            f"The shop plug-in is not used: {document.source} lacks {', '.join(missing)}. "
            "Operations answer from the document alone; --plugin shop insists on the shop.",
        ),
    )


def fixtures_of(chosen: Settings, choice: Choice) -> Path | None:
    """Return the folder with the fixtures of a contract that is not the shop's.

    It is the one that was chosen, else `fixtures` beside the document.
    """
    if choice.name == NAME:
        return None
    if chosen.fixtures != resources.fixtures():
        return chosen.fixtures
    beside = chosen.document.parent / "fixtures"
    return beside if beside.resolve() != resources.fixtures().resolve() else None


def pages_of(chosen: Settings, choice: Choice) -> Path:
    """Return the folder with the contract's pages; the shop's own are no other contract's."""
    if choice.name == NAME or chosen.pages != resources.pages():
        return chosen.pages
    return chosen.document.parent / resources.PAGES


def build_shop(
    store: Store,
    payments: StripePayments,
    fixtures: Fixtures,
    lifetimes: Lifetimes,
    clock: Clock,
    ids: Ids,
    events: EventBus,
) -> ShopContext:
    """Return the shop with its ports."""
    return ShopContext(
        sandbox=Sandbox(store=store, clock=clock, ids=ids, events=events),
        payments=payments,
        passwords=passwords.Argon2Passwords(),
        outbox=outbox.StoreOutbox(store, clock, ids),
        catalogue=fixtures.catalogue,
        policy=fixtures.policy,
        demo_customers=fixtures.customers,
        lifetimes=lifetimes,
    )


def shop_plugin(shop: ShopContext, chosen: Settings) -> Plugin:
    """Return the shop as a plug-in."""
    return create_plugin(shop, offers_states=chosen.offers_states)
