"""Diagnostics of contract pages: place, severity, code and message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning", "info"]

SEVERITIES: Mapping[str, Severity] = {
    # The document would be wrong: `shopstub lint` exits with 1.
    "bad-method": "error",
    "bad-path": "error",
    "circular-type": "error",
    "code-without-status": "error",
    "duplicate-operation": "error",
    "example-does-not-fit": "error",
    "no-type-named": "error",
    "type-redefined": "error",
    "typescript-syntax": "error",
    "unknown-type": "error",
    # Something on the page does not reach the document, or may mean something else.
    "bad-pattern": "warning",
    "bad-row": "warning",
    "body-on-get": "warning",
    "cell-not-read": "warning",
    "constraint-mismatch": "warning",
    "duplicate-rule": "warning",
    "example-not-json": "warning",
    "example-without-operation": "warning",
    "login-not-read": "warning",
    "member-redefined": "warning",
    "no-endpoints": "warning",
    "odd-tuple": "warning",
    "path-parameter-mismatch": "warning",
    "signature-unknown": "warning",
    "status-without-code": "warning",
    "table-not-read": "warning",
    "type-arguments": "warning",
    "unescaped-pipe": "warning",
    "unknown-code": "warning",
    "unknown-endpoint": "warning",
    "unknown-member": "warning",
    "unknown-status": "warning",
    "unsupported-type": "warning",
    # The page is silent and the compiler derived it by a rule of its own.
    "constraint-not-read": "info",
    "endpoint-derived": "info",
    "example-not-checked": "info",
    "login-without-401": "info",
    "member-type-derived": "info",
    "operation-id-derived": "info",
    "query-type-derived": "info",
    "returns-nothing": "info",
    "session-unnamed": "info",
    "status-derived": "info",
    "words-not-read": "info",
}


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: the page's path, line and column, both counted from 1."""

    path: str
    line: int
    column: int = 1


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One diagnostic: place, severity, a stable code, and a sentence that helps."""

    path: str
    line: int
    column: int
    severity: Severity
    code: str
    message: str


@dataclass
class Diagnostics:
    """Collects diagnostics while pages are compiled; the same one counts once."""

    _found: set[Diagnostic] = field(default_factory=set)

    def report(self, code: str, place: Place, message: str) -> None:
        """Add a diagnostic; its severity follows from its code."""
        severity = SEVERITIES[code]
        self._found.add(Diagnostic(place.path, place.line, place.column, severity, code, message))

    def all(self) -> tuple[Diagnostic, ...]:
        """Every diagnostic, by page, line and column."""
        return tuple(sorted(self._found))
