"""Every rule of the contract has a test and a check, and these name no other rule."""

from __future__ import annotations

from pathlib import Path

import yaml

from contract_tests.shop.pack import UNSEEN
from scripts.generate import files_by_rule, rules_named_in

ROOT = Path(__file__).parents[2]


def test_every_rule_of_the_contract_is_named_by_a_test_and_no_other() -> None:
    rules = yaml.safe_load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))["x-rules"]
    own = [path for path in (ROOT / "tests").rglob("test_*.py") if "pack" not in path.parts]
    named = {rule for path in own for rule in rules_named_in(path)}
    assert set(rules) - named == set(), "rules that no test names"
    assert named - set(rules) == set(), "tests that name rules which the pages do not have"


def test_the_contract_has_all_its_rules() -> None:
    rules = yaml.safe_load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))["x-rules"]
    counts = {"conv": 8, "cart": 13, "chk": 16, "ord": 9, "cus": 11, "str": 4}
    expected = {f"C-{page}-{nr}" for page, most in counts.items() for nr in range(1, most + 1)}
    assert set(rules) == expected


def test_every_rule_is_held_against_any_backend_or_says_why_it_can_not_be() -> None:
    rules = yaml.safe_load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))["x-rules"]
    checks = files_by_rule(ROOT / "contract_tests")
    assert set(rules) - checks.keys() - UNSEEN.keys() == set(), "neither a check nor a reason"
    assert checks.keys() - set(rules) == set(), "checks that name rules which the pages do not have"
    assert UNSEEN.keys() - set(rules) == set(), "reasons for rules which the pages do not have"
    assert all(reason.strip() for reason in UNSEEN.values())


def test_the_page_shows_each_rule_s_checks_and_reasons() -> None:
    rows = {
        line.partition("]")[0].removeprefix("| ["): line.split(" | ")[1]
        for line in (ROOT / "docs" / "rules.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| [C-")
    }
    checks = files_by_rule(ROOT / "contract_tests")
    assert rows.keys() == checks.keys() | UNSEEN.keys()
    for rule, row in rows.items():
        assert all(f"`{name}` {count}" in row for name, count in checks.get(rule, {}).items()), rule
        assert UNSEEN.get(rule, "") in row
