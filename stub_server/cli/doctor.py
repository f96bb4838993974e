"""`shopstub doctor`: what a bug report needs, and what is wrong in this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from stub_server.cli import examinations, output
from stub_server.cli.examinations import Finding
from stub_server.cli.output import Styled


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for scripts.")
def command(as_json: bool) -> None:
    """Print versions, settings, contract, ports and state: what a bug report needs.

    Secrets are never printed. Exit codes: 0 nothing is wrong, 1 something is.

    \b
    Example: shopstub doctor --json > doctor.json
    """
    findings = list(_examine())
    problems = [found for found in findings if found.problem]
    if as_json:
        rows = [
            {"topic": found.topic, "name": found.name, "value": found.value} for found in findings
        ]
        output.echo_json({"findings": rows, "problems": [found.problem for found in problems]})
    else:
        _print(findings, problems)
    if problems:
        raise SystemExit(1)


def _examine() -> Iterator[Finding]:
    yield from examinations.examine_program()
    yield from examinations.examine_tools()
    yield from examinations.examine_folder(Path.cwd())


def _print(findings: list[Finding], problems: list[Finding]) -> None:
    topic = ""
    for found in findings:
        if found.topic != topic:
            topic = found.topic
            output.echo(Styled(topic, bold=True))
        mark = Styled("!", fg="red") if found.problem else " "
        output.echo(mark, f" {found.name:<18} {found.value}")
    output.echo()
    for found in problems:
        output.echo(Styled("! ", fg="red"), f"{found.name}: {found.problem}")
    if not problems:
        output.echo("Nothing is wrong here.")
