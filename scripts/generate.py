"""Write docs/cli.md and docs/rules.md from what is there: `--check` fails when they are stale."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import yaml

from stub_server.cli.main import COMMANDS, group

ROOT = Path(__file__).parent.parent
MADE = "<!-- Made by `make docs` from {source}; not edited by hand. -->\n\n"


def cli_page() -> str:
    """Every command with its help, as the terminal shows it."""
    parts = [MADE.format(source="the commands' own help"), "# The command line\n"]
    with click.Context(group, info_name="shopstub") as top:
        parts.append(f"\n```\n{group.get_help(top)}\n```\n")
        for name in COMMANDS:
            command = group.get_command(top, name)
            assert command is not None
            with click.Context(command, info_name=f"shopstub {name}", max_content_width=96) as it:
                parts.append(f"\n## shopstub {name}\n\n```\n{command.get_help(it)}\n```\n")
    return "".join(parts)


def rules_page() -> str:
    """Every rule of the contract, and the tests that name it."""
    rules = yaml.safe_load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))["x-rules"]
    tests: dict[str, list[str]] = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for rule in rules_named_in(path):
            tests.setdefault(rule, []).append(str(path.relative_to(ROOT / "tests")))
    lines = [
        MADE.format(source="openapi.yaml and the tests"),
        "# The rules and their tests\n\n| Rule | Tests that name it |\n|---|---|\n",
    ]
    for rule, facts in rules.items():
        files = ", ".join(f"`{name}`" for name in dict.fromkeys(tests.get(rule, [])))
        lines.append(f"| [{rule}](api/{facts['page']}) | {files or '–'} |\n")
    return "".join(lines)


def rules_named_in(path: Path) -> Iterator[str]:
    """The ids in the `pytest.mark.rule(…)` of a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.rule":
            yield from (str(it.value) for it in node.args if isinstance(it, ast.Constant))


PAGES = {"docs/cli.md": cli_page, "docs/rules.md": rules_page}


def main() -> None:
    """Write the pages, or with --check compare them."""
    stale = []
    for name, page in PAGES.items():
        target, text = ROOT / name, page()
        if "--check" not in sys.argv:
            target.write_text(text, encoding="utf-8")
        elif not target.exists() or target.read_text(encoding="utf-8") != text:
            stale.append(name)
    if stale:
        sys.exit(f"Stale: {', '.join(stale)}. Run `make docs`.")


if __name__ == "__main__":
    main()
