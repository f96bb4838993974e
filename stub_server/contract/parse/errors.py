"""Error tables and the statuses of their codes: who fails with what, and when.

A code's status stands in its row; or in a list of statuses on the same page, which names codes
whole, by their last word, or by a prefix with a star. Three meanings are taken without a name, and
said: "validation errors" are the codes ending in a word such as Invalid or Empty; a code whose last
word is the status's own reason (`notFound`, 404); one code alone for a status that is "for" it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from stub_server.contract import statuses
from stub_server.contract.diagnostics import Diagnostics, Place
from stub_server.contract.infer import operation_refs
from stub_server.contract.inline import Inline
from stub_server.contract.parse.endpoints import Operation
from stub_server.contract.parse.page import PageAst
from stub_server.contract.parse.status_lists import StatusItem, status_items
from stub_server.contract.parse.tables import Row, rows_of

_CODE = re.compile(r"[A-Za-z][\w-]*(?:\.[\w-]+)*")
_INVALID = re.compile(r"(?:invalid|empty|missing|malformed|weak|blank|toolong|tooshort)$", re.I)


@dataclass
class ErrorCode:
    """One row's code, or a status without one (`name` is empty); what the page says of it."""

    name: str
    when: str
    ast: PageAst
    place: Place
    statuses: list[int]
    where: Inline | None
    operations: list[Operation] = field(default_factory=list)
    in_row: bool = False
    section: tuple[str, ...] = ()


def error_codes_of(
    ast: PageAst,
    local: Sequence[Operation],
    every: Sequence[Operation],
    diagnostics: Diagnostics,
) -> list[ErrorCode]:
    """The codes of a page, each with its statuses and operations, as far as they can be known."""
    codes = [*_rows(ast, diagnostics), *_columns(local)]
    mentions = _mentions(codes)
    items = list(status_items(ast))
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
            code.operations = _operations(code, reach, every, mentions, diagnostics)
    return [code for code in codes if code.name or not _coded(code, codes, diagnostics)]


def _mentions(codes: Iterable[ErrorCode]) -> dict[int, list[Operation]]:
    """The operations whose own rows name a status without its code, by the status."""
    found: dict[int, list[Operation]] = {}
    for code in codes:
        if not code.name and code.operations:
            found.setdefault(code.statuses[0], []).extend(code.operations)
    return found


def _coded(code: ErrorCode, codes: Iterable[ErrorCode], diagnostics: Diagnostics) -> bool:
    """Whether another row has the code of a status that an endpoint's row names without one."""
    status, own = code.statuses[0], {one.id for one in code.operations}
    if code.in_row and any(
        one.name and status in one.statuses and own <= {other.id for other in one.operations}
        for one in codes
    ):
        return True
    message = f"{status} has no code here; its answers may carry any."
    diagnostics.report("status-without-code", code.place, message)
    return False


def _rows(ast: PageAst, diagnostics: Diagnostics) -> Iterator[ErrorCode]:
    for row in rows_of(ast, "errors"):
        cell = row.cells["code"]
        names = [one for one in cell.codes or (cell.text,) if _CODE.fullmatch(one)]
        found = _statuses(row)
        if not names and found:
            names = [""]
        elif not names:
            diagnostics.report(
                "bad-row", row.start.place, "The row has neither a code nor a status."
            )
        when = row.get("when")
        for name in names:
            yield ErrorCode(
                name,
                when.markdown if when and not when.blank else "",
                ast,
                cell.locate(name) if name else row.start.place,
                list(found),
                row.get("endpoint", "operation"),
                section=row.section,
            )


def _statuses(row: Row) -> list[int]:
    cell = row.get("status")
    return [one for one in statuses.in_cell(cell.text) if one >= 400] if cell else []


