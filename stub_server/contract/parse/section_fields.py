"""The fields in an endpoint's section: members of its body, of its response, and parameters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from stub_server.contract import paths
from stub_server.contract.diagnostics import Diagnostics
from stub_server.contract.model import Parameter
from stub_server.contract.parse.blocks import Paragraph, Table
from stub_server.contract.parse.endpoint_sections import EndpointSection
from stub_server.contract.parse.field_tables import (
    Field,
    field_in_bullet,
    fields_of,
    is_field_table,
)
from stub_server.contract.parse.section_starts import place_of_block
from stub_server.contract.parse.section_topics import Topic, TopicBlock, blocks_by_topic
from stub_server.contract.parse.tables import kind_of
from stub_server.contract.shapes import Member

_LOCATIONS: dict[str, Topic] = {
    "path": "path", "query": "query", "header": "header", "headers": "header", "url": "path",
    "body": "body", "json": "body", "payload": "body", "querystring": "query",
}  # fmt: skip


@dataclass(slots=True)
class SectionFields:
    """Members of the body, members of the response, and parameters, as the section lists them."""

    body: list[Member] = field(default_factory=list)
    response: list[Member] = field(default_factory=list)
    parameters: list[Parameter] = field(default_factory=list)


def fields_in(section: EndpointSection, diagnostics: Diagnostics) -> SectionFields:
    """Read the tables and bullets of fields in a section; report the tables that are not read."""
    found = SectionFields()
    for topic_block in blocks_by_topic(section):
        for entry in _entries(topic_block, diagnostics):
            _add(entry, _topic(entry, topic_block.topic, section), found)
    return found


def _entries(topic_block: TopicBlock, diagnostics: Diagnostics) -> Iterator[Field]:
    match topic_block.block:
        case Table() as table if is_field_table(table) and topic_block.topic != "errors":
            yield from fields_of(table, diagnostics)
        case Table() as table if not kind_of(table) and table.headers:
            message = (
                "The header of this table does not tell that it lists fields "
                "(`Field | Type | Required | Description`) or errors; it is not read."
            )
            diagnostics.report("table-not-read", place_of_block(table), message)
        case Paragraph() as paragraph if topic_block.topic != "errors":
            entry = field_in_bullet(paragraph, diagnostics)
            yield from [entry] if entry else []
        case _:
            pass


def _topic(entry: Field, announced: Topic, section: EndpointSection) -> Topic:
    """Where a field belongs: as its row says, as its heading says, or by the method."""
    if entry.location in _LOCATIONS:
        return _LOCATIONS[entry.location]
    if announced not in ("", "errors"):
        return announced
    if entry.member.name in paths.parameters(section.line[1]):
        return "path"
    return "query" if section.method in ("GET", "HEAD", "DELETE") else "body"


def _add(entry: Field, topic: Topic, found: SectionFields) -> None:
    member = entry.member
    match topic:
        case "body":
            found.body.append(member)
        case "response":
            found.response.append(member)
        case "path":
            found.parameters.append(Parameter("path", replace(member, optional=False)))
        case "query" | "header":
            optional = member.optional or not entry.stated
            found.parameters.append(Parameter(topic, replace(member, optional=optional)))
