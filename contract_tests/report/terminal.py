"""The report in the terminal: progress while it runs, a line a rule, what broke in full."""

from __future__ import annotations

from itertools import groupby

from contract_tests.escaping import for_github
from contract_tests.ledger import Standing
from contract_tests.output import Console, Part
from contract_tests.report import facts as of
from contract_tests.report.facts import Facts

MARKS = {"kept": ("✓", "green"), "broken": ("✗", "bold red"), "not reached": ("–", "yellow")}


def told(console: Console, facts: Facts) -> None:
    """Every rule by its page, then what broke, then the sum."""
    for page, standings in groupby(facts.standings, key=lambda it: it.rule.page):
        console.write_line()
        console.write_line((page, "bold"))
        for standing in standings:
            console.write_line(*_line(standing))
    for standing in facts.of("broken"):
        _broken(console, standing)
    for hint in facts.hints:
        console.write_line()
        console.write_line(("Look at this first:", "yellow"), f" {hint}", wrap=True)
    for note in facts.notes:
        console.write_line()
        console.write_line((note, "dim"), wrap=True)
    console.write_line()
    console.write_line(*_sum(facts))


def _line(standing: Standing) -> list[Part]:
    mark, style = MARKS[standing.verdict]
    line: list[Part] = [(f"  {mark} ", style), (f"{standing.rule.id:<11}", "bold")]
    if standing.verdict == "broken":
        line.append(standing.findings[0].message[:150])
    elif standing.verdict == "not reached":
        line.append((f"not reached: {of.reason(standing)}", "yellow"))
    else:
        line.append(_first(standing.rule.text))
        if standing.missing:
            line.append((f" (in part: {of.reason(standing)})", "yellow"))
    return line


def _first(text: str) -> str:
    sentence = text.replace("`", "").split(". ")[0].rstrip(".")
    return sentence if len(sentence) <= 90 else f"{sentence[:89]}…"


def _broken(console: Console, standing: Standing) -> None:
    rule = standing.rule
    console.write_line()
    console.write_line((f"✗ {rule.id}", "bold red"), " ", (f"docs/api/{rule.page}", "dim"))
    console.write_line(f"  {rule.text}", style="italic", wrap=True)
    for finding in of.findings(standing):
        console.write_line()
        console.write_line("  ", (finding.message, "red"), wrap=True)
        if finding.test:
            console.write_line("  ", (finding.test, "dim"))
        for exchange in of.exchanges(finding):
            sent, came = exchange.shown().split("\n")
            console.write_line(f"    {sent}")
            console.write_line(came)
        if finding.exchanges:
            console.write_line(("  Once more:", "dim"))
            console.write_line(f"    {finding.exchanges[-1].curl()}")


def _sum(facts: Facts) -> list[Part]:
    kept, broken, missed = (len(facts.of(it)) for it in ("kept", "broken", "not reached"))
    waited = facts.ledger.waited
    limit = f" ({waited:.0f} s of them waiting for its limit of requests)" if waited >= 1 else ""
    return [
        "Until it ended: " if facts.stopped else "",
        (f"{kept} kept", "green"),
        f" ({len(facts.partly)} in part)" if facts.partly else "",
        ", ",
        (f"{broken} broken", "red" if broken else ""),
        ", ",
        (f"{missed} not reached", "yellow" if missed else ""),
        f". {facts.tests} tests in {facts.seconds:.0f} s{limit}, "
        f"seed {facts.target.seed}, against {facts.target.base_url}",
    ]


def annotated(facts: Facts) -> list[str]:
    """GitHub's annotations: a line for each rule that broke."""
    return [
        f"::error title={for_github(f'{it.rule.id} broken', is_property=True)}::"
        + for_github(f"{it.findings[0].message} – {it.rule.text}".replace("\n", " "))
        for it in facts.of("broken")
    ]
