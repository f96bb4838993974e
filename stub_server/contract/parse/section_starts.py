"""The blocks of a page that name an endpoint and begin its section."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stub_server.contract.parse import endpoint_lines
from stub_server.contract.parse.blocks import Block, Fence, Heading, Paragraph, Table
from stub_server.contract.places import Place


@dataclass(frozen=True, slots=True)
class SectionStart:
    """A block that names an endpoint; `level` of the heading that it is, or stands below."""

    index: int
    level: int
    line: endpoint_lines.EndpointLine
    heading: Heading | None
    single: bool = False


def section_starts(
    blocks: Sequence[Block], base: str, *, only_headings: bool
) -> Iterator[SectionStart]:
    """The blocks of a page that begin a section, in order.

    base: the base path of the page's URLs. only_headings: other blocks begin none.
    """
    heading: Heading | None = None
    named = False
    parts: dict[str, str] = {}
    for index, block in enumerate(blocks):
        if isinstance(block, Heading):
            parts = {}
            line = endpoint_lines.line_in_heading(block, base)
            if line is not None:
                named = True
                yield SectionStart(index, block.level, line, block)
            elif heading is None or block.level <= heading.level or not named:
                named = False
            heading = block if line is not None or not named else heading
        elif not (named or only_headings) and (line := endpoint_lines.line_in_block(block, base)):
            single = isinstance(block, Paragraph) and block.item
            yield SectionStart(index, heading.level if heading else 0, line, heading, single)
        elif not only_headings and (part := endpoint_lines.labelled_part(block, base)):
            parts[part[0]] = part[1]
            if len(parts) == 2 and not named:
                line = parts["method"], parts["path"]
                yield SectionStart(index, heading.level if heading else 0, line, heading)


def place_of_block(block: Block) -> Place:
    """Where a block begins."""
    match block:
        case Heading(_, inline) | Paragraph(inline):
            return inline.place
        case Table(headers):
            return headers[0].place if headers else Place("", 0)
        case Fence():
            return block.place
