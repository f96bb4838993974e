"""The examiner catches what is wrong, by the rule that it breaks; a slice of `make zoo`.

And it lets pass what another backend may do otherwise; `make tame` tries each with all rules.
"""

from __future__ import annotations

from collections import Counter

import pytest
import yaml

from contract_tests.shop.pack import UNSEEN
from tests.examiner.faults import FAULTS
from tests.examiner.running import ROOT, examined, running
from tests.examiner.tame import TAME

RULES = yaml.safe_load((ROOT / "openapi.yaml").read_text("utf-8"))["x-rules"]
SLICE = [
    "cart-unrounded",  # a rounding
    "cart-cap-100",  # one more
    "cart-stale-subtotal",  # a stale sum
    "cart-lost-update",  # a race
    "ord-anybody",  # a leak
    "hook-begins",  # a signature
    "pay-taken-again",  # an event twice
    "time-local-cart",  # the time
    "cookie-guessable",  # a cookie
    "key-global",  # a key of another's
    "rate-by-session",  # a limit
    "err-404-framework",  # an envelope
    "ord-lines-no-product",  # a shape
    "chk-price-little",  # a schema can't tell
]
"""Faults of different kinds; those of rules that random walks try too take longer."""


@pytest.mark.process
@pytest.mark.parametrize("name", SLICE)
def test_a_fault_is_caught_by_the_rule_that_it_breaks(name: str) -> None:
    fault = FAULTS[name]
    with running(name) as stub:
        found = examined(stub, "--only", fault.rule, "--fast")
    assert fault.rule in found.broken, found.said
    assert found.code == 1


@pytest.mark.process
@pytest.mark.parametrize("name", ["tame-more", "tame-codes", "tame-whole-lines"])
def test_a_harmless_variation_passes(name: str) -> None:
    with running(name) as stub:
        found = examined(stub, "--only", TAME[name].rule, "--fast")
    assert found.broken == {}
    assert found.code == 0, found.said


@pytest.mark.parametrize("fault", [*FAULTS.values(), *TAME.values()], ids=lambda it: it.id)
def test_a_fault_names_a_rule(fault: object) -> None:
    assert getattr(fault, "rule", None) in RULES


def test_each_rule_that_can_be_seen_has_a_fault() -> None:
    counts = Counter(fault.rule for fault in FAULTS.values())
    assert [rule for rule in RULES if rule not in UNSEEN and not counts[rule]] == []


def test_docs_tell_of_each_fault() -> None:
    page = (ROOT / "docs" / "zoo.md").read_text("utf-8")
    assert [it.id for it in FAULTS.values() if f"| {it.says} | {it.rule}" not in page] == []


def test_there_are_enough_faults_and_no_two_alike() -> None:
    assert len(FAULTS) >= 120
    says = Counter(fault.says for fault in FAULTS.values())
    assert [words for words, count in says.items() if count > 1] == []
