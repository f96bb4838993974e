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

from stub_server.contract import statuses, targets
from stub_server.contract.columns import Row, rows_of
from stub_server.contract.diagnostics import Findings, Place
from stub_server.contract.endpoints import Operation
from stub_server.contract.lists import Told, told_statuses
from stub_server.contract.page import Sheet
from stub_server.contract.words import Words

_CODE = re.compile(r"[A-Za-z][\w-]*(?:\.[\w-]+)*")
_INVALID = re.compile(r"(?:invalid|empty|missing|malformed|weak|blank|toolong|tooshort)$", re.I)


@dataclass
class Code:
    """One row's code, or a status without one (`name` is empty); what the page says of it.

    fields: the members of the request that the code is about.
    """

    name: str
    when: str
    sheet: Sheet
    place: Place
    statuses: list[int]
    where: Words | None
    operations: list[Operation] = field(default_factory=list)
    in_row: bool = False
    section: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


def codes_of(
    sheet: Sheet,
    local: Sequence[Operation],
    every: Sequence[Operation],
    findings: Findings,
) -> list[Code]:
    """The codes of a page, each with its statuses and operations, as far as they can be known."""
    codes = [*_rows(sheet, findings), *_columns(local)]
    mentions = _mentions(codes)
    told = list(told_statuses(sheet))
    _join_lists(codes, told, findings)
    reach = every if sheet.conventions else local
    for code in codes:
        if not code.statuses:
            findings.say(
                "code-without-status",
                code.place,
                f"Neither the table nor a list of statuses says which HTTP status `{code.name}` "
                "has; the document leaves it out.",
            )
        if not code.operations:
            code.operations = _operations(code, reach, every, mentions, findings)
    return [code for code in codes if code.name or not _coded(code, codes, findings)]


def _mentions(codes: Iterable[Code]) -> dict[int, list[Operation]]:
    """The operations whose own rows name a status without its code, by the status."""
    found: dict[int, list[Operation]] = {}
    for code in codes:
        if not code.name and code.operations:
            found.setdefault(code.statuses[0], []).extend(code.operations)
    return found


def _coded(code: Code, codes: Iterable[Code], findings: Findings) -> bool:
    """Whether another row has the code of a status that an endpoint's row names without one."""
    status, own = code.statuses[0], {one.id for one in code.operations}
    if code.in_row and any(
        one.name and status in one.statuses and own <= {other.id for other in one.operations}
        for one in codes
    ):
        return True
    message = f"{status} has no code here; its answers may carry any."
    findings.say("status-without-code", code.place, message)
    return False


def _rows(sheet: Sheet, findings: Findings) -> Iterator[Code]:
    for row in rows_of(sheet, "errors"):
        cell = row.cells["code"]
        names = [one for one in cell.codes or (cell.text,) if _CODE.fullmatch(one)]
        found = _statuses(row)
        if not names and found:
            names = [""]
        elif not names:
            findings.say("bad-row", row.start.place, "The row has neither a code nor a status.")
        when, fields = row.get("when"), row.get("field")
        for name in names:
            yield Code(
                name,
                when.markdown if when and not when.blank else "",
                sheet,
                cell.at(name) if name else row.start.place,
                list(found),
                row.get("endpoint", "operation"),
                section=row.section,
                fields=tuple(fields.codes) if fields else (),
            )


def _statuses(row: Row) -> list[int]:
    cell = row.get("status")
    return [one for one in statuses.in_cell(cell.text) if one >= 400] if cell else []


def _columns(local: Sequence[Operation]) -> Iterator[Code]:
    """Codes and statuses that stand in an endpoint's own row: "400 `cart.quantityInvalid`, 404"."""
    for operation in local:
        cell = operation.errors
        for status, name in _listed(cell) if cell and not cell.blank else ():
            known = [status] if status else []
            place = cell.at(name or str(status)) if cell else operation.place
            yield Code(name, "", operation.sheet, place, known, None, [operation], in_row=True)


