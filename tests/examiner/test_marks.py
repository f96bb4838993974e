"""A test of the examiner is marked with each rule that it names, so that `--only` finds it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import contract_tests

FILES = sorted(Path(contract_tests.__file__).parent.rglob("test_*.py"))
RULE = re.compile(r"C-[a-z]+-\d+")


def _rules_in(node: ast.AST) -> set[str]:
    return {
        it.value
        for it in ast.walk(node)
        if isinstance(it, ast.Constant) and isinstance(it.value, str) and RULE.fullmatch(it.value)
    }


@pytest.mark.parametrize("path", FILES, ids=lambda it: str(it.stem))
def test_each_rule_that_a_test_names_is_among_its_marks(path: Path) -> None:
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            marks = {rule for mark in node.decorator_list for rule in _rules_in(mark)}
            named = {rule for statement in node.body for rule in _rules_in(statement)}
            assert named <= marks, node.name
