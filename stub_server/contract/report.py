"""Diagnostics for a terminal, for scripts, and for GitHub's annotations."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Group
from rich.text import Text

from stub_server.contract.diagnostics import Diagnostic, Fix
from stub_server.escaping import for_terminal

_COLOURS = {"error": "bold red", "warning": "yellow", "info": "cyan"}
_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
_JSON_LEVELS = {"info": "note"}


def as_json(diagnostics: Iterable[Diagnostic]) -> str:
    """A JSON list of objects with path, line, column, severity, code and message.

    Those with a fix have it too, as an object with line, text and lines.
    The severity `info` is `note` here, as programs that read the list know it.
    """
    values = [_plain(diagnostic) for diagnostic in diagnostics]
    return json.dumps(values, indent=2, ensure_ascii=False)


def _plain(diagnostic: Diagnostic) -> dict[str, Any]:
    values = asdict(diagnostic) | {
        "severity": _JSON_LEVELS.get(diagnostic.severity, diagnostic.severity)
    }
    if diagnostic.fix is None:
        del values["fix"]
    return values


def as_github(diagnostics: Iterable[Diagnostic]) -> str:
    """A workflow command for each diagnostic, one a line."""
    return "\n".join(_command(diagnostic) for diagnostic in diagnostics)


def _command(diagnostic: Diagnostic) -> str:
    given = {
        "file": diagnostic.path,
        "line": diagnostic.line,
        "col": diagnostic.column,
        "title": diagnostic.code,
    }
    properties = ",".join(f"{name}={_escape(str(value), ':,')}" for name, value in given.items())
    return f"::{_COMMANDS[diagnostic.severity]} {properties}::{_escape(diagnostic.message)}"


def _escape(text: str, more: str = "") -> str:
    for sign in "%\r\n" + more:
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text


def as_text(diagnostics: Sequence[Diagnostic], texts: Mapping[str, str]) -> Group:
    """Each diagnostic with its line of the page and a caret, then a count, for a rich console.

    texts: the text of each page by its path.
    """
    lines = {path: text.replace("\r\n", "\n").replace("\r", "\n") for path, text in texts.items()}
    shown = [
        _diagnostic_text(diagnostic, lines.get(diagnostic.path, "").split("\n"))
        for diagnostic in diagnostics
    ]
    return Group(*shown, _count(diagnostics))


def _diagnostic_text(diagnostic: Diagnostic, lines: Sequence[str]) -> Text:
    colour = _COLOURS[diagnostic.severity]
    text = Text(
        f"{for_terminal(diagnostic.path)}:{diagnostic.line}:{diagnostic.column} ", style="bold"
    )
    text.append(f"{diagnostic.severity} ", style=colour)
    text.append(diagnostic.code, style="dim")
    text.append(f"\n  {for_terminal(diagnostic.message)}\n", style="default")
    if 0 < diagnostic.line <= len(lines) and lines[diagnostic.line - 1].strip():
        start = max(diagnostic.column - 61, 0)
        source = lines[diagnostic.line - 1][start : start + 100].replace("\t", " ")
        number = f"{diagnostic.line:>5} │ "
        text.append(f"{number}{for_terminal(source)}\n", style="dim")
        before = diagnostic.column - 1 - start
        longer = len(for_terminal(source[:before])) - len(source[:before])
        text.append(" " * (len(number) + before + longer) + "^\n", style=colour)
    if diagnostic.fix is not None:
        _append_fix(text, diagnostic.fix)
    return text


def _append_fix(text: Text, fix: Fix) -> None:
    """Show the lines to write, and where."""
    last = fix.line + fix.lines - 1
    where = f"before line {fix.line}" if not fix.lines else f"as line {fix.line}"
    where = f"as lines {fix.line} to {last}" if fix.lines > 1 else where
    text.append(f"  To say it on the page, write {where}:\n", style="default")
    for line in fix.text.split("\n"):
        text.append(f"      + {for_terminal(line)}".rstrip() + "\n", style="green")


def _count(diagnostics: Sequence[Diagnostic]) -> Text:
    counts = []
    for severity in _COLOURS:
        number = sum(diagnostic.severity == severity for diagnostic in diagnostics)
        if number:
            plural = number != 1 and severity != "info"
            counts.append(f"{number} {severity}{'s' * plural}")
    return Text(", ".join(counts) or "Nothing to report.", style="bold")
