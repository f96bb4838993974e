"""Fixtures: a shop over fakes, its buyers, and Stripe."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from stub_server.runtime.clock import FrozenClock
from stub_server.runtime.events import EventBus
from stub_server.runtime.ids import SeededIds
from stub_server.shop.context import ShopContext
from stub_server.shop.domain.catalogue import build_catalogue
from stub_server.shop.domain.customer import DemoCustomer
from stub_server.shop.sandbox import Sandbox
from stub_server.shop.seed import seed
from tests.shop.operations.actors import Buyer, PublishedEvents, Stripe
from tests.shop.operations.fakes import DictStore, FakePasswords, FakePayments, StoreOutbox
from tests.shop.samples import POLICY, product

OPENED = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture
def patience() -> Iterator[None]:
    """A test that waits for ever, or goes round in circles, fails after some seconds instead."""

    def ends(number: int, frame: object) -> None:
        raise TimeoutError("this takes too long")

    before = signal.signal(signal.SIGALRM, ends)
    signal.setitimer(signal.ITIMER_REAL, 5, 1)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(OPENED)


@pytest.fixture
def store() -> DictStore:
    return DictStore()


@pytest.fixture
def payments(store: DictStore) -> FakePayments:
    return FakePayments(store)


@pytest.fixture
def passwords(store: DictStore) -> FakePasswords:
    return FakePasswords(store)


@pytest.fixture
def shop(
    store: DictStore, payments: FakePayments, passwords: FakePasswords, clock: FrozenClock
) -> ShopContext:
    shop = ShopContext(
        sandbox=Sandbox(store=store, clock=clock, ids=SeededIds(7), events=EventBus()),
        payments=payments,
        passwords=passwords,
        outbox=StoreOutbox(store),
        catalogue=build_catalogue(
            [
                product("soda", 290),
                product("bad", 549),
                product("dose", 549, stock=3),
                product("eimer", 2990, stock=600),
                product("staerke", 590, stock=0),
            ]
        ),
        policy=POLICY,
        demo_customers=(
            DemoCustomer(email="Demo@example.org", name="Demo", password_hash="hash of demo demo"),
        ),
    )
    seed(shop)
    return shop


@pytest.fixture
def events(shop: ShopContext) -> PublishedEvents:
    return PublishedEvents(shop.sandbox.events)


@pytest.fixture
def buyer(shop: ShopContext) -> Buyer:
    return Buyer(shop)


@pytest.fixture
def other(shop: ShopContext) -> Buyer:
    return Buyer(shop, client="192.0.2.2")


@pytest.fixture
def stripe(shop: ShopContext) -> Stripe:
    return Stripe(shop)
