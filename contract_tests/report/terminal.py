"""The report in the terminal: progress while it runs, a line a rule, what broke in full."""

from __future__ import annotations

from itertools import groupby

from rich.console import Console
from rich.markup import escape
from rich.text import Text

from contract_tests.ledger import Standing
from contract_tests.report import facts as of
from contract_tests.report.facts import Facts

MARKS = {"kept": ("✓", "green"), "broken": ("✗", "bold red"), "not reached": ("–", "yellow")}


def told(console: Console, facts: Facts) -> None:
    """Every rule by its page, then what broke, then the sum."""
    for page, standings in groupby(facts.standings, key=lambda it: it.rule.page):
        console.print(f"\n[bold]{page}[/]")
        for standing in standings:
            console.print(_line(standing), soft_wrap=True)
    for standing in facts.of("broken"):
        _broken(console, standing)
    for hint in facts.hints:
        console.print(f"\n[yellow]Look at this first:[/] {escape(hint)}")
    for note in facts.notes:
        console.print(f"\n[dim]{escape(note)}[/]")
    console.print(f"\n{_sum(facts)}", soft_wrap=True)


def _line(standing: Standing) -> Text:
    mark, style = MARKS[standing.verdict]
    line = Text.assemble((f"  {mark} ", style), (f"{standing.rule.id:<11}", "bold"))
    if standing.verdict == "broken":
        line.append(standing.findings[0].message[:150])
    elif standing.verdict == "not reached":
        line.append(f"not reached: {of.reason(standing)}", "yellow")
    else:
        line.append(_first(standing.rule.text))
        if standing.missing:
            line.append(f" (in part: {of.reason(standing)})", "yellow")
    return line


def _first(text: str) -> str:
    sentence = text.replace("`", "").split(". ")[0].rstrip(".")
    return sentence if len(sentence) <= 90 else f"{sentence[:89]}…"


def _broken(console: Console, standing: Standing) -> None:
    rule = standing.rule
    console.print(f"\n[bold red]✗ {rule.id}[/] [dim]docs/api/{rule.page}[/]")
    console.print(f"  {escape(rule.text)}", style="italic")
    for finding in of.findings(standing):
        console.print(f"\n  [red]{escape(finding.message)}[/]")
        if finding.test:
            console.print(f"  [dim]{escape(finding.test)}[/]", soft_wrap=True)
        for exchange in of.exchanges(finding):
            console.print(f"    {escape(exchange.shown())}", soft_wrap=True, highlight=False)
        if finding.exchanges:
            console.print("  [dim]Once more:[/]")
            console.print(f"    {escape(finding.exchanges[-1].curl())}", soft_wrap=True)


def _sum(facts: Facts) -> str:
    kept, broken, missed = (len(facts.of(it)) for it in ("kept", "broken", "not reached"))
    words = [f"[green]{kept} kept[/]"]
    if facts.partly:
        words[-1] += f" ({len(facts.partly)} in part)"
    words.append(f"[red]{broken} broken[/]" if broken else "0 broken")
    words.append(f"[yellow]{missed} not reached[/]" if missed else "0 not reached")
    waited = facts.ledger.waited
    limit = f" ({waited:.0f} s of them waiting for its limit of requests)" if waited >= 1 else ""
    until = "Until it ended: " if facts.stopped else ""
    return (
        f"{until}{', '.join(words)}. {facts.tests} tests in {facts.seconds:.0f} s{limit}, "
        f"seed {facts.target.seed}, against {facts.target.base_url}"
    )


def annotated(facts: Facts) -> list[str]:
    """GitHub's annotations: a line for each rule that broke."""
    return [
        f"::error title={it.rule.id} broken::{it.findings[0].message} – {it.rule.text}".replace(
            "\n", " "
        )
        for it in facts.of("broken")
    ]
