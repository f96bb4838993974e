"""The compiler's main road: pages are read, understood, and put together as one document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from stub_server.contract import columns, errors, examples, page, paths, prose, rules, typescript
from stub_server.contract.cells import Cells
from stub_server.contract.constraints import Json
from stub_server.contract.diagnostics import Diagnostic, Findings
from stub_server.contract.document import Document
from stub_server.contract.endpoints import Operation, operations_of
from stub_server.contract.namespace import Namespace
from stub_server.contract.page import Fence, Page, Sheet
from stub_server.contract.schemas import Schemas
from stub_server.contract.settings import settings_of
from stub_server.contract.shapes import Declaration


@dataclass(frozen=True, slots=True)
class Compilation:
    """What came of the pages: an OpenAPI 3.1 document as plain values, and what is to be said."""

    document: Json
    diagnostics: tuple[Diagnostic, ...]


def compile_pages(pages: Sequence[Page]) -> Compilation:
    """Compile contract pages, in whatever order they are given; raises for no text.

    The conventions page comes first, the others by path. The document names pages relative to
    their common folder; diagnostics name them as they were given.
    """
    findings = Findings()
    sheets = _sheets(pages, findings)
    names = Namespace([one for sheet in sheets for one in _declared(sheet, findings)], findings)
    cells = Cells(names, findings)
    read = [one for sheet in sheets for one in operations_of(sheet, cells, findings)]
    every = _distinct(read, findings)
    schemas = Schemas(names, findings)
    document = Document(settings_of(sheets, findings), sheets, _relative(sheets), schemas, findings)
    codes = []
    for sheet in sheets:
        local = [one for one in every if one.sheet is sheet]
        columns.unread(sheet, findings)
        codes += errors.codes_of(sheet, local, every, findings)
    document.add_operations(every, errors.failures(codes))
    document.add_error_fields(errors.fields_of(codes))
    document.add_rules(*rules.rules_of(sheets, every, findings))
    document.add_links(rules.links_of(sheets, every, findings))
    document.add_codes(codes)
    showing = document.showing()
    for sheet in sheets:
        prose.check_statuses(sheet, document.statuses_of(sheet, codes), findings)
        showing.add_exchanges(examples.exchanges_of(sheet, findings), every)
        showing.add_values(examples.values_of(sheet, names, findings), every)
    if sheets and not read:
        message = "No page has a table of endpoints (`Method | Path | Body | Returns`)."
        findings.say("no-endpoints", sheets[0].start, message)
    return Compilation(document.whole(), findings.all())


def _sheets(pages: Iterable[Page], findings: Findings) -> list[Sheet]:
    sheets = [
        page.read(one, findings) for one in sorted(pages, key=lambda one: (one.path, one.text))
    ]
    return sorted(sheets, key=lambda sheet: not sheet.conventions)


def _relative(sheets: Sequence[Sheet]) -> dict[str, str]:
    """Each page's path without the folders that all of them share."""
    parts = [PurePosixPath(sheet.path.replace("\\", "/")).parts for sheet in sheets]
    shared = 0
    while parts and all(len(one) > shared + 1 and one[shared] == parts[0][shared] for one in parts):
        shared += 1
    return {
        sheet.path: "/".join(one[shared:]) or sheet.path
        for sheet, one in zip(sheets, parts, strict=True)
    }


def _declared(sheet: Sheet, findings: Findings) -> list[Declaration]:
    """The declarations in a page's fences; one without a language counts if it is TypeScript."""
    found: list[Declaration] = []
    for block in sheet.blocks:
        if isinstance(block, Fence) and (
            block.language in ("ts", "typescript")
            or (not block.language and typescript.declares(block.text))
        ):
            found += typescript.declarations_of(block.text, block.at, findings)
    return found


def _distinct(operations: Iterable[Operation], findings: Findings) -> list[Operation]:
    """Operations that differ in method and path, and in their id; the first of two stays."""
    by_line: dict[tuple[str, str], Operation] = {}
    by_path: dict[str, Operation] = {}
    by_id: dict[str, Operation] = {}
    for read in operations:
        one = _like(read, by_path, findings)
        twin = by_line.get((one.method, one.path))
        if twin or one.id in by_id:
            first = twin or by_id[one.id]
            where = f"{first.place.path}:{first.place.line}"
            what = f"`{one.line}`" if twin else f"An operation `{one.id}`"
            message = f"{what} is in {where} already; this row is left out."
            findings.say("duplicate-operation", one.place, message)
            continue
        by_line[one.method, one.path] = by_id[one.id] = one
        by_path.setdefault(paths.skeleton(one.path), one)
    return list(by_line.values())


def _like(one: Operation, by_path: dict[str, Operation], findings: Findings) -> Operation:
    """The operation with its parameters named as another row names them for the same path."""
    first = by_path.get(paths.skeleton(one.path))
    if first is None or first.path == one.path:
        return one
    findings.say(
        "path-parameter-mismatch",
        one.place,
        f"`{one.path}` is `{first.path}` of {first.place.path}:{first.place.line} with other "
        "names; the document takes those.",
    )
    return replace(one, path=first.path)
