"""The rows of a page's endpoint tables: one operation each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from stub_server.contract import paths, statuses
from stub_server.contract.diagnostics import Diagnostics
from stub_server.contract.edits import CellEdit
from stub_server.contract.infer.operation_ids import default_operation_id
from stub_server.contract.inline import Inline
from stub_server.contract.model import Operation, Payload
from stub_server.contract.parse.blocks import PageAst
from stub_server.contract.parse.logins import requires_login
from stub_server.contract.parse.prose_docs import ProseDocs
from stub_server.contract.parse.tables import Row, rows_of
from stub_server.contract.parse.type_cell import TypeCellReader
from stub_server.contract.places import Place

_OPERATION_TITLES = ("operation", "operationid", "operation id", "operations")


def operations_of(
    ast: PageAst, cells: TypeCellReader, diagnostics: Diagnostics
) -> Iterator[Operation]:
    """The operations of a page; report and leave out any other row."""
    prose = ProseDocs(ast)
    for row in rows_of(ast, "endpoints"):
        reader = _Row(row, ast, prose, cells, diagnostics)
        if found := reader.operation():
            yield found


def lines_in_tables(ast: PageAst) -> Iterator[tuple[str, str]]:
    """Method and path, parameters in braces, of each row of a page's endpoint tables."""
    for row in rows_of(ast, "endpoints"):
        method, path, _ = _line(row)
        bare = paths.split_query(path)[0]
        yield method.upper(), paths.to_template(bare) or bare


class _Row:
    """Reads one row."""

    def __init__(
        self,
        row: Row,
        ast: PageAst,
        prose: ProseDocs,
        cells: TypeCellReader,
        diagnostics: Diagnostics,
    ) -> None:
        self._row = row
        self._ast = ast
        self._prose = prose
        self._type_cells = cells
        self._diagnostics = diagnostics

    def operation(self) -> Operation | None:
        """The row's operation, or None when method or path cannot be read."""
        method, path, place = _line(self._row)
        if not (method or path):
            self._diagnostics.report("bad-row", place, "The row has neither a method nor a path.")
            return None
        if method.upper() not in paths.METHODS:
            shown = f"`{method}` is no HTTP method" if method else "The row has no method"
            self._diagnostics.report(
                "bad-method", self._row.start.place, f"{shown}; it is left out."
            )
            return None
        bare, query = paths.split_query(path)
        template = paths.to_template(bare)
        if template is None:
            self._diagnostics.report("bad-path", place, complaint(bare))
            return None
        return self._operation(method.upper(), template, query, place)

    def _operation(self, method: str, path: str, query: tuple[str, ...], place: Place) -> Operation:
        summary, description = self._summary(method, path)
        for name in query:
            message = f"No type is given for `{name}` in the query; it is taken as a string."
            self._diagnostics.report("query-type-derived", place, message)
        headers = self._row.get("headers")
        body = self._body(method)
        session = self._row.get("session")
        return Operation(
            self._id(method, path, place),
            method,
            path,
            body,
            self._with_status(self._returns(place)),
            self._ast.info,
            summary,
            description,
            requires_login(self._row.get("login"), self._diagnostics),
            session is None or session.text.lower() not in ("none", "no", "never"),
            _names(headers),
            query,
            self._row.get("errors", "statuses"),
            place,
            self._type_cells.members(body),
        )

    def _body(self, method: str) -> Payload:
        cell = self._row.get("body")
        body = self._type_cells.body(cell) if cell else Payload("none")
        if cell and body.kind != "none" and method in ("GET", "HEAD", "TRACE"):
            message = f"A {method} carries no body; write its parameters behind `?` in the path."
            self._diagnostics.report("body-on-get", cell.place, message)
            return Payload("none")
        return body

    def _returns(self, place: Place) -> Payload:
        cell = self._row.get("returns")
        if cell is None:
            message = "The row does not say what it returns; the document allows any JSON."
            self._diagnostics.report("returns-nothing", place, message)
            return Payload("any")
        if not cell.text:
            message = (
                "`Returns` is empty: write a type in backticks, or `–` for nothing. The document "
                "allows any JSON here."
            )
            self._diagnostics.report("no-type-named", cell.place, message)
            return Payload("any")
        return self._type_cells.returns(cell)

    def _with_status(self, payload: Payload) -> Payload:
        """The payload with the success status of a column of its own."""
        cell = self._row.get("statuses", "status")
        found = [status for status in statuses.in_cell(cell.text) if status < 400] if cell else []
        if payload.status is not None or not found:
            return payload
        bare = found[0] in (204, 205) and payload.kind == "any"
        return replace(payload, status=found[0], kind="none" if bare else payload.kind)

    def _id(self, method: str, path: str, place: Place) -> str:
        cell = self._row.get("operation")
        given = (cell.codes[0] if cell.codes else cell.text) if cell and not cell.blank else ""
        if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.-]*", given):
            return given
        derived = default_operation_id(method, path)
        wrong = f"`{given}` is no name for an operation" if given else "The row names no operation"
        self._diagnostics.report(
            "operation-id-derived",
            cell.place if cell and given else place,
            f"{wrong}; it is called `{derived}`, by its method and path.",
            CellEdit(place, _OPERATION_TITLES, f"`{derived}`"),
        )
        return derived

    def _summary(self, method: str, path: str) -> tuple[str, str]:
        cell = self._row.get("summary")
        prose = self._prose.about(method, path)
        if cell and not cell.blank:
            return cell.text, prose.whole if prose else ""
        return (prose.first, prose.whole) if prose else (f"{method} {path}", "")


def _line(row: Row) -> tuple[str, str, Place]:
    """Method and path as written, and the place of the path."""
    cell = row.get("path", "endpoint") or row.start
    given = row.get("method")
    path = "" if cell.blank else cell.codes[0] if cell.codes else cell.text
    if given is not None:
        return "" if given.blank else given.text, path, cell.place
    method, _, path = cell.text.partition(" ")
    return method, path.strip(), cell.place


def _names(cell: Inline | None) -> tuple[str, ...]:
    if cell is None or cell.blank:
        return ()
    given = cell.codes or tuple(re.split(r"[\s,]+", cell.text))
    return tuple(name for name in given if re.fullmatch(r"[A-Za-z0-9-]+", name))


def complaint(path: str, holder: str = "row") -> str:
    """The sentence on a path that is left out, with the row or section that has it."""
    if not path:
        return f"The {holder} has no path; it is left out."
    if not path.startswith("/"):
        return f"`{path}` does not begin with a slash; the {holder} is left out."
    return (
        f"`{path}` is no path with parameters as `{{id}}` or `:id`, each named once; "
        f"the {holder} is left out."
    )
