"""Facts about the whole document: its title, version and cookie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from stub_server.contract.diagnostics import Diagnostics
from stub_server.contract.edits import LinesEdit
from stub_server.contract.model import Conventions
from stub_server.contract.parse.blocks import PageAst
from stub_server.contract.parse.tables import rows_of

_END = 10**9
_SETTINGS = "\n## Settings\n\n| Name | Value |\n| --- | --- |\n| Session cookie | `session` |"


def conventions_of(asts: Sequence[PageAst], diagnostics: Diagnostics) -> Conventions:
    """Read from the conventions page, or the only page; a missing setting has a default."""
    values = {
        row.cells["name"].text.lower(): row.cells["value"].text
        for ast in reversed(asts)
        for row in rows_of(ast, "settings")
        if not row.cells["value"].blank
    }
    first = next((ast for ast in asts if ast.conventions or len(asts) == 1), None)
    if "session cookie" not in values and asts:
        diagnostics.report(
            "session-unnamed",
            asts[0].start,
            "No `Name | Value` table has a row `Session cookie`; the cookie is called `session`.",
            LinesEdit(replace(asts[0].start, line=_END), _SETTINGS),
        )
    return Conventions(
        first.info.title if first else "API",
        first.info.intro if first else "",
        values.get("version", "1.0.0"),
        values.get("session cookie", "session"),
        "session cookie" in values,
    )
