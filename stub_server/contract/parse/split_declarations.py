"""A broken TypeScript text cut into its declarations, so that one takes no other along."""

from __future__ import annotations

import re
from collections.abc import Iterator

_BEGINS = re.compile(r"(?:export\s+)?(?:declare\s+)?(?:interface|type|(?:const\s+)?enum)\s+[\w$]+")
_COMMENT = re.compile(r"\s*(?://|/\*|\*)")


def split_declarations(text: str) -> Iterator[tuple[int, str]]:
    """The text cut where a line begins a declaration, each piece with its first row.

    Comments right above a declaration stay with it.
    """
    lines = text.split("\n")
    starts = [0]
    for row, line in enumerate(lines):
        if _BEGINS.match(line):
            while row > starts[-1] + 1 and _COMMENT.match(lines[row - 1]):
                row -= 1
            starts.append(row)
    starts = list(dict.fromkeys(starts))
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield start, "\n".join(lines[start:end])
