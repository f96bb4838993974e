"""Types that a page declares as a table of fields below a heading with the type's name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stub_server.contract.diagnostics import Diagnostics
from stub_server.contract.parse.blocks import Heading, PageAst, Table
from stub_server.contract.parse.endpoint_sections import PageSections
from stub_server.contract.parse.field_tables import fields_of, is_field_table
from stub_server.contract.parse.nested_fields import object_of
from stub_server.contract.parse.section_starts import place_of_block
from stub_server.contract.parse.tables import kind_of
from stub_server.contract.shapes import Declaration

_NAME = re.compile(
    r"(?:[\d.]+\s+)?(?:the\s+)?(?P<name>[A-Za-z_]\w*)"
    r"(?:\s+(?:object|schema|model|type|resource|entity|fields|attributes|properties))?",
    re.IGNORECASE,
)


def types_in_tables(
    ast: PageAst, sections: PageSections, diagnostics: Diagnostics
) -> Iterator[Declaration]:
    """The types that headings name; report a table of fields that no heading names a type for."""
    heading: Heading | None = None
    for block in ast.blocks:
        heading = block if isinstance(block, Heading) else heading
        if not isinstance(block, Table) or kind_of(block) or not is_field_table(block):
            continue
        if sections.of(block) is not None:
            continue
        match = _NAME.fullmatch(heading.inline.text) if heading else None
        if heading is None or match is None:
            message = (
                "Neither a heading with a type's name nor one with an endpoint of its own is above "
                "this table of fields; it is not read."
            )
            diagnostics.report("table-not-read", place_of_block(block), message)
            continue
        name = match["name"]
        name = name[:1].upper() + name[1:]
        members = [field.member for field in fields_of(block, diagnostics)]
        yield Declaration(name, object_of(members), place=heading.inline.locate(match["name"]))
