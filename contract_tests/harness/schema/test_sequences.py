"""Generated requests one after the other, in one session: responses give ids to the next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, seed
from hypothesis import strategies as st

from contract_tests.harness.examples import Examples
from contract_tests.harness.failures import CheckFailed
from contract_tests.harness.packs import Sequences
from contract_tests.harness.schema.requests import requests_of
from contract_tests.harness.schema.sequences import Walk
from contract_tests.harness.session import CheckSession


@pytest.mark.sequence_check
def test_generated_sequences(session: CheckSession, strategies: dict[str, Any]) -> None:
    sequences = session.pack.schema.sequences
    walk = Walk(session, sequences, _cases(session, strategies, sequences))
    examples = Examples(session)

    @seed(session.target.seed)
    @examples.settings(session.target.by_profile(fast=3, default=25, thorough=250))
    @given(data=st.data())
    def send(data: st.DataObject) -> None:
        if examples.is_over:
            return
        try:
            walk.run(data.draw)
        except CheckFailed as failure:
            examples.record(failure)
            raise

    examples.run(send)


def _cases(
    session: CheckSession, strategies: Mapping[str, Any], sequences: Sequences
) -> dict[tuple[str, bool], Any]:
    excluded = sequences.excluded | session.pack.rate_limited
    return {
        (name, fits): requests_of(strategies[name], fits=fits)
        for name in session.document.operations
        if name in strategies and name not in excluded
        for fits in (True, False)
    }
