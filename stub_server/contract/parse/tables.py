"""The kind of a table, by its header; and its cells by the meaning of their column."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Literal

from stub_server.contract.diagnostics import Diagnostics
from stub_server.contract.inline import Inline
from stub_server.contract.parse.blocks import PageAst, Table

Kind = Literal["endpoints", "errors", "statuses", "rules", "links", "settings", ""]

_NAMES = {
    "method": {"method", "verb", "http method"},
    "path": {"path", "url", "uri", "route"},
    "endpoint": {"endpoint", "endpoints", "method and path", "where", "on", "request line"},
    "body": {"body", "request body", "request", "payload", "input", "sends", "takes"},
    "returns": {"returns", "response", "answer", "answers", "result", "output", "200", "success"},
    "operation": {"operation", "operationid", "operation id", "operations"},
    "summary": {
        "summary",
        "description",
        "what",
        "purpose",
        "notes",
        "note",
        "does",
        "what it does",
    },
    "login": {"login", "auth", "authentication", "requires login", "logged in"},
    "headers": {"headers", "header", "request headers"},
    "session": {"session", "cookie"},
    "errors": {"errors", "error codes", "fails with"},
    "status": {"status", "http", "http status", "status code", "http code", "http status code"},
    "statuses": {"status codes", "statuses", "http codes", "http statuses", "response codes"},
    "code": {"code", "error", "error code", "codes", "error.code"},
    "when": {"when", "meaning", "cause", "reason", "condition", "description", "if", "case"},
    "id": {"id", "rule id", "nr"},
    "rule": {"rule", "text", "rules"},
    "from": {"from"},
    "to": {"to"},
    "member": {"member"},
    "field": {"field", "fields"},
    "parameter": {"parameter"},
    "name": {"name", "setting", "key"},
    "value": {"value"},
}
_SPEAKS = re.compile(r"error|status|fail|\b(?:get|post|put|patch|delete) /")
_SECTIONS = ("endpoints", "errors", "rules", "links")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, its cells by meaning."""

    cells: dict[str, Inline]
    section: tuple[str, ...] = ()

    def get(self, *meanings: str) -> Inline | None:
        """The cell of the first of these columns that the table has."""
        return next((self.cells[meaning] for meaning in meanings if meaning in self.cells), None)

    @property
    def start(self) -> Inline:
        """The row's first cell."""
        return next(iter(self.cells.values()))


def rows_of(ast: PageAst, kind: Kind) -> Iterator[Row]:
    """The rows of every table of that kind, in the order of the page."""
    for block in ast.blocks:
        if isinstance(block, Table) and kind_of(block) == kind:
            meanings = _meanings(block)
            for row in block.rows:
                cells = {
                    meaning: cell for meaning, cell in zip(meanings, row, strict=False) if meaning
                }
                yield Row(cells, block.section)


def kind_of(table: Table) -> Kind:
    """The kind of a table; an empty text where its header does not tell."""
    has = set(_meanings(table))
    if "code" not in has and "method" in has and has & {"path", "endpoint"}:
        return "endpoints"
    if {"endpoint", "returns"} <= has and "code" not in has:
        return "endpoints"
    if {"id", "rule"} <= has:
        return "rules"
    if {"from", "to"} <= has:
        return "links"
    if "code" in has and has & {"status", "when", "endpoint", "operation"} and _about_errors(table):
        return "errors"
    if {"status", "when"} <= has:
        return "statuses"
    return "settings" if has == {"name", "value"} else ""


def report_unread(ast: PageAst, elsewhere: Container[Table], diagnostics: Diagnostics) -> None:
    """Report columns without a meaning, and tables of another kind than their section announces.

    elsewhere: tables that an endpoint's section reads, or reports.
    """
    for block in ast.blocks:
        if isinstance(block, Table) and kind_of(block):
            _report_columns(block, diagnostics)
        if (
            isinstance(block, Table)
            and block.headers
            and not (kind_of(block) or block in elsewhere)
        ):
            for section in _SECTIONS:
                if block.section and block.section[-1] == section:
                    diagnostics.report(
                        "table-not-read",
                        block.headers[0].place,
                        f"The header of this table does not tell that it lists {section}; "
                        "it is not read.",
                    )


def _report_columns(table: Table, diagnostics: Diagnostics) -> None:
    for meaning, header in zip(_meanings(table), table.headers, strict=True):
        if not meaning and header.text:
            message = f"The column `{header.text}` of this table is not read."
            diagnostics.report("column-not-read", header.place, message)


def _about_errors(table: Table) -> bool:
    """Whether a table with a `Code` column means error codes: by its section, or by their dots.

    A section speaks of them when it names errors or an endpoint.
    """
    if any(_SPEAKS.search(title) for title in table.section):
        return True
    column = _meanings(table).index("code")
    return any(
        re.fullmatch(r"[a-zA-Z]\w*(\.\w+)+", code)
        for row in table.rows
        for code in row[column].codes
    )


def _meanings(table: Table) -> list[str]:
    """The meaning of each column, by its title; a meaning counts once."""
    found: list[str] = []
    rival = any(_title(cell) in _NAMES["code"] | _NAMES["status"] for cell in table.headers)
    for cell in table.headers:
        title = _title(cell)
        fitting = [
            meaning for meaning, names in _NAMES.items() if title in names and meaning not in found
        ]
        if rival and "when" in fitting:
            fitting = ["when"]
        found.append(fitting[0] if fitting else "")
    return found


def _title(cell: Inline) -> str:
    return re.sub(r"\s*\([^)]*\)", "", cell.text).strip().lower().rstrip(":")
