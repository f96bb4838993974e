"""The document itself: every schema and reference in it can be read."""

from __future__ import annotations

from typing import Any

import pytest

from contract_tests.harness.run import DOCUMENT
from contract_tests.harness.session import CheckSession


@pytest.mark.rule(DOCUMENT)
def test_each_operation_can_be_read(session: CheckSession, strategies: dict[str, Any]) -> None:
    missing = session.document.operations.keys() - strategies.keys()
    assert not missing, f"no requests can be generated for {', '.join(sorted(missing))}"


@pytest.mark.rule(DOCUMENT)
def test_each_example_fits_its_schema(session: CheckSession) -> None:
    document = session.document
    for operation in document.operations.values():
        for status, body in _examples(document, operation.raw):
            check = operation.response_validators.get(status)
            violations = check.violations(body) if check else []
            assert not violations, f"the example of {operation.id} {status}: {violations[0]}"


def _examples(document: Any, raw: Any) -> list[tuple[str, Any]]:
    found = []
    for status, response in raw.get("responses", {}).items():
        for content in document.resolve(response).get("content", {}).values():
            examples = [document.resolve(each) for each in content.get("examples", {}).values()]
            found += [(str(status), each["value"]) for each in examples if "value" in each]
            found += [(str(status), content["example"])] if "example" in content else []
    return found