def _listed(cell: Words) -> Iterator[tuple[int | None, str]]:
    """Each code of a cell with the status before it, and each status that no code follows."""
    status: int | None = None
    alone = False
    for span in cell.spans:
        text = span.text.strip()
        for part in [text] if span.code else re.split(r"[\s,/;]+", text):
            given, _ = statuses.leading(part)
            if given is not None and given >= 400:
                if alone:
                    yield status, ""
                status, alone = given, True
            elif span.code and _CODE.fullmatch(part):
                yield status, part
                alone = False
    if alone:
        yield status, ""


def _join_lists(codes: Sequence[Code], told: Sequence[Told], findings: Findings) -> None:
    """Give each code without a status the one that a list has for it: first by name."""
    failures = [one for one in told if one.status >= 400]
    used: set[int] = set()
    for one in failures:
        for name in _named_in(one.words):
            found = [code for code in codes if _means(name, code.name)]
            used |= {one.status} if found else set()
            for code in found:
                if one.status not in code.statuses:
                    code.statuses.append(one.status)
            if not found and ("." in name or "*" in name):
                message = f"No table of this page lists the code `{name}`."
                findings.say("unknown-code", one.words.at(name), message)
    for one in failures:
        for code in [code for code in codes if code.name and not code.statuses]:
            if why := _meaning(one, code.name):
                used.add(one.status)
                code.statuses.append(one.status)
                findings.say(
                    "status-derived",
                    code.place,
                    f"`{code.name}` gets {one.status}: {why} (line {one.words.place.line}).",
                )
    for one in failures:
        if one.status not in used and not any(one.status in code.statuses for code in codes):
            findings.say(
                "status-without-code",
                one.words.place,
                f"No code of this page is known to have {one.status}; the document leaves it out.",
            )


def _named_in(words: Words) -> list[str]:
    return [one for one in words.codes if re.fullmatch(r"[A-Za-z][\w-]*(?:\.[\w*-]+)*\*?", one)]


def _means(name: str, code: str) -> bool:
    """Whether a name in a list means a code: whole, its last words, or a prefix with a star."""
    if name.endswith("*"):
        return code.startswith(name[:-1]) and bool(code)
    return bool(code) and (code == name or code.endswith(f".{name}"))


def _meaning(told: Told, code: str) -> str:
    """Why a status that names no code means this one; an empty text when that is not certain."""
    text = told.words.text.lower()
    last = code.rpartition(".")[2].lower()
    if "validation" in text and _INVALID.search(last):
        return "it is taken as one of the validation errors of the list of statuses"
    reason = re.sub(r"[^a-z]", "", statuses.REASONS.get(told.status, "").lower())
    return "its name is that status's own reason" if reason and last == reason else ""


def _operations(
    code: Code,
    reach: Sequence[Operation],
    every: Sequence[Operation],
    mentions: Mapping[int, Sequence[Operation]],
    findings: Findings,
) -> list[Operation]:
    if code.where is not None and code.where.text:
        if code.where.blank:
            return []
        return targets.named(code.where, reach, every, findings)
    if found := targets.headed(code.section, every):
        return found
    why = ""
    if code.sheet.conventions:
        found = list(reach)
    elif not (found := [one for status in code.statuses for one in mentions.get(status, ())]):
        found, why = targets.derived(code.when, code.statuses, reach)
    if found and code.statuses:
        lines = ", ".join(f"`{one.line}`" for one in found) if len(found) < 6 else "all endpoints"
        shown = f"`{code.name}`" if code.name else str(code.statuses[0])
        findings.say(
            "endpoint-derived",
            code.place,
            f"No column says which endpoint answers {shown}; it is given to {lines}{why}.",
        )
    return found


def failures(codes: Iterable[Code]) -> dict[str, dict[int, dict[str, str]]]:
    """For each operation's id and each status: the codes, and when they come."""
    found: dict[str, dict[int, dict[str, str]]] = {}
    for code in codes:
        for operation in code.operations:
            for status in code.statuses:
                known = found.setdefault(operation.id, {}).setdefault(status, {})
                known[code.name] = known.get(code.name) or code.when
    return found


def fields_of(codes: Iterable[Code]) -> dict[str, dict[str, str]]:
    """For each operation's id: the code of each member of its request that has one of its own."""
    found: dict[str, dict[str, str]] = {}
    for code in codes:
        for operation in code.operations if code.fields and code.name else ():
            for name in code.fields:
                found.setdefault(operation.id, {}).setdefault(name, code.name)
    return found
