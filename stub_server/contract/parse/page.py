"""Read a contract page's Markdown into blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from markdown_it import MarkdownIt
from markdown_it.token import Token

from stub_server.contract.diagnostics import Diagnostics
from stub_server.contract.inline import Inline
from stub_server.contract.model import PageInfo
from stub_server.contract.parse.blocks import Block, Fence, Heading, PageAst, Paragraph, Table
from stub_server.contract.parse.inline_runs import inline_runs
from stub_server.contract.parse.split_cells import cells_of
from stub_server.contract.places import Place

_MARKDOWN = MarkdownIt("commonmark").enable("table")


@dataclass(frozen=True, slots=True)
class Page:
    """A page before it is read: its path, as diagnostics shall name it, and its text."""

    path: str
    text: str


def _info(path: str, blocks: Sequence[Block]) -> PageInfo:
    stem = PurePosixPath(path.replace("\\", "/")).stem
    fallback = stem.replace("-", " ").replace("_", " ").capitalize() or "Page"
    return PageInfo(path, _title(blocks) or fallback, _intro(blocks), stem.lower() == "conventions")


def _title(blocks: Sequence[Block]) -> str:
    """The first heading of the first level, or an empty text."""
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1 and block.inline.text:
            return block.inline.text
    return ""


def _intro(blocks: Sequence[Block]) -> str:
    """The paragraph that follows the title, or an empty text."""
    for block in blocks:
        if isinstance(block, Paragraph):
            return block.inline.markdown if not block.item else ""
        if isinstance(block, Heading) and block.level == 1:
            continue
        return ""
    return ""


def read(page: Page, diagnostics: Diagnostics) -> PageAst:
    """Read a page's Markdown; replace lone surrogates and unify line ends first."""
    text = page.text.encode("utf-8", "replace").decode().removeprefix("\ufeff")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    blocks = tuple(_Reader(page.path, text, diagnostics).blocks())
    return PageAst(_info(page.path, blocks), blocks)


class _Reader:
    """Walks Markdown's tokens and tracks the headings above."""

    def __init__(self, path: str, text: str, diagnostics: Diagnostics) -> None:
        self._path = path
        self._lines = text.split("\n")
        self._tokens = _MARKDOWN.parse(text)
        self._diagnostics = diagnostics
        self._above: list[tuple[int, str]] = []

    def blocks(self) -> Iterator[Block]:
        """The page's blocks in order."""
        for index, token in enumerate(self._tokens):
            if token.type == "heading_open":
                yield self._heading(token, self._tokens[index + 1])
            elif token.type == "paragraph_open":
                item = index > 0 and self._tokens[index - 1].type == "list_item_open"
                yield Paragraph(self._inline(self._tokens[index + 1]), item, self._section())
            elif token.type == "table_open":
                yield self._table(index)
            elif token.type in ("fence", "code_block"):
                yield self._fence(token)
            elif token.type == "html_block":
                self._html(token)

    def _html(self, token: Token) -> None:
        if "<table" in token.content.lower():
            place = Place(self._path, (token.map or (0, 1))[0] + 1)
            message = "A table in HTML is not read; write it with pipes."
            self._diagnostics.report("table-not-read", place, message)

    def _section(self) -> tuple[str, ...]:
        return tuple(title for _, title in self._above)

    def _heading(self, token: Token, content: Token) -> Heading:
        level = int(token.tag[1:])
        inline = self._inline(content)
        self._above = [(above, title) for above, title in self._above if above < level]
        self._above.append((level, inline.text.lower()))
        return Heading(level, inline, self._section())

    def _inline(self, content: Token) -> Inline:
        first, last = content.map or (0, 1)
        source = self._lines[first:last]
        begin = (content.content.split("\n") or [""])[0]
        column = max(source[0].find(begin), 0) if source else 0
        raw = (source[0][column:], *source[1:]) if source else ()
        return Inline(inline_runs(content.children), Place(self._path, first + 1, column + 1), raw)

    def _table(self, start: int) -> Table:
        rows: list[tuple[Inline, ...]] = []
        width: int | None = None
        for index in range(start, len(self._tokens)):
            token = self._tokens[index]
            if token.type == "table_close":
                break
            if token.type == "tr_open":
                line = (token.map or (0, 1))[0]
                inlines = self._inlines(index)
                rows.append(
                    cells_of(
                        self._lines[line],
                        inlines,
                        Place(self._path, line + 1),
                        self._diagnostics,
                        mend=width is not None,
                    )
                )
                width = len(inlines)
        return Table(rows[0] if rows else (), tuple(rows[1:]), self._section())

    def _inlines(self, start: int) -> Sequence[Token]:
        found = []
        for index in range(start, len(self._tokens)):
            if self._tokens[index].type == "tr_close":
                break
            if self._tokens[index].type == "inline":
                found.append(self._tokens[index])
        return found

    def _fence(self, token: Token) -> Fence:
        line = (token.map or (0, 1))[0]
        if token.type == "code_block":
            line -= 1
        first = token.content.split("\n", 1)[0]
        source = self._lines[line + 1] if line + 1 < len(self._lines) else ""
        language = (token.info.split() or [""])[0].lower()
        place = Place(self._path, max(line, 0) + 1)
        indent = max(source.find(first), 0)
        return Fence(language, token.content, place, indent, self._section())
