"""One row of a table, cut into cells that know their columns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from stub_server.contract.diagnostics import Diagnostics
from stub_server.contract.edits import TextEdit
from stub_server.contract.inline import Inline
from stub_server.contract.parse.inline_runs import inline_runs
from stub_server.contract.places import Place

_INLINE = MarkdownIt("commonmark")


def cells_of(
    line: str, inlines: Sequence[Token], start: Place, diagnostics: Diagnostics, *, mend: bool
) -> tuple[Inline, ...]:
    """The row's cells; one that an unescaped `|` in backticks cuts apart is joined and reported.

    inlines: Markdown's tokens of the row, as many as the header has cells.
    mend: false for the header itself.
    """
    parts = split_row(line)
    if mend and len(parts) > len(inlines):
        joined = _merge_parts(parts)
        if len(joined) == len(inlines):
            cut, text = next(part for part in joined if "|" in part[1].replace("\\|", ""))
            place = Place(start.path, start.line, cut + 1)
            diagnostics.report(
                "unescaped-pipe",
                place,
                "A `|` inside backticks cuts the cell apart where Markdown is shown; write `\\|`.",
                TextEdit(place, text, re.sub(r"(?<!\\)\|", r"\\|", text)),
            )
            return tuple(_cell(piece, None, start) for piece in joined)
        diagnostics.report(
            "bad-row",
            start,
            f"The row has {len(parts)} cells where the header has {len(inlines)}; the rest is "
            "not read.",
        )
    padded = [*parts, *[(len(line), "")] * (len(inlines) - len(parts))]
    return tuple(
        _cell(piece, inline, start) for piece, inline in zip(padded, inlines, strict=False)
    )


def split_row(line: str) -> list[tuple[int, str]]:
    """The row's pieces between unescaped pipes, each with the index at which it begins."""
    begin = len(line) - len(line.lstrip(" \t>"))
    parts: list[tuple[int, str]] = []
    escaped = False
    for index in range(begin, len(line)):
        if line[index] == "|" and not escaped:
            parts.append((begin, line[begin:index]))
            begin = index + 1
        escaped = line[index] == "\\" and not escaped
    parts.append((begin, line[begin:]))
    if parts and not parts[0][1].strip():
        parts.pop(0)
    if parts and not parts[-1][1].strip():
        parts.pop()
    return parts


def _merge_parts(parts: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Pieces joined until every cell has all its backticks in pairs."""
    joined: list[tuple[int, str]] = []
    for begin, text in parts:
        if joined and joined[-1][1].count("`") % 2:
            joined[-1] = (joined[-1][0], f"{joined[-1][1]}|{text}")
        else:
            joined.append((begin, text))
    return joined


def _cell(piece: tuple[int, str], inline: Token | None, start: Place) -> Inline:
    begin, text = piece
    blank = len(text) - len(text.lstrip())
    raw = text.strip()
    children = (
        inline.children if inline else _INLINE.parseInline(raw.replace("\\|", "|"))[0].children
    )
    return Inline(inline_runs(children), Place(start.path, start.line, begin + blank + 1), (raw,))
