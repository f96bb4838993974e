"""Fixes of diagnostics: lines of a page that state the derived facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from stub_server.contract.diagnostics import Diagnostic, Fix
from stub_server.contract.edits import CellEdit, Edit, LinesEdit, TextEdit
from stub_server.contract.parse.split_cells import split_row

_DELIMITER = re.compile(r"[\s>]*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_UNDERLINE = re.compile(r"\s{0,3}(?:=+|-+)\s*")


def with_fixes(
    found: Iterable[tuple[Diagnostic, Edit | None]], texts: Mapping[str, str]
) -> tuple[Diagnostic, ...]:
    """The diagnostics, each with the fix that its edit makes of the page's text.

    texts: the text of each page by its path.
    """
    pages = {path: lines_of(text) for path, text in texts.items()}
    return tuple(
        replace(diagnostic, fix=_fix(edit, pages.get(diagnostic.path, [])))
        if edit is not None
        else diagnostic
        for diagnostic, edit in found
    )


def lines_of(text: str) -> list[str]:
    """A page's lines, numbered as diagnostics number them."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def apply_fix(text: str, fix: Fix) -> str:
    """The page's text with one fix."""
    lines = lines_of(text)
    start = fix.line - 1
    lines[start : start + fix.lines] = fix.text.split("\n")
    return "\n".join(lines)


def _fix(edit: Edit, lines: Sequence[str]) -> Fix | None:
    match edit:
        case TextEdit():
            return _text_fix(edit, lines)
        case LinesEdit():
            return _lines_fix(edit, lines)
        case CellEdit():
            return _cell_fix(edit, lines)


def _text_fix(edit: TextEdit, lines: Sequence[str]) -> Fix | None:
    """The line with the old text replaced, where it stands at the edit's column."""
    if not 0 < edit.place.line <= len(lines):
        return None
    line, column = lines[edit.place.line - 1], edit.place.column - 1
    start = line.find(edit.old, column) if edit.anywhere else column
    if start < 0 or not line.startswith(edit.old, start):
        return None
    before = line[:start]
    if (
        edit.in_braces
        and before.lstrip().startswith("|")
        and before.count("{") == before.count("}")
    ):
        return None
    return Fix(edit.place.line, line[:start] + edit.new + line[start + len(edit.old) :])


def _lines_fix(edit: LinesEdit, lines: Sequence[str]) -> Fix:
    """New lines before a line; after it, or after the line that makes it a heading."""
    line = edit.place.line
    if edit.after:
        underlined = line < len(lines) and _UNDERLINE.fullmatch(lines[line])
        line += 2 if underlined else 1
    return Fix(min(line, len(lines) + 1), edit.text, 0)


def _cell_fix(edit: CellEdit, lines: Sequence[str]) -> Fix | None:
    """The row with the cell filled in; with the rows above where the table lacks the column."""
    row = edit.place.line - 1
    header = next(
        (at for at in range(row - 2, -1, -1) if _DELIMITER.fullmatch(lines[at + 1])), None
    )
    if header is None or row >= len(lines):
        return None
    titles = [text.strip().lower() for _, text in split_row(lines[header])]
    column = next((at for at, title in enumerate(titles) if title in edit.titles), None)
    text = edit.text.replace("|", "\\|")
    if column is not None:
        return Fix(row + 1, _with_cell(lines[row], column, text))
    width = len(titles)
    new = [_with_cell(lines[header], width, edit.titles[0].capitalize())]
    new.append(_with_cell(lines[header + 1], width, "---"))
    new += [_with_cell(lines[at], width, "") for at in range(header + 2, row)]
    new.append(_with_cell(lines[row], width, text))
    return Fix(header + 1, "\n".join(new), len(new))


def _with_cell(line: str, column: int, text: str) -> str:
    """The row with a cell replaced or added."""
    cells = split_row(line)
    if column < len(cells):
        begin, old = cells[column]
        return f"{line[:begin]} {text} {line[begin + len(old) :]}"
    closed = line.rstrip().endswith("|")
    start = line.rstrip() if closed else f"{line.rstrip()} |"
    missing = " |" * (column - len(cells))
    return f"{start}{missing} {text} |" if text else f"{start}{missing}  |"
