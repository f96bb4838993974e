"""A rule is kept, broken or not reached by what its tests raised, and by nothing else."""

from __future__ import annotations

import pytest

from contract_tests.harness.document import Rule
from contract_tests.harness.failures import CheckFailed, Failure, NotReached
from contract_tests.harness.results import Results

A, B = (Rule(name, "page.md", "Text", ()) for name in ("A", "B"))


@pytest.fixture
def results() -> Results:
    found = Results({"A": A, "B": B})
    found.start_test("test_it")
    return found


def verdicts(results: Results) -> dict[str, str]:
    return {result.rule.id: result.verdict for result in results.rule_results()}


def test_a_test_that_raises_nothing_keeps_its_rules(results: Results) -> None:
    results.finish_test(("A",))
    assert verdicts(results) == {"A": "kept", "B": "not reached"}


def test_a_failure_breaks_the_rules_that_it_names(results: Results) -> None:
    results.finish_test(("A", "B"), CheckFailed("no", "B"))
    assert verdicts(results) == {"A": "not reached", "B": "broken"}


@pytest.mark.parametrize("error", [CheckFailed("no"), AssertionError("no"), KeyError("no")])
def test_without_a_name_it_is_the_first_rule(results: Results, error: Exception) -> None:
    results.finish_test(("A", "B"), error)
    assert verdicts(results) == {"A": "broken", "B": "not reached"}


def test_a_response_s_failure_breaks_its_rule_in_a_test_that_passes(results: Results) -> None:
    results.fail(Failure("A", "odd"))
    results.finish_test(("A", "B"))
    assert verdicts(results) == {"A": "broken", "B": "kept"}


def test_what_can_not_be_read_is_told_once(results: Results) -> None:
    results.fail(Failure("B", "not of its shape"))
    results.finish_test(("A",), KeyError("items"))
    assert verdicts(results) == {"A": "not reached", "B": "broken"}


def test_what_is_not_reached_stays_open_or_partly_kept(results: Results) -> None:
    results.finish_test(("A", "B"), NotReached("no Stripe"))
    results.finish_test(("A",))
    kept, missed = results.rule_results()
    assert (kept.verdict, kept.missing) == ("kept", ["no Stripe"])
    assert (missed.verdict, missed.missing) == ("not reached", ["no Stripe"])


def test_a_rule_that_the_document_lacks_is_shown_if_it_breaks(results: Results) -> None:
    results.finish_test(("Z",), CheckFailed("no"))
    assert verdicts(results)["Z"] == "broken"
