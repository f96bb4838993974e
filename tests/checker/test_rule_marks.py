"""Each rule test is marked with every rule that it names, so that `--only` selects it."""

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
        child.value
        for child in ast.walk(node)
        if isinstance(child, ast.Constant)
        and isinstance(child.value, str)
        and RULE.fullmatch(child.value)
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.stem))
def test_each_rule_that_a_test_names_is_among_its_marks(path: Path) -> None:
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            marks = {rule for mark in node.decorator_list for rule in _rules_in(mark)}
            named = {rule for statement in node.body for rule in _rules_in(statement)}
            assert named <= marks, node.name
