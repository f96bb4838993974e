"""Diagnostics shown: for scripts, for GitHub, and for people."""

from __future__ import annotations

import io
import json

from rich.console import Console

from stub_server.contract import Diagnostic, Fix, as_github, as_json, as_text
from stub_server.contract.severities import SEVERITIES

FOUND = Diagnostic("docs/a,b.md", 2, 3, "error", "unknown-type", "100 % `Nö`\nhere.")


def test_json_has_every_fact_and_a_stable_form() -> None:
    assert json.loads(as_json([FOUND])) == [
        {
            "path": "docs/a,b.md",
            "line": 2,
            "column": 3,
            "severity": "error",
            "code": "unknown-type",
            "message": "100 % `Nö`\nhere.",
        }
    ]
    assert as_json([]) == "[]"


def test_json_calls_info_a_note_as_before() -> None:
    info = Diagnostic("a.md", 1, 1, "info", "session-unnamed", "m")
    assert json.loads(as_json([info]))[0]["severity"] == "note"


def test_github_gets_commands_with_its_own_escapes() -> None:
    assert as_github([FOUND]) == (
        "::error file=docs/a%2Cb.md,line=2,col=3,title=unknown-type::100 %25 `Nö`%0Ahere."
    )
    info = Diagnostic("a.md", 1, 1, "info", "session-unnamed", "m")
    assert as_github([info]).startswith("::notice ")


def test_people_see_the_line_and_a_caret_below_the_column() -> None:
    console = Console(width=100, record=True, file=io.StringIO())
    console.print(as_text([FOUND], {"docs/a,b.md": "one\nab [red]cd\n"}))
    lines = [line.rstrip() for line in console.export_text().split("\n")]
    assert lines[0] == "docs/a,b.md:2:3 error unknown-type"
    source = next(index for index, line in enumerate(lines) if "ab [red]cd" in line)
    assert lines[source].index("ab [red]cd") + 2 == lines[source + 1].index("^")
    assert "1 error" in lines[-2]


def test_every_severity_is_one_of_three() -> None:
    assert set(SEVERITIES.values()) == {"error", "warning", "info"}


def test_a_fix_is_shown_with_its_lines_and_is_in_the_json() -> None:
    fix = Fix(2, "one\ntwo", 0)
    found = Diagnostic("a.md", 2, 1, "info", "operation-id-derived", "m", fix)
    assert json.loads(as_json([found]))[0]["fix"] == {"line": 2, "lines": 0, "text": "one\ntwo"}
    console = Console(width=100, record=True, file=io.StringIO())
    console.print(as_text([found], {"a.md": "x\ny\n"}))
    shown = [line.strip() for line in console.export_text().split("\n")]
    at = shown.index("To say it on the page, write before line 2:")
    assert shown[at + 1 : at + 3] == ["+ one", "+ two"]
