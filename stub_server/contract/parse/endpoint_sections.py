"""Sections of a page about one endpoint each.

A section begins with a heading that names the endpoint; on a page without a table of endpoints also
with a line, bullet or one-line fence below a heading that names none. It ends at the next such
line, or at a heading of its own level.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from stub_server.contract import paths
from stub_server.contract.edits import LinesEdit
from stub_server.contract.parse import endpoint_lines
from stub_server.contract.parse.blocks import Block, Fence, Heading, PageAst, Paragraph, Table
from stub_server.contract.parse.section_starts import SectionStart, place_of_block, section_starts
from stub_server.contract.parse.tables import kind_of
from stub_server.contract.places import Place


@dataclass(frozen=True, slots=True)
class EndpointSection:
    """The blocks of a page about an endpoint.

    path: as it is written, query included. title: the heading's other words.
    place: of the line that names the endpoint. blocks: all blocks but those that name it.
    last: the last line of the block that names it; 0 where the section has no lines after it.
    """

    method: str
    path: str
    title: str
    place: Place
    blocks: tuple[Block, ...]
    headed: bool
    last: int = 0

    def line_edit(self, text: str) -> LinesEdit | None:
        """The edit that adds a line of its own to the beginning of the section."""
        place = replace(self.place, line=self.last)
        return LinesEdit(place, f"\n{text}", after=True) if self.last else None

    @property
    def key(self) -> tuple[str, str]:
        """Method and path without the names of parameters, as a key."""
        return endpoint_key(self.method, self.path)

    @property
    def line(self) -> tuple[str, str]:
        """Method and path, parameters in braces and no query."""
        bare = paths.split_query(self.path)[0]
        return self.method, paths.to_template(bare) or bare


def endpoint_key(method: str, path: str) -> tuple[str, str]:
    """Method and path without the names of parameters."""
    bare = paths.split_query(path)[0]
    return method, paths.skeleton(paths.to_template(bare) or bare)


class PageSections:
    """The endpoint sections of a page, by block."""

    def __init__(self, ast: PageAst, known: Callable[[str, str], bool]) -> None:
        """known: whether a table of some page lists the endpoint, by method and path."""
        self.base, self.base_line = endpoint_lines.base_path(ast.blocks)
        tabled = any(
            isinstance(block, Table) and kind_of(block) == "endpoints" for block in ast.blocks
        )
        starts = section_starts(ast.blocks, self.base, only_headings=tabled)
        self.sections = _merge_sections(_sections(ast.blocks, list(starts)))
        self.declared = [
            section
            for section in self.sections
            if not known(section.method, section.path) and not self._is_example(section)
        ]
        self._by_place = {
            place_of_block(block): section for section in self.declared for block in section.blocks
        }
        self._starts = sorted(
            (place_of_block(block) for block in ast.blocks), key=lambda start: start.line
        )
        self._lines = [start.line for start in self._starts]

    def of(self, block: Block) -> EndpointSection | None:
        """The section that declares an endpoint and has this block, if there is one."""
        return self._by_place.get(place_of_block(block))

    def tables(self) -> list[Table]:
        """The tables in sections that declare an endpoint."""
        return [
            block for each in self.declared for block in each.blocks if isinstance(block, Table)
        ]

    def _is_example(self, section: EndpointSection) -> bool:
        """Whether a section's path fills in the parameters of another section's."""
        method, path = section.line
        return any(
            other.line[0] == method and other.line[1] != path and paths.matches(other.line[1], path)
            for other in self.sections
        )

    def at(self, place: Place) -> EndpointSection | None:
        """The section that declares an endpoint and has the block with this line."""
        index = bisect_right(self._lines, place.line) - 1
        return self._by_place.get(self._starts[index]) if index >= 0 else None


def _sections(blocks: Sequence[Block], starts: Sequence[SectionStart]) -> Iterator[EndpointSection]:
    for number, start in enumerate(starts):
        following = starts[number + 1].index if number + 1 < len(starts) else len(blocks)
        end = start.index + 1
        while end < following and not start.single and not _closes(blocks[end], start.level):
            end += 1
        own = blocks[start.index]
        rest = tuple(blocks[start.index + 1 : end])
        if isinstance(own, Paragraph) or (isinstance(own, Fence) and "\n" in own.text.strip()):
            rest = (own, *rest)
        heading = start.heading
        alone = heading is not None and _alone(start, starts)
        if alone and heading is not own:
            rest = (*_between(blocks, start), *rest)
        title = endpoint_lines.title_of(heading) if heading and alone else ""
        yield EndpointSection(
            *start.line,
            title,
            place_of_block(own),
            rest,
            isinstance(own, Heading) or alone,
            0 if start.single else _last_line(own),
        )


def _last_line(block: Block) -> int:
    match block:
        case Fence(_, text, place):
            return place.line + text.count("\n") + 1
        case Paragraph(inline):
            return inline.place.line + max(len(inline.raw) - 1, 0)
        case _:
            return place_of_block(block).line


def _closes(block: Block, level: int) -> bool:
    return isinstance(block, Heading) and block.level <= level


def _alone(start: SectionStart, starts: Sequence[SectionStart]) -> bool:
    """Whether no other line below the same heading names an endpoint."""
    return sum(other.heading is start.heading for other in starts) == 1 and not start.single


def _between(blocks: Sequence[Block], start: SectionStart) -> tuple[Block, ...]:
    """The blocks between a heading and the line below it that names the endpoint."""
    begin = next((i for i, block in enumerate(blocks) if block is start.heading), start.index)
    return tuple(blocks[begin + 1 : start.index])


def _merge_sections(sections: Iterator[EndpointSection]) -> list[EndpointSection]:
    """One section for each endpoint: a heading's own, with the blocks of all others."""
    by_key: dict[tuple[str, str], list[EndpointSection]] = {}
    for section in sections:
        by_key.setdefault(section.key, []).append(section)
    merged = []
    for found in by_key.values():
        first = next((section for section in found if section.headed), found[0])
        others = [block for section in found if section is not first for block in section.blocks]
        merged.append(
            EndpointSection(
                first.method, first.path, first.title, first.place,
                (*first.blocks, *others), first.headed, first.last,
            )
        )  # fmt: skip
    return merged
