"""Examples are made shorter for as long as the profile allows, and no longer."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, seed
from hypothesis import strategies as st

from contract_tests.harness.examples import Examples
from contract_tests.harness.failures import CheckFailed

LIMIT = 1000


def session(seconds: float) -> Any:
    """A session as far as examples need one; `seconds`: for making them shorter."""
    target = SimpleNamespace(by_profile=lambda **_: seconds)
    return SimpleNamespace(
        target=target, results=SimpleNamespace(findings=[]), raise_failures=False
    )


def run(examples: Examples, sent: list[int]) -> None:
    """Send numbers, of which those from the limit on fail."""

    @seed(1)
    @examples.settings(200)
    @given(number=st.integers(0, 10**6))
    def send(number: int) -> None:
        if examples.is_over:
            return
        sent.append(number)
        if number >= LIMIT:
            failure = CheckFailed(f"{number} is too many", "R-1")
            examples.record(failure)
            raise failure

    examples.run(send)


def test_the_shortest_example_is_told() -> None:
    with pytest.raises(CheckFailed, match=r"^1000 is too many$") as raised:
        run(Examples(session(60)), [])
    assert raised.value.rules == ("R-1",)


def test_when_the_time_is_up_the_last_failure_is_told() -> None:
    sent: list[int] = []
    with pytest.raises(CheckFailed, match="is too many") as raised:
        run(Examples(session(0)), sent)
    assert str(raised.value) == f"{sent[-1]} is too many"
    assert len([number for number in sent if number >= LIMIT]) == 1


def test_the_same_seed_sends_the_same() -> None:
    runs: list[list[int]] = [[], []]
    for sent in runs:
        with pytest.raises(CheckFailed):
            run(Examples(session(0)), sent)
    assert runs[0] == runs[1]


def test_what_fails_now_and_then_is_told_as_such() -> None:
    found, times = Examples(session(60)), [0]

    @found.settings(20)
    @given(number=st.integers())
    def send(number: int) -> None:
        times[0] += 1
        if times[0] == 3:
            failure = CheckFailed("odd", "R-2")
            found.record(failure)
            raise failure

    with pytest.raises(CheckFailed, match=r"^now and then: odd$") as raised:
        found.run(send)
    assert raised.value.rules == ("R-2",)
