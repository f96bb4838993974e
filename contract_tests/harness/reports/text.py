"""A finding as lines of text: for the terminal, JUnit and Markdown. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from contract_tests.harness.reports.evidence import FindingView, Step
from contract_tests.harness.reports.json_lines import Line, excerpt

Kind = Literal["plain", "dim", "heading", "marked"]
NARROWEST = 24
"""Columns of the left of two columns."""
SHORT = 160
"""Characters of a body in one line."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line and its role; a marked one has the member in question."""

    text: str
    kind: Kind = "plain"


def finding_lines(view: FindingView, width: int) -> Iterator[TextLine]:
    """Yield expected and actual side by side, the deciding exchange, and those before it."""
    if view.has_values:
        yield from sides(view, width)
    for at, step in enumerate(view.steps):
        if at == 0:
            yield from _deciding(step, view.steps_in_all)
        elif at == 1:
            yield TextLine("")
            yield TextLine("Before it, the latest first:", "dim")
        if at:
            yield TextLine(_in_one_line(step))


def sides(view: FindingView, width: int) -> Iterator[TextLine]:
    """Yield expected and actual: in two columns if they fit, else one below the other."""
    left, right = (list(_marked(excerpt(side))) for side in (view.expected, view.actual))
    column = max(NARROWEST, *(len(line.text) for line in left)) + 2
    if column + max(len(line.text) for line in right) > width:
        for name, lines in (("Expected", left), ("Actual", right)):
            yield TextLine(name, "heading")
            yield from lines
        return
    yield TextLine(f"{'  Expected':<{column}}  Actual", "heading")
    for one, other in zip_longest(left, right, fillvalue=TextLine("")):
        kind: Kind = "marked" if "marked" in (one.kind, other.kind) else "plain"
        yield TextLine(f"{one.text:<{column}}{other.text}".rstrip(), kind)


def title(step: Step) -> str:
    """Return what was asked of whom, and what came: `Stripe: GET http://… → 200`."""
    service = f"{step.service}: " if step.service else ""
    times = f"  (×{step.count})" if step.count > 1 else ""
    visitor = f"  ({step.visitor})" if step.visitor else ""
    return f"{service}{step.request} → {step.outcome}{times}{visitor}"


def _deciding(step: Step, steps: int) -> Iterator[TextLine]:
    place = f" (the last of {steps} requests)" if steps > 1 and step.number == steps else ""
    place = place or (f" (request {step.number} of {steps})" if steps > 1 else "")
    yield TextLine("")
    yield TextLine(f"The deciding request{place}:", "dim")
    yield TextLine(title(step), "marked" if step.status_marked else "plain")
    if step.sent:
        yield TextLine("Sent:", "dim")
        yield from _marked(excerpt(step.sent))
    if step.received:
        yield TextLine("Received:", "dim")
        yield from _marked(excerpt(step.received))
    yield TextLine("Send it again:", "dim")
    yield TextLine(step.curl)


def _marked(lines: list[Line]) -> Iterator[TextLine]:
    for line in lines:
        mark: Kind = "marked" if line.marked else "plain"
        yield TextLine(f"{'>' if line.marked else ' '} {line.text}", mark)


def _in_one_line(step: Step) -> str:
    sent = " ".join(line.text.strip() for line in step.sent)
    shown = sent if len(sent) <= SHORT else f"{sent[:SHORT]}…"
    return f"  {step.number}. {title(step)}" + (f"  sent {shown}" if shown else "")
