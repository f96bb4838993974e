"""The committed results of the mutants are complete, and only accepted mutants survive."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from tests.checker import results
from tests.checker.equivalents.registry import EQUIVALENTS
from tests.checker.equivalents.run import IDS as EQUIVALENT_IDS
from tests.checker.mutants.mutant import Mutant
from tests.checker.mutants.registry import MUTANTS
from tests.checker.mutants.schemathesis_baseline import EFFORTS
from tests.checker.php.mutant import PhpMutant
from tests.checker.php.registry import MUTANTS as PHP_MUTANTS
from tests.checker.problems import find_problems
from tests.checker.processes import ROOT
from tests.checker.results import Result, ResultsFile, Schemathesis, merge
from tests.checker.survivors import ACCEPTED

RULES = set(yaml.safe_load((ROOT / "openapi.yaml").read_text("utf-8"))["x-rules"])
MUTANT_FILES: dict[Path, Mapping[str, Mutant | PhpMutant]] = {
    results.MUTANTS: MUTANTS,
    results.PHP_MUTANTS: PHP_MUTANTS,
}
FILES: dict[Path, Mapping[str, Mutant | PhpMutant]] = {
    **MUTANT_FILES,
    results.EQUIVALENTS: EQUIVALENTS,
}
KILLED = Result("C-cart-1", "killed", "fast", ("C-cart-1",), "test_cart", "2026-01-01")


def folder_of(path: Path) -> str:
    """Return the package of a results file, as the id of a test."""
    return path.parent.name


@pytest.mark.parametrize("path", FILES, ids=folder_of)
def test_every_mutant_has_a_result_and_every_result_a_mutant(path: Path) -> None:
    expected = set(EQUIVALENT_IDS) if path == results.EQUIVALENTS else set(FILES[path])
    assert set(results.read(path)) == expected


@pytest.mark.parametrize("path", FILES, ids=folder_of)
def test_results_name_the_mutant_s_rule_and_rules_of_the_contract(path: Path) -> None:
    for name, result in results.read(path).items():
        if name in FILES[path]:
            assert result.rule == FILES[path][name].rule, name
        assert set(result.broken) <= RULES, name


@pytest.mark.parametrize("path", MUTANT_FILES, ids=folder_of)
def test_a_mutant_is_killed_by_its_rule_or_accepted_as_a_survivor(path: Path) -> None:
    for name, result in results.read(path).items():
        assert result.outcome == ("survived" if name in ACCEPTED else "killed"), name
        assert (result.rule in result.broken) == (result.outcome == "killed"), name
        assert result.profile in ("fast", "default"), name


def test_no_equivalent_mutant_raises_a_false_alarm() -> None:
    for name, result in results.read(results.EQUIVALENTS).items():
        assert result.outcome in ("passed", "not run"), name
        assert result.broken == (), name


def test_survivors_exist_and_have_a_reason() -> None:
    assert set(ACCEPTED) <= {*MUTANTS, *PHP_MUTANTS}
    assert all(len(reason) > 20 for reason in ACCEPTED.values())


def test_baselines_have_a_known_effort() -> None:
    runs = [result.schemathesis for result in results.read(results.MUTANTS).values()]
    assert {run.effort for run in runs if run} <= set(EFFORTS)


def test_a_file_reads_as_it_was_written(tmp_path: Path) -> None:
    baseline = Schemathesis("quick", ["GET /api/cart: Server error"])
    written = {
        "b": KILLED,
        "a": Result("C-cart-2", "survived", "default", schemathesis=baseline),
    }
    results.write(tmp_path / "results.json", written)
    assert results.read(tmp_path / "results.json") == written
    assert (tmp_path / "results.json").read_text("utf-8").splitlines()[1].startswith('"a": {')


def test_surviving_the_fast_profile_does_not_revoke_a_kill_by_the_default_one() -> None:
    needs_default = Result("C-cart-1", "killed", "default", ("C-cart-1",))
    survived = Result("C-cart-1", "survived", "fast")
    assert merge(needs_default, survived) == needs_default
    assert merge(KILLED, survived) == survived
    assert merge(needs_default, KILLED) == KILLED


def test_a_run_keeps_what_it_did_not_try() -> None:
    baseline = Result("C-cart-1", schemathesis=Schemathesis("quick", []))
    merged = merge(KILLED, baseline)
    assert merged.outcome == "killed"
    assert merged.schemathesis == Schemathesis("quick", [])
    assert merge(merged, KILLED).schemathesis == Schemathesis("quick", [])


def test_the_results_of_another_rule_are_dropped() -> None:
    other = Result("C-cart-2", "survived", "fast")
    assert merge(KILLED, other) == other


def test_a_check_reports_changes_and_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    results.write(path, {"a": KILLED, "gone": KILLED})
    before = path.read_text("utf-8")
    file = ResultsFile(path, {"a", "b"}, writable=False)
    file.add("a", Result("C-cart-1", "survived", "fast"))
    file.add("b", KILLED)
    assert file.changed() == ["a", "b"]
    assert path.read_text("utf-8") == before


def test_a_run_removes_results_of_mutants_that_are_gone(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    results.write(path, {"a": KILLED, "gone": KILLED})
    ResultsFile(path, {"a", "b"}).add("b", KILLED)
    assert set(results.read(path)) == {"a", "b"}


@pytest.mark.parametrize(
    ("outcome", "error", "words"),
    [
        ("killed", "", None),
        ("survived", "", "a survived: extend the checker"),
        ("killed", "the stub did not start", "Run it again: the stub did not start"),
    ],
)
def test_problems_of_a_run(tmp_path: Path, outcome: str, error: str, words: str | None) -> None:
    file = ResultsFile(tmp_path / "results.json", {"a"})
    file.add("a", Result("C-cart-1", outcome, "fast"))
    problems = list(find_problems(file, {"a": error}, "make mutants", check=False))
    assert len(problems) == (words is not None)
    assert all(str(words) in problem for problem in problems)


def test_an_accepted_survivor_that_is_killed_is_a_problem(tmp_path: Path) -> None:
    name = next(iter(ACCEPTED))
    file = ResultsFile(tmp_path / "results.json", {name})
    file.add(name, KILLED)
    assert list(find_problems(file, {name: ""}, "make mutants", check=False)) == [
        f"{name} is killed now: remove it from survivors.py."
    ]
