"""What the generated requests are made of."""

from __future__ import annotations

from typing import Any

import pytest

from contract_tests.client import Desk
from contract_tests.schema import generated


@pytest.fixture(scope="session")
def strategies(desk: Desk) -> dict[str, Any]:
    """schemathesis's operations by id."""
    return generated.operations(desk.document)
