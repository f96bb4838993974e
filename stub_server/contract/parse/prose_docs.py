"""Prose of a page: sentences about an endpoint, and statuses outside of tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from stub_server.contract import paths, statuses
from stub_server.contract.inline import Inline
from stub_server.contract.model import StatusMention
from stub_server.contract.parse.blocks import Heading, PageAst, Paragraph
from stub_server.contract.parse.status_lists import status_items
from stub_server.contract.parse.tables import rows_of
from stub_server.contract.places import Place

_LONGEST = 100


@dataclass(frozen=True, slots=True)
class EndpointText:
    """A paragraph about an endpoint: its first clause as a summary, and the whole of it."""

    first: str
    whole: str


class ProseDocs:
    """A page's paragraphs and bullets about its endpoints.

    One counts when it begins with the endpoint in backticks; a path alone is enough where the page
    has it with one method only.
    """

    def __init__(self, ast: PageAst) -> None:
        self._methods = Counter(_skeleton(path) for path in _paths(ast))
        self._texts: dict[tuple[str, str], EndpointText] = {}
        for block in ast.blocks:
            if isinstance(block, Paragraph) and block.inline.runs and block.inline.runs[0].code:
                self._read(block.inline)

    def _read(self, inline: Inline) -> None:
        first = " ".join(inline.runs[0].text.split())
        method, _, path = first.rpartition(" ")
        skeleton = _skeleton(path)
        rest = inline.text[len(first) :].strip(" :–—")
        if skeleton and rest:
            text = EndpointText(first_clause(rest), inline.markdown)
            self._texts.setdefault((method.upper(), skeleton), text)

    def about(self, method: str, path: str) -> EndpointText | None:
        """The first paragraph about an endpoint, if there is one."""
        skeleton = _skeleton(path)
        alone = self._texts.get(("", skeleton)) if self._methods[skeleton] <= 1 else None
        return self._texts.get((method, skeleton)) or alone


def _paths(ast: PageAst) -> Iterator[str]:
    for row in rows_of(ast, "endpoints"):
        if cell := row.get("path", "endpoint"):
            yield (cell.codes[0] if cell.codes else cell.text).rpartition(" ")[2]


def _skeleton(path: str) -> str:
    """A key of a path, however it is written; an empty text if it is no path."""
    template = paths.to_template(paths.split_query(path)[0])
    return paths.skeleton(template) if template else ""


def first_clause(text: str) -> str:
    """The first clause of a text, at most 100 characters, as a summary."""
    clause = re.split(r"(?<=[^.])[.;](?:\s|$)", text, maxsplit=1)[0].strip()
    if len(clause) > _LONGEST:
        clause = clause[: _LONGEST - 1].rsplit(" ", 1)[0].rstrip(",") + "…"
    return clause[:1].upper() + clause[1:]


def status_mentions(ast: PageAst) -> Iterator[StatusMention]:
    """Each status that the page's prose names."""
    listed = {(item.status, item.inline.place.line) for item in status_items(ast)}
    for block in ast.blocks:
        if isinstance(block, (Paragraph, Heading)):
            line = block.inline.place.line
            for status, place in _mentions_in(block.inline):
                yield StatusMention(status, place, ast.info, (status, line) in listed)


def _mentions_in(inline: Inline) -> Iterator[tuple[int, Place]]:
    for code in inline.codes:
        status, rest = statuses.leading(code)
        if status in statuses.REASONS and status >= 201 and not rest:
            yield status, inline.locate(code)
    prose = "".join("`" if run.code else run.text for run in inline.runs)
    for status in statuses.in_prose(prose):
        yield status, inline.locate(str(status))
