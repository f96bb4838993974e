"""Each operation's generated requests, fitting its schema and not, sent by visitors of the pack."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, seed
from hypothesis import strategies as st

from contract_tests.harness.document import Operation
from contract_tests.harness.examples import Examples
from contract_tests.harness.exchange import Exchange
from contract_tests.harness.failures import CheckFailed, NotReached
from contract_tests.harness.packs import Visitor
from contract_tests.harness.schema.requests import body_of, judge, requests_of, send_case
from contract_tests.harness.session import CheckSession


@pytest.mark.schema_check
@pytest.mark.parametrize("fits", [True, False], ids=["fits", "does not fit"])
def test_generated_requests(
    session: CheckSession, strategies: dict[str, Any], operation_id: str, fits: bool
) -> None:
    if operation_id in session.pack.rate_limited and not session.states.available:
        raise NotReached("logins are limited by the minute, and no state hook clears the limits")
    if operation_id not in strategies:
        raise CheckFailed(f"no requests can be generated for {operation_id}")
    operation, checks = session.document.operations[operation_id], session.pack.schema
    visitors = list((checks.visitors or _anonymous)(session))
    for visitor in visitors:
        visitor.start()
    examples = Examples(session)
    statuses: set[int] = set()

    @seed(session.target.seed)
    @examples.settings(session.target.by_profile(fast=3, default=12, thorough=150))
    @given(
        case=requests_of(strategies[operation_id], fits=fits),
        known=st.booleans(),
        visitor=st.sampled_from(visitors),
    )
    def send(case: Any, known: bool, visitor: Visitor) -> None:
        if examples.is_over:
            return
        try:
            exchange = _send(visitor, case, operation, known=known, fits=fits)
            statuses.add(exchange.status)
            if operation_id in checks.restarts and exchange.status < 300:
                visitor.start()
            judge(checks, operation, exchange, case, fits=fits)
        except CheckFailed as failure:
            examples.record(failure)
            raise

    examples.run(send)
    if fits and not checks.rules and not any(status < 300 for status in statuses):
        session.results.skip([operation_id], f"no request of it succeeded: {_join(statuses)}")


def _anonymous(session: CheckSession) -> list[Visitor]:
    return [Visitor(session)]


def _join(statuses: set[int]) -> str:
    return ", ".join(str(status) for status in sorted(statuses)) or "none was sent"


def _send(
    visitor: Visitor, case: Any, operation: Operation, *, known: bool, fits: bool
) -> Exchange:
    body, names = body_of(case), {}
    known_id = visitor.known_id(operation.id) if known else None
    if known_id:
        names = dict.fromkeys(case.path_parameters or {}, known_id)
        if fits:
            body = visitor.with_known_ids(body, known_id)
    return send_case(visitor.client, case, operation, names, body)
