"""The guest as a fixture."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from contract_tests.harness.client import Client
from contract_tests.harness.session import CheckSession

GUEST = {"email": "ada@example.com", "password": "a long password"}


@pytest.fixture
def guest(session: CheckSession) -> Iterator[Client]:
    """Somebody who is logged in."""
    client = session.new_client()
    client.call("login", GUEST)
    yield client
    client.close()
