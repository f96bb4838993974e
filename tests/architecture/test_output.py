"""Only the output modules write to a terminal or a log, because they escape the text (S4)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OUTPUT_MODULES = {
    "stub_server/cli/output.py",
    "stub_server/cli/console.py",
    "stub_server/cli/logs.py",
    "contract_tests/harness/output.py",
}
FORBIDDEN = {
    "click.echo",
    "click.secho",
    "click.style",
    "click.echo_via_pager",
    "click.prompt",
    "click.confirm",
    "print",
    "pprint",
    "sys.stdout.write",
    "sys.stderr.write",
    "sys.stdout.buffer.write",
    "sys.stderr.buffer.write",
    "sys.__stdout__.write",
    "sys.__stderr__.write",
    "traceback.print_exc",
    "traceback.print_exception",
    "logging.basicConfig",
    "logging.StreamHandler",
    "rich.print",
    "rich.console.Console",
}
"""Functions that write without escaping, under any imported name."""
MODULES = [*(ROOT / "stub_server").rglob("*.py"), *(ROOT / "contract_tests").rglob("*.py")]


def origins(tree: ast.AST) -> dict[str, str]:
    """Return each imported name with its full name: `echo` → `click.echo`."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.asname or alias.name: alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {
                alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names
            }
    return names


def writes(source: str) -> Iterator[str]:
    """Return each use of a forbidden name."""
    tree = ast.parse(source)
    names = origins(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute):
            first, _, rest = ast.unparse(node).partition(".")
            used = names.get(first, first) + (f".{rest}" if rest else "")
            if used in FORBIDDEN:
                yield f"line {node.lineno}: {used}"


def test_only_the_output_modules_write() -> None:
    found = {}
    for path in MODULES:
        name = path.relative_to(ROOT).as_posix()
        if name not in OUTPUT_MODULES and (uses := list(writes(path.read_text("utf-8")))):
            found[name] = uses
    assert found == {}, "print through stub_server.cli.output or contract_tests.harness.output"


def test_the_output_modules_are_there() -> None:
    assert {name for name in OUTPUT_MODULES if (ROOT / name).is_file()} == OUTPUT_MODULES


@pytest.mark.parametrize(
    "source",
    [
        "import click\nclick.echo('a')",
        "import click as c\nc.secho('a')",
        "from click import echo as say\nsay('a')",
        "print('a')",
        "import sys\nsys.stdout.write('a')",
        "from sys import stderr\nstderr.write('a')",
        "from rich.console import Console\nConsole().print('a')",
        "import rich.console\nrich.console.Console()",
        "from rich import print as show\nshow('a')",
        "import logging\nlogging.basicConfig()",
    ],
)
def test_a_module_that_writes_is_noticed(source: str) -> None:
    assert list(writes(source))


def test_a_console_as_a_type_is_the_escaping_one() -> None:
    assert not list(writes("from stub_server.cli.console import Console\nConsole()"))
    assert not list(writes("from rich.progress import Progress\nProgress()"))
