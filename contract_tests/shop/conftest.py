"""The shop's personas as fixtures."""

from __future__ import annotations

import contextlib

import pytest

from contract_tests.harness.session import CheckSession
from contract_tests.shop.background_orders import BackgroundOrders
from contract_tests.shop.products import Products
from contract_tests.shop.session_cookies import SessionCookies
from contract_tests.shop.shared_customer import SharedCustomer
from contract_tests.shop.shop_policy import Policy, find_policy
from contract_tests.shop.shopper import Shopper
from contract_tests.shop.stripe_buyer import StripeBuyer
from contract_tests.shop.stripe_sender import StripeSender


@pytest.fixture(scope="session")
def products(session: CheckSession) -> Products:
    """What can be bought."""
    return session.shared(Products)


@pytest.fixture(scope="session")
def session_cookies(session: CheckSession) -> frozenset[str]:
    """The names of the cookies that carry the session."""
    return session.shared(SessionCookies).names


@pytest.fixture(scope="session")
def policy(session: CheckSession, products: Products) -> Policy:
    """Tax and shipping."""
    return find_policy(session, products)


@pytest.fixture(scope="session")
def background_orders() -> BackgroundOrders:
    """Orders that are left alone while other tests run."""
    return BackgroundOrders()


@pytest.fixture(autouse=True)
def _spread_sales(request: pytest.FixtureRequest) -> None:
    """Let each test begin with another product, where stock can't be refilled."""
    if "products" in request.fixturenames:
        request.getfixturevalue("products").rotate()


@pytest.fixture(autouse=True)
def _begin_early(request: pytest.FixtureRequest, background_orders: BackgroundOrders) -> None:
    """Make the order that a late test looks at, before the pack's first test.

    Where that fails, other tests tell why.
    """
    items = request.session.items
    if background_orders.order or not any(item.get_closest_marker("late") for item in items):
        return
    if not background_orders.tried:
        background_orders.tried = True
        with contextlib.suppress(Exception):
            session = request.getfixturevalue("session")
            background_orders.begin(Shopper(session), request.getfixturevalue("products"))


@pytest.fixture
def stripe_buyer(session: CheckSession) -> StripeBuyer:
    """The buyer at Stripe."""
    return StripeBuyer(session)


@pytest.fixture
def stripe_sender(session: CheckSession) -> StripeSender:
    """Stripe's webhooks, sent by the checker."""
    return StripeSender(session)


@pytest.fixture
def shopper(session: CheckSession) -> Shopper:
    """A new visitor."""
    return Shopper(session)


@pytest.fixture
def customer(session: CheckSession) -> Shopper:
    """Somebody who is logged in, without addresses; other tests have been this customer too."""
    return session.shared(SharedCustomer).visit()


@pytest.fixture
def other(session: CheckSession) -> Shopper:
    """Another new visitor."""
    return Shopper(session)
