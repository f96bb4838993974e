"""Write docs/cli.md, rules.md, settings.md and mutants.md; `--check` fails if one is stale."""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click
import yaml

from contract_tests.__main__ import main as check
from contract_tests.shop.pack import UNSEEN
from scripts.settings_page import settings_page
from stub_server.cli.main import COMMANDS, group
from tests.checker import page as mutants_page

ROOT = Path(__file__).parent.parent
MARKS = {"pytest.mark.rule", "rule", "contract_rule"}
MADE = "<!-- Made by `make docs` from {source}; not edited by hand. -->\n\n"


def cli_page() -> str:
    """Every command with its help, as the terminal shows it."""
    parts = [MADE.format(source="the commands' own help"), "# The command line\n"]
    with click.Context(group, info_name="shopstub") as top:
        parts.append(f"\n```\n{group.get_help(top)}\n```\n")
        for name in COMMANDS:
            command = group.get_command(top, name)
            assert command is not None
            command = (
                check if name == "check" else command
            )  # a program of its own, with more options
            parts.append(command_section(f"shopstub {name}", command))
            if isinstance(command, click.Group):
                for inner, subcommand in command.commands.items():
                    parts.append(command_section(f"shopstub {name} {inner}", subcommand))
    return "".join(parts)


def command_section(name: str, command: click.Command) -> str:
    """One command with its help."""
    settings = {**command.context_settings, "max_content_width": 96}
    with click.Context(command, info_name=name, **settings) as context:
        return f"\n## {name}\n\n```\n{command.get_help(context)}\n```\n"


def rules_page() -> str:
    """Every rule of the contract, what holds a backend to it from outside, and our own tests."""
    rules = yaml.safe_load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))["x-rules"]
    checks, tests = files_by_rule(ROOT / "contract_tests"), files_by_rule(ROOT / "tests")
    lines = [
        MADE.format(source="openapi.yaml, contract_tests and the tests"),
        "# The rules and their tests\n\n",
        "What `shopstub check` holds a backend to (files of `contract_tests`, how many checks in\n",
        "each name the rule), what of it can't be seen from outside, and the stub's own tests\n",
        "(files of `tests`).\n\n",
        "| Rule | Checks of any backend | Tests of the stub |\n|---|---|---|\n",
    ]
    for rule, facts in rules.items():
        seen = [f"`{name}` {count}" for name, count in checks.get(rule, Counter()).items()]
        unseen = [f"*unseen: {UNSEEN[rule]}*"] if rule in UNSEEN else []
        files = ", ".join(f"`{name}`" for name in tests.get(rule, Counter()))
        lines.append(
            f"| [{rule}](api/{facts['page']}) | {', '.join(seen + unseen) or '–'} "
            f"| {files or '–'} |\n"
        )
    return "".join(lines)


def files_by_rule(folder: Path) -> dict[str, Counter[str]]:
    """For each rule, the files of a folder that name it, and how often."""
    found: dict[str, Counter[str]] = {}
    for path in sorted(folder.rglob("test_*.py")):
        for rule in rules_named_in(path):
            found.setdefault(rule, Counter())[path.relative_to(folder).as_posix()] += 1
    return found


def rules_named_in(path: Path) -> Iterator[str]:
    """Return the ids in a file's `pytest.mark.rule(…)`, or the checker's `@rule(…)`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in MARKS:
            yield from (str(it.value) for it in node.args if isinstance(it, ast.Constant))


def settings_page_with_mark() -> str:
    """The settings, after the line that says how the page is made."""
    return MADE.format(source="the settings model") + settings_page()


PAGES = {
    "docs/cli.md": cli_page,
    "docs/rules.md": rules_page,
    "docs/settings.md": settings_page_with_mark,
    "docs/mutants.md": mutants_page.render,
}


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
