"""A summary in Markdown, as GitHub shows it below a job (`$GITHUB_STEP_SUMMARY`)."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from contract_tests.harness.escaping import for_terminal
from contract_tests.harness.reports.evidence import FindingView
from contract_tests.harness.reports.facts import Facts
from contract_tests.harness.reports.json_lines import Line, excerpt
from contract_tests.harness.reports.sentences import first_sentence, name_range
from contract_tests.harness.reports.text import finding_lines
from contract_tests.harness.results import RuleResult

LARGEST = 900_000
"""Bytes: GitHub takes 1 MiB for all steps of a job."""
WIDTH = 110
SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|~@:-])")


def summary(facts: Facts) -> str:
    """Return the text. Findings that would make it too large are left out, and it says so."""
    parts = list(_head(facts))
    size = sum(len(part.encode()) for part in parts)
    broken = facts.of("broken")
    for at, result in enumerate(broken):
        part = "".join(_broken(facts, result))
        size += len(part.encode())
        if size > LARGEST:
            parts.append(f"\n{len(broken) - at} more rules are broken: see the report.\n")
            break
        parts.append(part)
    return "".join([*parts, *_not_reached(facts), *_variables(facts)])


def _head(facts: Facts) -> Iterator[str]:
    kept, broken, missed = (len(facts.of(name)) for name in ("kept", "broken", "not reached"))
    verdict = "✗ broken" if broken else "✓ kept"
    yield f"## shopstub check: {'? stopped early' if facts.stopped else verdict}\n\n"
    yield "| ✓ kept | ✗ broken | – not reached |\n|---:|---:|---:|\n"
    yield f"| {kept} | {broken} | {missed} |\n\n"
    yield (
        f"{_escaped(facts.target.base_url)}, {facts.tests} tests in {facts.seconds:.0f} s, "
        f"seed {facts.target.seed}, profile {facts.target.profile}.\n"
    )
    if facts.stopped:
        yield f"\nIt ended early: {_escaped(facts.stopped)}\n"
    for text in facts.diagnoses:
        yield f"\n**Look at this first:** {_escaped(text)}\n"
    if facts.of("broken"):
        yield "\n| Broken rule | Finding |\n|---|---|\n"
        for result in facts.of("broken"):
            message = facts.secrets.mask(result.findings[0].message)
            yield f"| {_escaped(result.rule.id)} | {_escaped(message)} |\n"


def _broken(facts: Facts, result: RuleResult) -> Iterator[str]:
    name = f"{result.rule.id} {first_sentence(result.rule.text)}"
    yield f"\n<details><summary><b>✗ {_html(name)}</b></summary>\n"
    for view in facts.findings(result):
        yield f"\n{_escaped(view.message)}\n\n"
        yield from _table(view)
        yield _fenced("\n".join(line.text for line in _without_sides(view)))
    yield "\n</details>\n"


def _table(view: FindingView) -> Iterator[str]:
    cells = "".join(f"<td>{_pre(side)}</td>" for side in (view.expected, view.actual))
    yield f"<table><tr><th>Expected</th><th>Actual</th></tr><tr>{cells}</tr></table>\n\n"


def _pre(lines: list[Line]) -> str:
    shown = (
        f"<b>{_html(line.text)}</b>" if line.marked else _html(line.text) for line in excerpt(lines)
    )
    return f"<pre>{'<br>'.join(shown)}</pre>"


def _without_sides(view: FindingView) -> Iterator[Line]:
    lines = list(finding_lines(view, WIDTH))
    start = next((at for at, line in enumerate(lines) if not line.text), 0)
    yield from (Line(line.text) for line in lines[start + 1 :])


def _not_reached(facts: Facts) -> Iterator[str]:
    missed = facts.of("not reached")
    if missed:
        yield f"\n<details><summary>– {len(missed)} not reached</summary>\n\n"
        for result in missed:
            yield f"- **{_escaped(result.rule.id)}** {_escaped(facts.reason(result))}\n"
        yield "\n</details>\n"


def _variables(facts: Facts) -> Iterator[str]:
    if facts.of("broken") and facts.secrets.variables:
        yield "\nSecrets are masked; set these variables to send a request again:\n\n"
        for meaning, names in facts.secrets.meanings.items():
            yield f"- `{name_range(names)}`: {_escaped(meaning)}\n"


def _escaped(text: str) -> str:
    """Escape Markdown and HTML; one line. Nobody is mentioned, and nothing becomes a link."""
    return SPECIAL.sub(r"\\\1", _html(text))


def _html(text: str) -> str:
    return html.escape(for_terminal(text), quote=False)


def _fenced(text: str) -> str:
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{for_terminal(text, keep_newlines=True)}\n{fence}\n"
