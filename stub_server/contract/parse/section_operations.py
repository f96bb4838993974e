"""Operations of endpoints that have a section of their own instead of a table's row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from stub_server.contract import paths
from stub_server.contract.diagnostics import Diagnostics
from stub_server.contract.examples import Exchange, Value
from stub_server.contract.infer.operation_ids import default_operation_id, operation_id_of_title
from stub_server.contract.model import Operation, Parameter
from stub_server.contract.parse import logins
from stub_server.contract.parse.blocks import Heading, PageAst, Paragraph
from stub_server.contract.parse.curl_examples import curl_requests
from stub_server.contract.parse.endpoint_sections import EndpointSection, PageSections
from stub_server.contract.parse.endpoints import complaint
from stub_server.contract.parse.prose_docs import first_clause
from stub_server.contract.parse.section_fields import SectionFields, fields_in
from stub_server.contract.parse.section_payloads import SectionPayloads
from stub_server.contract.parse.section_topics import label_of
from stub_server.contract.parse.type_cell import TypeCellReader
from stub_server.contract.places import Place

_QUERY_TABLE = (
    "| Parameter | In | Type | Required |\n| --- | --- | --- | --- |\n"
    "| `{name}` | query | string | no |"
)


def operations_in_sections(
    ast: PageAst,
    sections: PageSections,
    examples: Sequence[Exchange | Value],
    cells: TypeCellReader,
    diagnostics: Diagnostics,
) -> Iterator[Operation]:
    """The operations that the sections of a page declare; report their gaps."""
    titles = Counter(operation_id_of_title(section.title) for section in sections.declared)
    if sections.declared and sections.base_line and sections.base:
        message = f"Paths are served without the base path `{sections.base}`."
        diagnostics.report("words-not-read", sections.base_line.place, message)
    _report_authentication(ast, sections, diagnostics)
    for section in sections.declared:
        own = [example for example in examples if sections.at(_place(example)) is section]
        reader = _SectionReader(section, ast, cells, diagnostics)
        if found := reader.operation(own, titles):
            yield found


def _report_authentication(ast: PageAst, sections: PageSections, diagnostics: Diagnostics) -> None:
    """Report a section on authentication where no endpoint says whether it needs a login."""
    labels = [
        label_of(block.inline)[0]
        for section in sections.declared
        for block in section.blocks
        if isinstance(block, Paragraph)
    ]
    for block in ast.blocks if sections.declared and "login" not in labels else ():
        if isinstance(block, Heading) and re.match(r"auth", block.inline.text, re.IGNORECASE):
            message = (
                "This section is not read; write `Login: yes` below each endpoint it is about."
            )
            diagnostics.report("login-not-read", block.inline.place, message)


def _place(example: Exchange | Value) -> Place:
    return example.place if isinstance(example, Value) else example.request.place


class _SectionReader:
    """Reads one section."""

    def __init__(
        self,
        section: EndpointSection,
        ast: PageAst,
        cells: TypeCellReader,
        diagnostics: Diagnostics,
    ) -> None:
        self._section = section
        self._ast = ast
        self._cells = cells
        self._diagnostics = diagnostics
        self._labels = {
            label: inline
            for block in reversed(section.blocks)
            if isinstance(block, Paragraph)
            for label, inline in (label_of(block.inline),)
            if label in ("login", "operation")
        }

    def operation(
        self, examples: Sequence[Exchange | Value], titles: Counter[str]
    ) -> Operation | None:
        """The section's operation, or None when its path cannot be read."""
        section = self._section
        bare, query = paths.split_query(section.path)
        template = paths.to_template(bare)
        if template is None:
            self._diagnostics.report("bad-path", section.place, complaint(bare, "section"))
            return None
        fields = fields_in(section, self._diagnostics)
        parameters = self._parameters(template, query, fields)
        payloads = SectionPayloads(section, fields, examples, self._cells, self._diagnostics)
        body = payloads.body()
        summary, description = self._prose()
        return Operation(
            self._id(template, titles),
            section.method,
            template,
            body,
            payloads.returns(),
            self._ast.info,
            section.title or summary or f"{section.method} {template}",
            description,
            self._login(),
            True,
            tuple(parameter.name for parameter in parameters if parameter.location == "header"),
            tuple(parameter.name for parameter in parameters if parameter.location == "query"),
            None,
            section.place,
            self._cells.members(body),
            tuple(parameters),
        )

    def _parameters(
        self, path: str, query: Sequence[str], fields: SectionFields
    ) -> list[Parameter]:
        """The parameters that the section lists, and those of the path's query without a type."""
        known = {
            parameter.name.lower()
            for parameter in fields.parameters
            if parameter.location == "query"
        }
        found = [
            parameter
            for parameter in fields.parameters
            if parameter.name.lower() != "authorization"
        ]
        for name in query:
            if name.lower() not in known:
                message = f"No type is given for `{name}` in the query; it is taken as a string."
                edit = self._section.line_edit(_QUERY_TABLE.format(name=name))
                self._diagnostics.report("query-type-derived", self._section.place, message, edit)
                found.append(Parameter.text("query", name, self._section.place))
        for parameter in found:
            if parameter.location == "path" and parameter.name not in paths.parameters(path):
                message = f"`{path}` has no parameter `{parameter.name}`."
                self._diagnostics.report("path-parameter-mismatch", parameter.member.place, message)
        names = paths.parameters(path)
        return [
            parameter
            for parameter in found
            if parameter.location != "path" or parameter.name in names
        ]

    def _id(self, path: str, titles: Counter[str]) -> str:
        label = self._labels.get("operation")
        given = (label.codes[0] if label.codes else label.text.strip(". ")) if label else ""
        if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.-]*", given):
            return given
        titled = operation_id_of_title(self._section.title)
        derived = titled if titles[titled] == 1 else ""
        source = "its heading" if derived else "its method and path"
        derived = derived or default_operation_id(self._section.method, path)
        message = f"The section names no operation; it is called `{derived}`, by {source}."
        edit = self._section.line_edit(f"Operation: `{derived}`")
        self._diagnostics.report("operation-id-derived", self._section.place, message, edit)
        return derived

    def _login(self) -> bool:
        label = self._labels.get("login")
        if label is not None:
            return logins.requires_login(label, self._diagnostics)
        for fence, request in curl_requests(self._section):
            if any(header.lower() == "authorization" for header in request.headers):
                message = (
                    "The command sends `Authorization`, and the section has no line "
                    "`Login: yes`; it is read as no login."
                )
                self._diagnostics.report("login-not-read", fence.place, message)
        return False

    def _prose(self) -> tuple[str, str]:
        """The first clause and the whole of the paragraphs before the section's first details."""
        found: list[str] = []
        for block in self._section.blocks:
            if not isinstance(block, Paragraph) or block.item:
                break
            text = block.inline.markdown
            sentence = not text.endswith(":") and len(text.split()) > 1
            labelled = label_of(block.inline)[0] not in ("", "response") or ":" in text[:25]
            line = " ".join(self._section.line)
            if sentence and not labelled and block.inline.text.replace(":", "") != line:
                found.append(text)
        return first_clause(found[0].replace("`", "")) if found else "", "\n\n".join(found)
