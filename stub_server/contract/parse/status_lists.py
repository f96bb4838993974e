"""Lists of statuses that a page has beside a table of codes: which status, and for which codes.

Read are bullets, sentences and `Status | Meaning` tables in a section about errors or after a line
that speaks of a status. Where one item has several statuses, each must be followed by `for`, `when`
or the like: "`400` for validation errors, `409` for `stockChanged`".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from stub_server.contract import statuses
from stub_server.contract.inline import Inline, Run
from stub_server.contract.parse.blocks import PageAst, Paragraph
from stub_server.contract.parse.endpoint_sections import PageSections
from stub_server.contract.parse.tables import rows_of

_ABOUT = re.compile(r"error|status|http|fail")
_FOR = re.compile(r"\s*(?:for\b|when\b|if\b|on\b|means\b|[:=→(–—-])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class StatusItem:
    """An item of a list of statuses: `409 Conflict` for `stockChanged` / `priceChanged`.

    listed: whether it is a bullet or a row, not a sentence.
    """

    status: int
    inline: Inline
    listed: bool = False


def status_items(ast: PageAst, sections: PageSections | None = None) -> Iterator[StatusItem]:
    """The items of a page's lists of statuses, and the rows of its tables of them."""
    before = ""
    for block in ast.blocks:
        if not isinstance(block, Paragraph):
            continue
        about = " ".join([*block.section, before if block.item else ""])
        if not block.item:
            before = block.inline.text.lower()
        if _ABOUT.search(about) or (block.item and sections and sections.of(block)):
            yield from _items(block.inline, listed=block.item)
    for row in rows_of(ast, "statuses"):
        cells = list(row.cells.values())
        runs = tuple(run for cell in cells for run in (*cell.runs, Run(" ")))
        for status in statuses.in_cell(row.cells["status"].text)[:1]:
            yield StatusItem(status, Inline(runs, row.start.place, cells[-1].raw), listed=True)


def _items(inline: Inline, *, listed: bool) -> Iterator[StatusItem]:
    """The statuses of one bullet or sentence, each with the words that belong to it."""
    starts = [
        (index, status)
        for index, run in enumerate(inline.runs)
        if (run.code or index == 0) and (status := statuses.leading(run.text)[0])
    ]
    if len(starts) == 1:
        yield StatusItem(starts[0][1], inline, listed)
        return
    ends = [index for index, _ in starts[1:]] + [len(inline.runs)]
    for (start, status), end in zip(starts, ends, strict=False):
        own = inline.runs[start:end]
        follows = own[1].text if len(own) > 1 else ""
        if _FOR.match(follows) or not own[0].code:
            yield StatusItem(status, replace(inline, runs=own), listed)
