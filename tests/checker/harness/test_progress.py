"""The progress of a run where there is no terminal: a line now and then, with an estimate."""

from __future__ import annotations

import io
import time

import pytest

from contract_tests.harness.output import Console
from contract_tests.harness.progress import ProgressBar, progress_line
from contract_tests.harness.results import Results


class Collected:
    items = [object()] * 100


def test_the_rest_is_estimated_from_what_was_done() -> None:
    assert progress_line(25, 100, 10.0, 0) == "25 of 100 tests in 10 s, about 30 s left"
    assert progress_line(50, 100, 10.0, 2).endswith("about 10 s left, 2 rules broken so far")


@pytest.mark.parametrize(("is_terminal", "lines"), [(False, 3), (True, 0)])
def test_a_line_is_printed_after_5_s_and_then_every_10_s(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    is_terminal: bool,
    lines: int,
) -> None:
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    console = Console(file=io.StringIO(), force_terminal=is_terminal)
    bar = ProgressBar(console, Results({}))
    bar.pytest_collection_finish(Collected())  # type: ignore[arg-type]
    for _ in range(26):
        now[0] += 1
        bar.pytest_runtest_logfinish()
    bar.pytest_sessionfinish()
    assert len(capsys.readouterr().err.splitlines()) == lines
