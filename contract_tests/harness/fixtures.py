"""The fixtures that rule tests of every pack get, as a pytest plugin."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from contract_tests.harness.client import Client
from contract_tests.harness.document import Document
from contract_tests.harness.provider_states import ProviderStates
from contract_tests.harness.run import run_of
from contract_tests.harness.session import CheckSession


@pytest.fixture(scope="session")
def session(pytestconfig: pytest.Config) -> CheckSession:
    """Target, document and results."""
    return run_of(pytestconfig).session


@pytest.fixture(scope="session")
def document(session: CheckSession) -> Document:
    """The contract as OpenAPI."""
    return session.document


@pytest.fixture(scope="session")
def states(session: CheckSession) -> ProviderStates:
    """The backend's provider states."""
    return session.states


@pytest.fixture
def client(session: CheckSession) -> Iterator[Client]:
    """A client without cookies."""
    client = session.new_client()
    yield client
    client.close()
