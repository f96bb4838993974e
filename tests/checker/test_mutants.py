"""The checker kills mutants by the rule that they break, and accepts equivalent ones.

A sample; `make mutants` and `make equivalents` run all of them.
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter

import pytest
import yaml

from contract_tests.shop.pack import UNSEEN
from tests.checker.equivalents.registry import CHECKER_OPTIONS, EQUIVALENTS
from tests.checker.mutants.mutant import Mutant
from tests.checker.mutants.registry import FAMILIES, MUTANTS
from tests.checker.processes import ROOT, environment, run_checker, serve_mutant

RULES = yaml.safe_load((ROOT / "openapi.yaml").read_text("utf-8"))["x-rules"]
SAMPLE = [
    "cart-unrounded",  # rounding
    "cart-cap-100",  # off by one
    "cart-stale-subtotal",  # a stale sum
    "cart-lost-update",  # a race
    "ord-anybody",  # a leak
    "hook-begins",  # a signature
    "pay-taken-again",  # an event that arrives twice
    "time-local-cart",  # a time zone
    "cookie-guessable",  # a cookie
    "key-global",  # an idempotency key of another session
    "rate-by-session",  # a rate limit
    "err-404-framework",  # an error envelope
    "ord-lines-no-product",  # a shape
    "chk-price-little",  # invisible to a schema
]
"""One mutant of each kind, without rules that random sequences try too: those take longer."""
APPLY_EACH_IN_A_FORK = """
import os
from tests.checker.equivalents.registry import EQUIVALENTS
from tests.checker.mutants.patches import import_modules
from tests.checker.mutants.registry import MUTANTS
list(import_modules())
for mutant in [*MUTANTS.values(), *EQUIVALENTS.values()]:
    child = os.fork()
    if not child:
        mutant.apply()
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        print(mutant.id, "does not apply", flush=True)
print("the rest applies")
"""


@pytest.mark.process
@pytest.mark.parametrize("name", SAMPLE)
def test_the_broken_rule_kills_the_mutant(name: str) -> None:
    mutant = MUTANTS[name]
    with serve_mutant(name) as backend:
        run = run_checker(backend, "--only", mutant.rule, "--fast")
    assert mutant.rule in run.broken, run.output
    assert run.exit_code == 1


@pytest.mark.process
@pytest.mark.parametrize("name", ["more", "codes", "whole-lines"])
def test_an_equivalent_mutant_passes(name: str) -> None:
    mutant = EQUIVALENTS[f"equivalent-{name}"]
    with serve_mutant(mutant.id) as backend:
        run = run_checker(backend, "--only", mutant.rule, "--fast")
    assert run.broken == {}
    assert run.exit_code == 0, run.output


@pytest.mark.parametrize(
    "mutant", [*MUTANTS.values(), *EQUIVALENTS.values()], ids=lambda mutant: mutant.id
)
def test_a_mutant_names_a_rule(mutant: Mutant) -> None:
    assert mutant.rule in RULES


def test_each_rule_that_can_be_seen_has_a_mutant() -> None:
    counts = Counter(mutant.rule for mutant in MUTANTS.values())
    assert [rule for rule in RULES if rule not in UNSEEN and not counts[rule]] == []


def test_ids_and_descriptions_are_unique() -> None:
    mutants = [mutant for family in FAMILIES.values() for mutant in family]
    assert len(MUTANTS) == len(mutants) >= 120
    assert set(MUTANTS).isdisjoint(EQUIVALENTS)
    descriptions = Counter(mutant.description for mutant in mutants)
    assert [text for text, count in descriptions.items() if count > 1] == []


@pytest.mark.process
def test_every_mutant_applies_to_the_stub() -> None:
    done = subprocess.run(
        [sys.executable, "-c", APPLY_EACH_IN_A_FORK],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.stdout.splitlines() == ["the rest applies"], done.stderr


def test_checker_options_belong_to_equivalents() -> None:
    assert set(CHECKER_OPTIONS) <= set(EQUIVALENTS)
