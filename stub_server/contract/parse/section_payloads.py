"""The body and the response of an endpoint's section: by its words, its fields or its examples."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from stub_server.contract.diagnostics import Diagnostics
from stub_server.contract.edits import LinesEdit
from stub_server.contract.examples import NOTHING, Exchange, Value
from stub_server.contract.infer.example_types import as_typescript, type_of_example
from stub_server.contract.inline import Inline
from stub_server.contract.model import Payload
from stub_server.contract.parse.blocks import Paragraph, Table
from stub_server.contract.parse.endpoint_sections import EndpointSection
from stub_server.contract.parse.nested_fields import object_of
from stub_server.contract.parse.section_fields import SectionFields
from stub_server.contract.parse.section_topics import (
    blocks_by_topic,
    label_of,
    status_in,
)
from stub_server.contract.parse.tables import kind_of
from stub_server.contract.parse.type_cell import TypeCellReader
from stub_server.contract.places import Place
from stub_server.contract.shapes import Array, Type

_NOTHING = re.compile(r"\b(?:nothing|no content|no body|empty)\b", re.IGNORECASE)
_LIST_OF = re.compile(r"\b(?:list|array)s? of (?:the |all )?$", re.IGNORECASE)


class SectionPayloads:
    """Reads the body and the response of one section."""

    def __init__(
        self,
        section: EndpointSection,
        fields: SectionFields,
        examples: Sequence[Exchange | Value],
        cells: TypeCellReader,
        diagnostics: Diagnostics,
    ) -> None:
        self._section = section
        self._fields = fields
        self._examples = examples
        self._cells = cells
        self._diagnostics = diagnostics

    def body(self) -> Payload:
        """The request's body; nothing where the section shows none."""
        shape = self._type_in_label("body")
        if shape is None and self._fields.body:
            shape = object_of(self._fields.body)
        if shape is None:
            shape = self._from_example(*self._request_example(), "the body")
        if shape is None:
            return Payload("none")
        if self._section.method in ("GET", "HEAD", "TRACE"):
            message = f"A {self._section.method} carries no body; list the fields as parameters."
            self._diagnostics.report("body-on-get", self._section.place, message)
            return Payload("none")
        required = not self._fields.body or any(not member.optional for member in self._fields.body)
        return Payload("typed", shape, optional=not required)

    def returns(self) -> Payload:
        """The response of success, with its status."""
        status = self._status()
        shape = self._type_in_label("response")
        if shape is None and self._fields.response:
            shape = object_of(self._fields.response)
        value, place, named = self._response_example()
        shape = shape if shape is not None else named
        if status is None:
            message = f"Nothing says which status `{self._line}` succeeds with; it is taken as 200."
            edit = self._section.line_edit("Status: `200`")
            self._diagnostics.report("status-derived", self._section.place, message, edit)
        if shape is None:
            shape = self._from_example(value, place, "the response")
        if shape is not None:
            return Payload("typed", shape, status=status)
        if status in (204, 205) or (status or 200) >= 300 or self._says_nothing():
            return Payload("none", status=status)
        message = f"Nothing says what `{self._line}` returns; the document allows any JSON."
        self._diagnostics.report("returns-nothing", self._section.place, message)
        return Payload("any", status=status)

    @property
    def _line(self) -> str:
        return " ".join(self._section.line)

    def _paragraphs(self, label: str) -> list[Inline]:
        found = (
            label_of(block.inline) for block in self._section.blocks if isinstance(block, Paragraph)
        )
        return [inline for name, inline in found if name == label]

    def _type_in_label(self, label: str) -> Type | None:
        """The type in backticks of a line such as "Response: `Booking`"."""
        for inline in self._paragraphs(label):
            before = ""
            for run in inline.runs:
                shape = self._cells.known_type(run.text, inline) if run.code else None
                if shape is not None:
                    return Array(shape) if _LIST_OF.search(before) else shape
                before += run.text
        return None

    def _status(self) -> int | None:
        labelled = [*self._paragraphs("status"), *self._paragraphs("response")]
        found = [status_in(inline) for inline in labelled]
        found += [entry.status for entry in blocks_by_topic(self._section)]
        found += [
            status_in(cell)
            for block in self._section.blocks
            if isinstance(block, Table) and kind_of(block) in ("statuses", "errors")
            for row in block.rows
            for cell in row[:1]
        ]
        found += [
            example.response.status
            for example in self._examples
            if isinstance(example, Exchange)
            and example.response
            and (example.response.status or 500) < 400
        ]
        return next((status for status in found if status is not None), None)

    def _says_nothing(self) -> bool:
        return any(_NOTHING.search(inline.text) for inline in self._paragraphs("response"))

    def _request_example(self) -> tuple[Any, Place]:
        """The first example of the request's body, or NOTHING."""
        for example in self._examples:
            if isinstance(example, Exchange) and example.request.value is not NOTHING:
                return example.request.value, example.request.place
            if isinstance(example, Value) and example.sends:
                return example.value, example.place
        return NOTHING, self._section.place

    def _response_example(self) -> tuple[Any, Place, Type | None]:
        """The first example of the response, or NOTHING, and the type that its caption names."""
        for example in self._examples:
            if isinstance(example, Value) and not example.sends and not example.code:
                return example.value, example.place, example.type
            if (
                isinstance(example, Exchange)
                and (answer := example.response)
                and answer.value is not NOTHING
                and (answer.status or 500) < 400
            ):
                return answer.value, answer.place, None
        return NOTHING, self._section.place, None

    def _from_example(self, value: Any, place: Place, what: str) -> Type | None:
        if value is NOTHING:
            return None
        message = f"No type is given for {what} of `{self._line}`; it is inferred from the example."
        shape = type_of_example(value)
        text = as_typescript(shape)
        label = "Body" if what == "the body" else "Response"
        edit = LinesEdit(place, f"{label}: `{text}`\n") if "`" not in text else None
        self._diagnostics.report("type-derived", place, message, edit)
        return shape
