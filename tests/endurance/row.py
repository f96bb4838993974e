"""The result of a stage, and the table of all results."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from stub_server.escaping import for_log

MAX_CELL = 600
"""Characters of the failures in the table."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a stage did.

    what: the stage in words. amount: how many of what. worst: the worst figure that was seen.
    failures: what was not as it should be. not_run: why the stage did not run, if it did not.
    """

    what: str
    amount: str
    worst: str = ""
    failures: tuple[str, ...] = ()
    not_run: str = ""

    @property
    def outcome(self) -> str:
        """The outcome in words: passed, not run and why, or the failures."""
        if self.failures:
            return f"FAILED ({len(self.failures)}): {'; '.join(self.failures)}"[:MAX_CELL]
        return f"not run: {self.not_run}" if self.not_run else "passed"


def table(rows: Iterable[Row]) -> str:
    """Return the rows as a table in Markdown."""
    lines = ["| What | How many | Outcome | Worst figure |", "| --- | --- | --- | --- |"]
    for row in rows:
        cells = (row.what, row.amount, row.outcome, row.worst)
        lines.append(f"| {' | '.join(_cell(cell) for cell in cells)} |")
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return for_log(" ".join(text.split())).replace("|", r"\|")
