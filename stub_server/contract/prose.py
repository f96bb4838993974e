"""What a page tells in prose: sentences about an endpoint, and statuses that no table knows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from stub_server.contract import paths, statuses
from stub_server.contract.columns import rows_of
from stub_server.contract.diagnostics import Findings, Place
from stub_server.contract.lists import told_statuses
from stub_server.contract.page import Heading, Paragraph, Sheet
from stub_server.contract.words import Words

_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Told:
    """A paragraph about an endpoint: its first clause as a summary, and the whole of it."""

    first: str
    whole: str


class Prose:
    """What a page's paragraphs and bullets say about its endpoints.

    One counts when it begins with the endpoint in backticks; a path alone is enough where the page
    has it with one method only.
    """

    def __init__(self, sheet: Sheet) -> None:
        self._methods = Counter(_skeleton(path) for path in _paths(sheet))
        self._told: dict[tuple[str, str], Told] = {}
        for block in sheet.blocks:
            if isinstance(block, Paragraph) and block.words.spans and block.words.spans[0].code:
                self._read(block.words)

    def _read(self, words: Words) -> None:
        first = " ".join(words.spans[0].text.split())
        method, _, path = first.rpartition(" ")
        skeleton = _skeleton(path)
        said = words.text[len(first) :].strip(" :–—")
        if skeleton and said:
            told = Told(_clause(said), words.markdown)
            self._told.setdefault((method.upper(), skeleton), told)

    def about(self, method: str, path: str) -> Told | None:
        """The first paragraph about an endpoint, if there is one."""
        skeleton = _skeleton(path)
        alone = self._told.get(("", skeleton)) if self._methods[skeleton] <= 1 else None
        return self._told.get((method, skeleton)) or alone


def _paths(sheet: Sheet) -> Iterator[str]:
    for row in rows_of(sheet, "endpoints"):
        if cell := row.get("path", "endpoint"):
            yield (cell.codes[0] if cell.codes else cell.text).rpartition(" ")[2]


def _skeleton(path: str) -> str:
    """What two ways of writing a path have in common; an empty text for what is no path."""
    template = paths.templated(paths.split_query(path)[0])
    return paths.skeleton(template) if template else ""


def _clause(text: str) -> str:
    clause = re.split(r"(?<=[^.])[.;](?:\s|$)", text, maxsplit=1)[0].strip()
    if len(clause) > _LONGEST:
        clause = clause[: _LONGEST - 1].rsplit(" ", 1)[0].rstrip(",") + "…"
    return clause[:1].upper() + clause[1:]


def check_statuses(sheet: Sheet, known: set[int], findings: Findings) -> None:
    """Say each error status that the page's prose speaks of and no table of it knows."""
    listed = {(one.status, one.words.place.line) for one in told_statuses(sheet)}
    for block in sheet.blocks:
        if isinstance(block, (Paragraph, Heading)):
            for status, place in _mentioned(block.words):
                told = status >= 400 and (status, block.words.place.line) in listed
                if status not in known and not told:
                    findings.say(
                        "unknown-status",
                        place,
                        f"The text speaks of {status}, and no table gives it to an endpoint or "
                        "to a code.",
                    )


def _mentioned(words: Words) -> Iterator[tuple[int, Place]]:
    for code in words.codes:
        status, rest = statuses.leading(code)
        if status in statuses.REASONS and status >= 201 and not rest:
            yield status, words.at(code)
    prose = "".join("`" if span.code else span.text for span in words.spans)
    for status in statuses.in_prose(prose):
        yield status, words.at(str(status))
