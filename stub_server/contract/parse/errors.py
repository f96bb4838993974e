"""Error codes of a page, with their statuses and operations.

A code's status stands in its row; or in a list of statuses on the same page, which names codes
whole, by their last word, or by a prefix with a star. Three meanings are inferred without a name,
and reported: "validation errors" are the codes ending in a word such as Invalid or Empty; a code
whose last word is the status's own reason (`notFound`, 404); one code alone for a status that is
"for" it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from stub_server.contract.diagnostics import Diagnostics
from stub_server.contract.edits import CellEdit, Edit, TextEdit
from stub_server.contract.infer import error_codes, operation_refs
from stub_server.contract.inline import Inline
from stub_server.contract.model import ErrorCode, Operation
from stub_server.contract.parse.blocks import PageAst
from stub_server.contract.parse.endpoint_sections import (
    EndpointSection,
    PageSections,
    endpoint_key,
)
from stub_server.contract.parse.error_lists import rows_in_lists
from stub_server.contract.parse.error_rows import ErrorRow, rows_in_endpoints, rows_in_tables
from stub_server.contract.parse.status_lists import StatusItem, status_items
from stub_server.contract.parse.tables import rows_of

_ENDPOINT_TITLES = (
    "endpoint", "endpoints", "method and path", "where", "on", "operation", "operations"
)  # fmt: skip
_STATUS_TITLES = ("status", "http", "http status", "status code", "http code", "http status code")


def error_codes_of(
    ast: PageAst,
    sections: PageSections,
    local: Sequence[Operation],
    every: Sequence[Operation],
    diagnostics: Diagnostics,
) -> list[ErrorCode]:
    """The codes of a page, each with its statuses and operations, as far as they can be known."""
    codes = [*rows_in_tables(ast, diagnostics), *rows_in_endpoints(local)]
    mentions = _mentions(codes)
    items = list(status_items(ast, sections))
    names = [code.name for code in codes if code.name]
    tabled = any(True for _ in rows_of(ast, "errors"))
    codes += rows_in_lists(
        ast.info,
        [item for item in items if not tabled or sections.at(item.inline.place)],
        names,
    )
    _join_lists(codes, items, diagnostics)
    reach = every if ast.conventions else local
    for code in codes:
        if not code.statuses:
            diagnostics.report(
                "code-without-status",
                code.place,
                f"Neither the table nor a list of statuses says which HTTP status `{code.name}` "
                "has; the document leaves it out.",
            )
        if not code.operations:
            section = sections.at(code.place)
            code.operations = [
                operation for operation in local if section and _is_of(operation, section)
            ]
        if not code.operations:
            code.operations = _operations(code, reach, every, mentions, diagnostics)
    return [
        ErrorCode(
            code.name,
            code.when,
            code.page,
            code.place,
            tuple(code.statuses),
            tuple(operation.id for operation in code.operations),
            code.fields,
        )
        for code in codes
        if code.name or not _has_code_elsewhere(code, codes, diagnostics)
    ]


def _is_of(operation: Operation, section: EndpointSection) -> bool:
    return endpoint_key(operation.method, operation.path) == section.key


def _mentions(codes: Iterable[ErrorRow]) -> dict[int, list[Operation]]:
    """The operations whose own rows name a status without its code, by the status."""
    found: dict[int, list[Operation]] = {}
    for code in codes:
        if not code.name and code.operations:
            found.setdefault(code.statuses[0], []).extend(code.operations)
    return found


def _has_code_elsewhere(
    code: ErrorRow, codes: Iterable[ErrorRow], diagnostics: Diagnostics
) -> bool:
    """Whether another row has the code of a status that an endpoint's row names without one."""
    status, own = code.statuses[0], {operation.id for operation in code.operations}
    if code.in_row and any(
        code.name and status in code.statuses and own <= {other.id for other in code.operations}
        for code in codes
    ):
        return True
    message = f"{status} has no code here; its answers may carry any."
    diagnostics.report("status-without-code", code.place, message)
    return False


def _join_lists(
    codes: Sequence[ErrorRow], items: Sequence[StatusItem], diagnostics: Diagnostics
) -> None:
    """Give each code without a status the one that a list has for it: first by name."""
    failures = [item for item in items if item.status >= 400]
    used: set[int] = set()
    for failure in failures:
        for name in _names_in(failure.inline):
            found = [code for code in codes if _matches(name, code.name)]
            used |= {failure.status} if found else set()
            for code in found:
                if failure.status not in code.statuses:
                    code.statuses.append(failure.status)
            if not found and ("." in name or "*" in name):
                message = f"No table of this page lists the code `{name}`."
                diagnostics.report("unknown-code", failure.inline.locate(name), message)
    for failure in failures:
        for code in [code for code in codes if code.name and not code.statuses]:
            if why := error_codes.reason_for_status(failure.status, failure.inline.text, code.name):
                used.add(failure.status)
                code.statuses.append(failure.status)
                diagnostics.report(
                    "status-derived",
                    code.place,
                    f"`{code.name}` gets {failure.status}: {why} "
                    f"(line {failure.inline.place.line}).",
                    _status_edit(code, failure.status),
                )
    for failure in failures:
        if failure.status not in used and not any(
            failure.status in code.statuses for code in codes
        ):
            diagnostics.report(
                "status-without-code",
                failure.inline.place,
                f"No code of this page is known to have {failure.status}; the document leaves it "
                "out.",
            )


def _names_in(inline: Inline) -> list[str]:
    return [code for code in inline.codes if re.fullmatch(r"[A-Za-z][\w-]*(?:\.[\w*-]+)*\*?", code)]


def _matches(name: str, code: str) -> bool:
    """Whether a name in a list means a code: whole, its last words, or a prefix with a star."""
    if name.endswith("*"):
        return code.startswith(name[:-1]) and bool(code)
    return bool(code) and (code == name or code.endswith(f".{name}"))


def _operations(
    code: ErrorRow,
    reach: Sequence[Operation],
    every: Sequence[Operation],
    mentions: Mapping[int, Sequence[Operation]],
    diagnostics: Diagnostics,
) -> list[Operation]:
    if code.where is not None and code.where.text:
        if code.where.blank:
            return []
        return operation_refs.named_operations(code.where, reach, every, diagnostics)
    if found := operation_refs.operations_in_heading(code.section, every):
        return found
    why = ""
    if code.page.conventions:
        found = list(reach)
    else:
        found, why = error_codes.operations_of_code(code.when, code.statuses, reach, mentions)
    if found and code.statuses:
        lines = (
            ", ".join(f"`{operation.line}`" for operation in found)
            if len(found) < 6
            else "all endpoints"
        )
        shown = f"`{code.name}`" if code.name else str(code.statuses[0])
        diagnostics.report(
            "endpoint-derived",
            code.place,
            f"No column says which endpoint answers {shown}; it is given to {lines}{why}.",
            _endpoint_edit(code, found) if code.in_table else None,
        )
    return found


def _endpoint_edit(code: ErrorRow, found: Sequence[Operation]) -> CellEdit:
    return CellEdit(
        code.place, _ENDPOINT_TITLES, ", ".join(f"`{operation.line}`" for operation in found)
    )


def _status_edit(code: ErrorRow, status: int) -> Edit | None:
    if code.in_table:
        return CellEdit(code.place, _STATUS_TITLES, str(status))
    start = replace(code.place, column=max(code.place.column - 1, 1))
    return TextEdit(start, f"`{code.name}`", f"{status} `{code.name}`")
