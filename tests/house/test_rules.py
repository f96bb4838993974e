"""The laws of the house that no linter knows: every rule has a test, and the other way round."""

from __future__ import annotations

from pathlib import Path

import yaml

from scripts.generate import rules_named_in

ROOT = Path(__file__).parents[2]


def test_every_rule_of_the_contract_is_named_by_a_test_and_no_other() -> None:
    rules = yaml.safe_load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))["x-rules"]
    named = {rule for path in (ROOT / "tests").rglob("test_*.py") for rule in rules_named_in(path)}
    assert set(rules) - named == set(), "rules that no test names"
    assert named - set(rules) == set(), "tests that name rules which the pages do not have"


def test_the_contract_has_all_its_rules() -> None:
    rules = yaml.safe_load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))["x-rules"]
    counts = {"conv": 8, "cart": 13, "chk": 16, "ord": 9, "cus": 11, "str": 4}
    expected = {f"C-{page}-{nr}" for page, most in counts.items() for nr in range(1, most + 1)}
    assert set(rules) == expected
