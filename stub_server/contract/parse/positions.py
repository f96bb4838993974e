"""The place of a value inside a JSON text, by the names and indexes that lead to it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stub_server.contract.parse.blocks import Fence
from stub_server.contract.places import Place

_DECODER = json.JSONDecoder()
_BLANK = re.compile(r"[ \t\n\r]*")
Way = Sequence[str | int]


@dataclass(frozen=True, slots=True)
class Source:
    """A JSON text in a fence: `text` begins at the row `row` of it; `whole` is its own place."""

    fence: Fence
    text: str
    row: int
    whole: Place

    def place(self, way: Way) -> Place:
        """The place of the member or item that the way leads to, as far as it can be followed."""
        try:
            offset = offset_of(self.text, way)
        except (ValueError, IndexError, RecursionError):
            offset = 0
        if not offset:
            return self.whole
        before = self.text[:offset]
        return self.fence.locate(self.row + before.count("\n"), offset - before.rfind("\n") - 1)


def offset_of(text: str, way: Way) -> int:
    """The offset of a member's name, or of an item; 0 for the whole. The text is valid JSON."""
    found = 0
    at = _skip(text, 0)
    for step in way:
        members = list(_inside(text, at))
        chosen = [member for member in members if member[0] == step]
        if not chosen:
            break
        _, found, at = chosen[-1]
    return found


def _inside(text: str, at: int) -> Iterator[tuple[str | int, int, int]]:
    """The members or items of a value: name or index, where it is written, where its value is."""
    if text[at] not in "{[":
        return
    named = text[at] == "{"
    at = _skip(text, at + 1)
    index = 0
    while text[at] not in "}]":
        start = at
        step: str | int = index
        if named:
            step, at = _DECODER.raw_decode(text, at)
            at = _skip(text, _skip(text, at) + 1)
        yield step, start, at
        _, end = _DECODER.raw_decode(text, at)
        at = _skip(text, end)
        at = _skip(text, at + 1) if text[at] == "," else at
        index += 1


def _skip(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return match.end() if match else at
