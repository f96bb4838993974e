"""The report in the terminal: a line for each rule, what broke in full, the sum."""

from __future__ import annotations

from itertools import groupby

from contract_tests.harness import output
from contract_tests.harness.escaping import for_github
from contract_tests.harness.output import Console, Part
from contract_tests.harness.reports.facts import Facts, exchanges, findings
from contract_tests.harness.results import RuleResult

NARROWEST, WIDEST = 10, 24
"""Columns of a rule's id."""
MARKS = {"kept": ("✓", "green"), "broken": ("✗", "bold red"), "not reached": ("–", "yellow")}


def show(console: Console, facts: Facts) -> None:
    """Print the report, and in GitHub Actions an annotation for each broken rule."""
    if facts.tests or facts.of("broken"):
        with output.workflow_commands_stopped():
            _show_report(console, facts)
    if output.on_github():
        for line in github_annotations(facts):
            output.echo(line)


def github_annotations(facts: Facts) -> list[str]:
    """Return GitHub's annotations: a line for each rule that broke."""
    return [
        f"::error title={for_github(f'{result.rule.id} broken', is_property=True)}::"
        + for_github(f"{result.findings[0].message} – {result.rule.text}".replace("\n", " "))
        for result in facts.of("broken")
    ]


def _show_report(console: Console, facts: Facts) -> None:
    longest = max((len(result.rule.id) for result in facts.rule_results), default=0)
    width = min(max(longest, NARROWEST), WIDEST)
    for page, results in groupby(facts.rule_results, key=lambda result: result.rule.page):
        console.write_line()
        console.write_line((page, "bold"))
        for result in results:
            console.write_line(*_line(facts, result, width))
    for result in facts.of("broken"):
        _show_broken(console, result)
    for diagnosis in facts.diagnoses:
        console.write_line()
        console.write_line(("Look at this first:", "yellow"), f" {diagnosis}", wrap=True)
    for note in facts.notes:
        console.write_line()
        console.write_line((note, "dim"), wrap=True)
    console.write_line()
    console.write_line(*_sum(facts))


def _line(facts: Facts, result: RuleResult, width: int) -> list[Part]:
    mark, style = MARKS[result.verdict]
    line: list[Part] = [(f"  {mark} ", style), (f"{result.rule.id:<{width}} ", "bold")]
    if result.verdict == "broken":
        line.append(result.findings[0].message[:150])
    elif result.verdict == "not reached":
        line.append((f"not reached: {facts.reason(result)}", "yellow"))
    else:
        line.append(_first_sentence(result.rule.text))
        if result.missing:
            line.append((f" (in part: {facts.reason(result)})", "yellow"))
    return line


def _first_sentence(text: str) -> str:
    sentence = text.replace("`", "").split(". ")[0].rstrip(".")
    return sentence if len(sentence) <= 90 else f"{sentence[:89]}…"


def _show_broken(console: Console, result: RuleResult) -> None:
    rule = result.rule
    page = f"docs/api/{rule.page}" if rule.page.endswith(".md") else rule.page
    console.write_line()
    console.write_line((f"✗ {rule.id}", "bold red"), " ", (page, "dim"))
    console.write_line(f"  {rule.text}", style="italic", wrap=True)
    for finding in findings(result):
        console.write_line()
        console.write_line("  ", (finding.message, "red"), wrap=True)
        if finding.test:
            console.write_line("  ", (finding.test, "dim"))
        for exchange in exchanges(finding):
            request, response = exchange.summary().split("\n")
            console.write_line(f"    {request}")
            console.write_line(response)
        if finding.exchanges:
            console.write_line(("  Once more:", "dim"))
            console.write_line(f"    {finding.exchanges[-1].curl()}")


def _sum(facts: Facts) -> list[Part]:
    kept, broken, missed = (len(facts.of(name)) for name in ("kept", "broken", "not reached"))
    waited = facts.results.throttled_seconds
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
