"""The report in the terminal: a line for each rule, what broke in full, the sum."""

from __future__ import annotations

from contract_tests.harness import output
from contract_tests.harness.escaping import for_github
from contract_tests.harness.output import Console, Part
from contract_tests.harness.reports.evidence import FindingView
from contract_tests.harness.reports.facts import Facts
from contract_tests.harness.reports.sentences import SYMBOLS, first_sentence, name_range, page_of
from contract_tests.harness.reports.text import finding_lines
from contract_tests.harness.results import RuleResult

NARROWEST, WIDEST = 10, 24
"""Columns of a rule's id."""
STYLES = {"kept": "green", "broken": "bold red", "not reached": "yellow"}
LINE_STYLES = {"plain": "", "dim": "dim", "heading": "bold", "marked": "bold red"}
INDENT = "    "
ANNOTATIONS = 10
"""GitHub shows no more errors of a step."""


def show(console: Console, facts: Facts) -> None:
    """Print the report, and in GitHub Actions an annotation for each broken rule."""
    if facts.tests or facts.of("broken"):
        with output.workflow_commands_stopped():
            _show_report(console, facts)
    if output.on_github():
        for line in github_annotations(facts):
            output.echo(line)


def github_annotations(facts: Facts) -> list[str]:
    """Return GitHub's annotations: a line for each rule that broke, ten at most."""
    broken = facts.of("broken")
    alone = broken if len(broken) <= ANNOTATIONS else broken[: ANNOTATIONS - 1]
    lines = [
        _annotation(
            f"{result.rule.id} broken",
            f"{facts.secrets.mask(result.findings[0].message)} – {result.rule.text}",
        )
        for result in alone
    ]
    rest = ", ".join(result.rule.id for result in broken[len(alone) :])
    return [*lines, _annotation("More rules are broken", rest)] if rest else lines


def _annotation(title: str, message: str) -> str:
    words = for_github(message.replace("\n", " "))
    return f"::error title={for_github(title, is_property=True)}::{words}"


def _show_report(console: Console, facts: Facts) -> None:
    longest = max((len(result.rule.id) for result in facts.rule_results), default=0)
    width = min(max(longest, NARROWEST), WIDEST)
    for page, results in facts.by_page.items():
        console.write_line()
        console.write_line((page, "bold"))
        for result in results:
            console.write_line(*_line(facts, result, width))
    for result in facts.of("broken"):
        _show_broken(console, facts, result)
    if facts.of("broken") and facts.secrets.variables:
        _show_variables(console, facts)
    for diagnosis in facts.diagnoses:
        console.write_line()
        console.write_line(("Look at this first:", "yellow"), f" {diagnosis}", wrap=True)
    for note in facts.notes:
        console.write_line()
        console.write_line((note, "dim"), wrap=True)
    console.write_line()
    console.write_line(*_sum(facts))


def _line(facts: Facts, result: RuleResult, width: int) -> list[Part]:
    mark, style = SYMBOLS[result.verdict], STYLES[result.verdict]
    line: list[Part] = [(f"  {mark} ", style), (f"{result.rule.id:<{width}} ", "bold")]
    if result.verdict == "broken":
        message = facts.secrets.mask(result.findings[0].message)
        line += [("broken: ", style), message[:150]]
    elif result.verdict == "not reached":
        line.append((f"not reached: {facts.reason(result)}", "yellow"))
    else:
        line.append(first_sentence(result.rule.text))
        if result.missing:
            line.append((f" (in part: {facts.reason(result)})", "yellow"))
    return line


def _show_broken(console: Console, facts: Facts, result: RuleResult) -> None:
    rule = result.rule
    console.write_line()
    console.write_line((f"✗ {rule.id}", "bold red"), " ", (page_of(rule), "dim"))
    console.write_line(f"  {rule.text}", style="italic", wrap=True)
    for finding in facts.findings(result):
        _show_finding(console, finding)


def _show_finding(console: Console, finding: FindingView) -> None:
    console.write_line()
    console.write_line("  ", (finding.message, "red"), wrap=True)
    if finding.test:
        console.write_line("  ", (finding.test, "dim"))
    for line in finding_lines(finding, console.width - len(INDENT)):
        console.write_line(INDENT if line.text else "", (line.text, LINE_STYLES[line.kind]))


def _show_variables(console: Console, facts: Facts) -> None:
    console.write_line()
    console.write_line("Secrets are masked; set these variables to send a request again:")
    for meaning, names in facts.secrets.meanings.items():
        console.write_line(f"  {name_range(names)}  ", (meaning, "dim"))


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
