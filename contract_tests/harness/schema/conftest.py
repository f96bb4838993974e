"""What the schema checks need: strategies, and a test for each operation."""

from __future__ import annotations

from typing import Any

import pytest

from contract_tests.harness.run import run_of
from contract_tests.harness.schema.requests import strategies_by_id
from contract_tests.harness.session import CheckSession


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Parametrise by the document's operations."""
    if "operation_id" in metafunc.fixturenames:
        run = run_of(metafunc.config)
        names = list(run.session.document.operations)
        own = not run.session.pack.schema.rules
        metafunc.parametrize(
            "operation_id",
            [pytest.param(name, marks=pytest.mark.rule(name) if own else ()) for name in names],
            ids=names,
        )


@pytest.fixture(scope="session")
def strategies(session: CheckSession) -> dict[str, Any]:
    """schemathesis's operations by id."""
    return strategies_by_id(session.document)
