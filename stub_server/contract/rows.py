"""One row of a table, cut into cells that know their columns."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from stub_server.contract.diagnostics import Findings, Place
from stub_server.contract.words import Words, spans_of

_INLINE = MarkdownIt("commonmark")


def cells_of(
    line: str, inlines: Sequence[Token], start: Place, findings: Findings, *, mend: bool
) -> tuple[Words, ...]:
    """The row's cells; one that an unescaped `|` in backticks cut apart is joined again, and said.

    inlines: what Markdown made of the row, as many as the header has cells.
    mend: false for the header itself.
    """
    pieces = split(line)
    if mend and len(pieces) > len(inlines):
        joined = _joined(pieces)
        if len(joined) == len(inlines):
            cut = next(begin for begin, text in joined if "|" in text.replace("\\|", ""))
            findings.say(
                "unescaped-pipe",
                Place(start.path, start.line, cut + 1),
                "A `|` inside backticks cuts the cell apart where Markdown is shown; write `\\|`.",
            )
            return tuple(_cell(piece, None, start) for piece in joined)
        findings.say(
            "bad-row",
            start,
            f"The row has {len(pieces)} cells where the header has {len(inlines)}; the rest is "
            "not read.",
        )
    padded = [*pieces, *[(len(line), "")] * (len(inlines) - len(pieces))]
    return tuple(
        _cell(piece, inline, start) for piece, inline in zip(padded, inlines, strict=False)
    )


def split(line: str) -> list[tuple[int, str]]:
    """The row's pieces between unescaped pipes, each with the index at which it begins."""
    begin = len(line) - len(line.lstrip(" \t>"))
    pieces: list[tuple[int, str]] = []
    escaped = False
    for index in range(begin, len(line)):
        if line[index] == "|" and not escaped:
            pieces.append((begin, line[begin:index]))
            begin = index + 1
        escaped = line[index] == "\\" and not escaped
    pieces.append((begin, line[begin:]))
    if pieces and not pieces[0][1].strip():
        pieces.pop(0)
    if pieces and not pieces[-1][1].strip():
        pieces.pop()
    return pieces


def _joined(pieces: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Pieces joined until every cell has all its backticks in pairs."""
    joined: list[tuple[int, str]] = []
    for begin, text in pieces:
        if joined and joined[-1][1].count("`") % 2:
            joined[-1] = (joined[-1][0], f"{joined[-1][1]}|{text}")
        else:
            joined.append((begin, text))
    return joined


def _cell(piece: tuple[int, str], inline: Token | None, start: Place) -> Words:
    begin, text = piece
    blank = len(text) - len(text.lstrip())
    raw = text.strip()
    children = (
        inline.children if inline else _INLINE.parseInline(raw.replace("\\|", "|"))[0].children
    )
    return Words(spans_of(children), Place(start.path, start.line, begin + blank + 1), (raw,))
