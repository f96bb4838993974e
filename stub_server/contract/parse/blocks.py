"""A page as blocks: headings, paragraphs, tables and fences, each with its place."""

from __future__ import annotations

from dataclasses import dataclass

from stub_server.contract.inline import Inline
from stub_server.contract.model import PageInfo
from stub_server.contract.places import Place


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `section` of every block after it ends with its text."""

    level: int
    inline: Inline
    section: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or the first one of a list's item."""

    inline: Inline
    item: bool
    section: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its header's cells, and rows of as many cells each."""

    headers: tuple[Inline, ...]
    rows: tuple[tuple[Inline, ...], ...]
    section: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fence:
    """A block of code: the language it names, its text, and the place of its opening line.

    indent: columns that the page has before each line of the text.
    """

    language: str
    text: str
    place: Place
    indent: int
    section: tuple[str, ...]

    def locate(self, row: int, column: int) -> Place:
        """The place of a row and column of the text, both counted from 0."""
        return Place(self.place.path, self.place.line + 1 + row, self.indent + column + 1)


Block = Heading | Paragraph | Table | Fence


@dataclass(frozen=True, slots=True)
class PageAst:
    """A page as its blocks, in order."""

    info: PageInfo
    blocks: tuple[Block, ...]

    @property
    def path(self) -> str:
        """The page's path, as diagnostics name it."""
        return self.info.path

    @property
    def conventions(self) -> bool:
        """Whether this is the page that speaks for all pages."""
        return self.info.conventions

    @property
    def start(self) -> Place:
        """The page's first place."""
        return Place(self.path, 1)
