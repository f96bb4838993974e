"""Diagnostics of contract pages: place, severity, code, message and, where there is one, a fix."""

from __future__ import annotations

from dataclasses import dataclass, field

from stub_server.contract.edits import Edit
from stub_server.contract.places import Place
from stub_server.contract.severities import SEVERITIES, Severity

__all__ = ["Diagnostic", "Diagnostics", "Fix"]


@dataclass(frozen=True, slots=True)
class Fix:
    """Lines of a page that state a fact which the compiler derived.

    Replace `lines` lines from `line` on by `text`; with 0 lines, add the text before `line`.
    """

    line: int
    text: str
    lines: int = 1


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One diagnostic: place, severity, a stable code, and a sentence that helps."""

    path: str
    line: int
    column: int
    severity: Severity
    code: str
    message: str
    fix: Fix | None = field(default=None, compare=False)


@dataclass
class Diagnostics:
    """Collects diagnostics while pages are compiled; the same one counts once."""

    _edits: dict[Diagnostic, Edit | None] = field(default_factory=dict)

    def report(self, code: str, place: Place, message: str, edit: Edit | None = None) -> None:
        """Add a diagnostic; its severity follows from its code.

        edit: states the derived fact of the message on the page.
        """
        severity = SEVERITIES[code]
        found = Diagnostic(place.path, place.line, place.column, severity, code, message)
        self._edits.setdefault(found, edit)

    def add(self, others: Diagnostics) -> None:
        """Add the diagnostics of another collection."""
        for found, edit in others._edits.items():
            self._edits.setdefault(found, edit)

    def all(self) -> list[tuple[Diagnostic, Edit | None]]:
        """Every diagnostic with its edit, by page, line and column."""
        return sorted(self._edits.items(), key=lambda entry: entry[0])
