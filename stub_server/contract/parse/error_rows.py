"""Rows of error tables and of endpoints' `Errors` cells, as the pages have them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from stub_server.contract import statuses
from stub_server.contract.diagnostics import Diagnostics
from stub_server.contract.inline import Inline
from stub_server.contract.model import Operation, PageInfo
from stub_server.contract.parse.blocks import PageAst
from stub_server.contract.parse.tables import Row, rows_of
from stub_server.contract.places import Place

CODE = re.compile(r"[A-Za-z][\w-]*(?:\.[\w-]+)*")


@dataclass
class ErrorRow:
    """One row's code, or a status without one (`name` is empty), as the page describes it.

    fields: the members of the request that the code is about.
    """

    name: str
    when: str
    page: PageInfo
    place: Place
    statuses: list[int]
    where: Inline | None
    operations: list[Operation] = field(default_factory=list)
    in_row: bool = False
    in_table: bool = False
    section: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


def rows_in_tables(ast: PageAst, diagnostics: Diagnostics) -> Iterator[ErrorRow]:
    """The codes of a page's error tables; a row with several codes counts once for each."""
    for row in rows_of(ast, "errors"):
        cell = row.cells["code"]
        names = [code for code in cell.codes or (cell.text,) if CODE.fullmatch(code)]
        found = _statuses(row)
        if not names and found:
            names = [""]
        elif not names:
            diagnostics.report(
                "bad-row", row.start.place, "The row has neither a code nor a status."
            )
        when, fields = row.get("when"), row.get("field")
        for name in names:
            yield ErrorRow(
                name,
                when.markdown if when and not when.blank else "",
                ast.info,
                cell.locate(name) if name else row.start.place,
                list(found),
                row.get("endpoint", "operation"),
                in_table=True,
                section=row.section,
                fields=tuple(fields.codes) if fields else (),
            )


def _statuses(row: Row) -> list[int]:
    cell = row.get("status", "code")
    return [status for status in statuses.in_cell(cell.text) if status >= 400] if cell else []


def rows_in_endpoints(local: Sequence[Operation]) -> Iterator[ErrorRow]:
    """Codes and statuses that stand in an endpoint's own row: "400 `cart.quantityInvalid`, 404"."""
    for operation in local:
        cell = operation.errors
        for status, name in _codes_and_statuses(cell) if cell and not cell.blank else ():
            known = [status] if status else []
            place = cell.locate(name or str(status)) if cell else operation.place
            yield ErrorRow(name, "", operation.page, place, known, None, [operation], in_row=True)


def _codes_and_statuses(cell: Inline) -> Iterator[tuple[int | None, str]]:
    """Each code of a cell with the status before it, and each status that no code follows."""
    status: int | None = None
    alone = False
    for run in cell.runs:
        text = run.text.strip()
        for part in [text] if run.code else re.split(r"[\s,/;]+", text):
            given, _ = statuses.leading(part)
            if given is not None and given >= 400:
                if alone:
                    yield status, ""
                status, alone = given, True
            elif run.code and CODE.fullmatch(part):
                yield status, part
                alone = False
    if alone:
        yield status, ""