def _columns(local: Sequence[Operation]) -> Iterator[ErrorCode]:
    """Codes and statuses that stand in an endpoint's own row: "400 `cart.quantityInvalid`, 404"."""
    for operation in local:
        cell = operation.errors
        for status, name in _listed(cell) if cell and not cell.blank else ():
            known = [status] if status else []
            place = cell.locate(name or str(status)) if cell else operation.place
            yield ErrorCode(name, "", operation.ast, place, known, None, [operation], in_row=True)


def _listed(cell: Inline) -> Iterator[tuple[int | None, str]]:
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
            elif run.code and _CODE.fullmatch(part):
                yield status, part
                alone = False
    if alone:
        yield status, ""


def _join_lists(
    codes: Sequence[ErrorCode], items: Sequence[StatusItem], diagnostics: Diagnostics
) -> None:
    """Give each code without a status the one that a list has for it: first by name."""
    failures = [one for one in items if one.status >= 400]
    used: set[int] = set()
    for one in failures:
        for name in _named_in(one.inline):
            found = [code for code in codes if _means(name, code.name)]
            used |= {one.status} if found else set()
            for code in found:
                if one.status not in code.statuses:
                    code.statuses.append(one.status)
            if not found and ("." in name or "*" in name):
                message = f"No table of this page lists the code `{name}`."
                diagnostics.report("unknown-code", one.inline.locate(name), message)
    for one in failures:
        for code in [code for code in codes if code.name and not code.statuses]:
            if why := _meaning(one, code.name):
                used.add(one.status)
                code.statuses.append(one.status)
                diagnostics.report(
                    "status-derived",
                    code.place,
                    f"`{code.name}` gets {one.status}: {why} (line {one.inline.place.line}).",
                )
    for one in failures:
        if one.status not in used and not any(one.status in code.statuses for code in codes):
            diagnostics.report(
                "status-without-code",
                one.inline.place,
                f"No code of this page is known to have {one.status}; the document leaves it out.",
            )


def _named_in(inline: Inline) -> list[str]:
    return [one for one in inline.codes if re.fullmatch(r"[A-Za-z][\w-]*(?:\.[\w*-]+)*\*?", one)]


def _means(name: str, code: str) -> bool:
    """Whether a name in a list means a code: whole, its last words, or a prefix with a star."""
    if name.endswith("*"):
        return code.startswith(name[:-1]) and bool(code)
    return bool(code) and (code == name or code.endswith(f".{name}"))


def _meaning(item: StatusItem, code: str) -> str:
    """Why a status that names no code means this one; an empty text when that is not certain."""
    text = item.inline.text.lower()
    last = code.rpartition(".")[2].lower()
    if "validation" in text and _INVALID.search(last):
        return "it is taken as one of the validation errors of the list of statuses"
    reason = re.sub(r"[^a-z]", "", statuses.REASONS.get(item.status, "").lower())
    return "its name is that status's own reason" if reason and last == reason else ""


def _operations(
    code: ErrorCode,
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
    if code.ast.conventions:
        found = list(reach)
    elif not (found := [one for status in code.statuses for one in mentions.get(status, ())]):
        found, why = operation_refs.derive_operations(code.when, code.statuses, reach)
    if found and code.statuses:
        lines = ", ".join(f"`{one.line}`" for one in found) if len(found) < 6 else "all endpoints"
        shown = f"`{code.name}`" if code.name else str(code.statuses[0])
        diagnostics.report(
            "endpoint-derived",
            code.place,
            f"No column says which endpoint answers {shown}; it is given to {lines}{why}.",
        )
    return found


def failures(codes: Iterable[ErrorCode]) -> dict[str, dict[int, dict[str, str]]]:
    """For each operation's id and each status: the codes, and when they come."""
    found: dict[str, dict[int, dict[str, str]]] = {}
    for code in codes:
        for operation in code.operations:
            for status in code.statuses:
                known = found.setdefault(operation.id, {}).setdefault(status, {})
                known[code.name] = known.get(code.name) or code.when
    return found
