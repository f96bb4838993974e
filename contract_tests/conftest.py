"""`pytest --pyargs contract_tests --base-url …`: the options, and an examination for them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest

from contract_tests import choices, preflight
from contract_tests.client import Desk
from contract_tests.escaping import for_terminal
from contract_tests.examination import NAME, Examination
from contract_tests.goods import Goods
from contract_tests.options import CHOICES, Choice
from contract_tests.payer import Payer
from contract_tests.shopper import Shopper
from contract_tests.states import States
from contract_tests.terms import Terms, terms_of
from contract_tests.waiting import Waiting
from contract_tests.webhook import Webhook


def pytest_configure(config: pytest.Config) -> None:
    """Unless `python -m contract_tests` has made one, make the examination."""
    config.addinivalue_line("markers", "rule(*ids): the rules that a test holds the backend to")
    config.addinivalue_line("markers", "thorough: only with --thorough")
    config.addinivalue_line("markers", "slow: not with --fast")
    config.addinivalue_line("markers", "late: runs last, on what was begun before")
    if config.pluginmanager.has_plugin(NAME):
        return
    given = {choice.name: _given(config, choice) for choice in CHOICES}
    try:
        target, document, picked = choices.chosen(given)
        examination = Examination(preflight.met(target, document), document, picked)
    except (choices.ChoiceError, preflight.Unfit) as error:
        pytest.exit(for_terminal(f"contract tests: {error}"), returncode=2)
    config.pluginmanager.register(examination, NAME)


def _given(config: pytest.Config, choice: Choice) -> Any:
    own = getattr(config.option, choice.dest, None)
    if own is None and choice.name == "base_url":
        return getattr(config.option, "base_url", None)  # pytest-base-url's
    return own


@pytest.fixture(scope="session")
def examination(pytestconfig: pytest.Config) -> Examination:
    """The examination under way."""
    found = pytestconfig.pluginmanager.get_plugin(NAME)
    assert isinstance(found, Examination)
    return found


@pytest.fixture(scope="session")
def desk(examination: Examination) -> Desk:
    """Target, document and book."""
    return examination.desk


@pytest.fixture(scope="session")
def states(desk: Desk) -> States:
    """The backend's contract states."""
    return desk.states


@pytest.fixture(scope="session")
def goods(desk: Desk) -> Iterator[Goods]:
    """What can be bought."""
    found = Goods(desk)
    yield found
    found.restore()


@pytest.fixture(scope="session")
def terms(desk: Desk, goods: Goods) -> Terms:
    """Tax and shipping."""
    return terms_of(desk, goods)


@pytest.fixture(scope="session")
def waiting() -> Waiting:
    """An order that is left alone."""
    return Waiting()


@pytest.fixture(autouse=True)
def _early(request: pytest.FixtureRequest, waiting: Waiting) -> None:
    """Before the first test: what a late one will look at. Where it fails, other tests tell why."""
    if waiting.order or not any(it.get_closest_marker("late") for it in request.session.items):
        return
    if request.node is request.session.items[0]:
        with contextlib.suppress(Exception):
            desk, goods = (request.getfixturevalue(it) for it in ("desk", "goods"))
            waiting.begin(Shopper(desk), goods)


@pytest.fixture
def stripe(desk: Desk) -> Payer:
    """The buyer at Stripe."""
    return Payer(desk)


@pytest.fixture
def webhook(desk: Desk) -> Webhook:
    """Stripe's webhook, by our own hand."""
    return Webhook(desk)


@pytest.fixture
def shopper(desk: Desk) -> Shopper:
    """Somebody new in the shop."""
    return Shopper(desk)


@pytest.fixture
def other(desk: Desk) -> Shopper:
    """Somebody else."""
    return Shopper(desk)
