"""Error codes that a page lists in bullets: "- `404` `room.notFound` – No such room"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from stub_server.contract import statuses
from stub_server.contract.model import PageInfo
from stub_server.contract.parse.error_rows import CODE, ErrorRow
from stub_server.contract.parse.status_lists import StatusItem

_BEFORE_PROSE = re.compile(r"[\s:,/|*–—=>→()-]*(?:or|and)?[\s:,/|*–—=>→()-]*", re.IGNORECASE)


def rows_in_lists(
    page: PageInfo, items: Iterable[StatusItem], known: Iterable[str]
) -> Iterator[ErrorRow]:
    """The codes of a list's items that no table has; a status alone where an item has no code.

    known: the codes of the page's tables and endpoint rows.
    """
    names = set(known)
    for item in items:
        if item.status < 400 or not item.listed:
            continue
        codes, when = _codes(item)
        if any(_is_known(code, names) for code in [*item.inline.codes, *codes]):
            continue
        for code in codes or [""]:
            place = item.inline.locate(code) if code else item.inline.place
            yield ErrorRow(code, when, page, place, [item.status], None)


def _is_known(code: str, names: set[str]) -> bool:
    whole = code in names or any(name.endswith(f".{code}") for name in names)
    return whole or (code.endswith("*") and any(name.startswith(code[:-1]) for name in names))


def _codes(item: StatusItem) -> tuple[list[str], str]:
    """The codes of an item, which stand before its prose, and the prose."""
    codes: list[str] = []
    prose: list[str] = []
    for index, run in enumerate(item.inline.runs):
        text = run.text
        status, rest = statuses.leading(text)
        if status == item.status and not codes and not prose:
            bare = text.strip().removeprefix(str(status)).strip()
            text = bare if run.code and bare[:1].islower() else rest
        if index and not run.code and not prose and _BEFORE_PROSE.fullmatch(text):
            continue
        word = text.strip()
        if run.code and not prose and CODE.fullmatch(word):
            codes.append(word)
        elif not prose and not run.code and (word := _first_code(text)):
            codes.append(word)
            prose += [text.partition(word)[2]]
        elif text.strip(" :–—-") or prose:
            prose.append(f"`{text}`" if run.code else text)
    when = " ".join("".join(prose).split())
    return codes, when.strip(" :–—-")


def _first_code(text: str) -> str:
    """A code without backticks at the beginning of a text: it has a dot or an underscore."""
    match = re.match(r"[\s:–—-]*([A-Za-z]\w*(?:[._]\w+)+)", text)
    return match[1] if match else ""
