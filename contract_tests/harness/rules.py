"""Which rules a test checks."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

Test = TypeVar("Test", bound=Callable[..., object])


def rule(*ids: str) -> Callable[[Test], Test]:
    """Mark a test with its rules; what fails in it fails the first, unless it says otherwise."""
    import pytest  # the command's help needs this module, and not pytest

    return pytest.mark.rule(*ids)


def rules_in(folder: Path) -> Iterator[str]:
    """Yield the rules that the tests of a folder are marked with, as far as they are literals."""
    for path in sorted(folder.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("rule"):
                yield from (str(arg.value) for arg in node.args if isinstance(arg, ast.Constant))
