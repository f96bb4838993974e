"""Lists of statuses that a page has beside a table of codes: which status, and said of what.

Read are bullets, sentences and `Status | Meaning` tables in a section about errors or after a line
that speaks of a status. Where one item has several statuses, each must be followed by `for`, `when`
or the like: "`400` for validation errors, `409` for `stockChanged`".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from stub_server.contract import statuses
from stub_server.contract.columns import rows_of
from stub_server.contract.page import Paragraph, Sheet
from stub_server.contract.words import Span, Words

_ABOUT = re.compile(r"error|status|http|fail")
_FOR = re.compile(r"\s*(?:for\b|when\b|if\b|on\b|means\b|[:=→(–—-])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """An item of a list of statuses: `409 Conflict` for `stockChanged` / `priceChanged`."""

    status: int
    words: Words


def told_statuses(sheet: Sheet) -> Iterator[Told]:
    """The items of a page's lists of statuses, and the rows of its tables of them."""
    before = ""
    for block in sheet.blocks:
        if not isinstance(block, Paragraph):
            continue
        about = " ".join([*block.section, before if block.item else ""])
        if not block.item:
            before = block.words.text.lower()
        if _ABOUT.search(about):
            yield from _items(block.words)
    for row in rows_of(sheet, "statuses"):
        cells = list(row.cells.values())
        spans = tuple(span for cell in cells for span in (*cell.spans, Span(" ")))
        for status in statuses.in_cell(row.cells["status"].text)[:1]:
            yield Told(status, Words(spans, row.start.place, cells[-1].raw))


def _items(words: Words) -> Iterator[Told]:
    """The statuses of one bullet or sentence, each with the words that belong to it."""
    starts = [
        (index, status)
        for index, span in enumerate(words.spans)
        if (span.code or index == 0) and (status := statuses.leading(span.text)[0])
    ]
    if len(starts) == 1:
        yield Told(starts[0][1], words)
        return
    ends = [index for index, _ in starts[1:]] + [len(words.spans)]
    for (start, status), end in zip(starts, ends, strict=False):
        own = words.spans[start:end]
        follows = own[1].text if len(own) > 1 else ""
        if _FOR.match(follows) or not own[0].code:
            yield Told(status, replace(words, spans=own))
