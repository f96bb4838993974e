"""A minute's worth of `make endurance`: each stage, small; and stages that fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.endurance import load, stages
from tests.endurance.plan import Plan
from tests.endurance.row import Row, table
from tests.process.running import Running

pytestmark = pytest.mark.process


@pytest.mark.parametrize("name", stages.STAGES)
def test_stage(tmp_path: Path, name: str) -> None:
    row = stages.run(name, Plan(tmp_path, scale=0.01, minutes=0.05))
    assert not row.failures, table([row])
    assert row.amount


def test_an_exception_is_a_failure_of_its_stage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(plan: Plan) -> Row:
        Running(plan.folder, "--quiet")
        raise RuntimeError("a | b")

    monkeypatch.setitem(stages.STAGES, "kills", fail)
    row = stages.run("kills", Plan(tmp_path))
    assert Running.started[-1].process.poll() is not None, "the stub is left alone"
    assert r"| FAILED (1): RuntimeError: a \| b |" in table([row])


def test_a_stage_that_did_not_run_says_why() -> None:
    row = Row("disk full", "0", not_run="no permission to mount")
    assert "| not run: no permission to mount |" in table([row])


def test_growth_is_a_failure() -> None:
    flat, rising = [100.0] * 9, [100.0] * 6 + [130.0] * 3
    assert load.growth("memory", flat, 0.05, 8) == []
    assert load.growth("memory", rising, 0.05, 8) == [
        "memory: 100.0 in the middle third, 130.0 in the last one"
    ]
