"""The compiler's main road: pages are read, understood, and put together as one document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from stub_server.contract import paths
from stub_server.contract.diagnostics import Diagnostic, Diagnostics
from stub_server.contract.emit.document import Document
from stub_server.contract.emit.schemas import Schemas
from stub_server.contract.infer.constraints import Json
from stub_server.contract.namespace import Namespace
from stub_server.contract.parse import errors, examples, page, prose_docs, rules, tables, typescript
from stub_server.contract.parse.conventions import settings_of
from stub_server.contract.parse.endpoints import Operation, operations_of
from stub_server.contract.parse.page import Fence, Page, PageAst
from stub_server.contract.parse.type_cell import TypeCellReader
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
    diagnostics = Diagnostics()
    asts = _asts(pages, diagnostics)
    names = Namespace([one for ast in asts for one in _declared(ast, diagnostics)], diagnostics)
    cells = TypeCellReader(names, diagnostics)
    read = [one for ast in asts for one in operations_of(ast, cells, diagnostics)]
    every = _distinct(read, diagnostics)
    schemas = Schemas(names, diagnostics)
    document = Document(settings_of(asts, diagnostics), asts, _relative(asts), schemas, diagnostics)
    codes = []
    for ast in asts:
        local = [one for one in every if one.ast is ast]
        tables.unread(ast, diagnostics)
        codes += errors.error_codes_of(ast, local, every, diagnostics)
    document.add_operations(every, errors.failures(codes))
    document.add_rules(*rules.rules_of(asts, every, diagnostics))
    document.add_links(rules.links_of(asts, every, diagnostics))
    document.add_codes(codes)
    writer = document.examples_writer()
    for ast in asts:
        prose_docs.check_statuses(ast, document.statuses_of(ast, codes), diagnostics)
        writer.add_exchanges(examples.exchanges_of(ast, diagnostics), every)
        writer.add_values(examples.values_of(ast, names, diagnostics), every)
    if asts and not read:
        message = "No page has a table of endpoints (`Method | Path | Body | Returns`)."
        diagnostics.report("no-endpoints", asts[0].start, message)
    return Compilation(document.whole(), diagnostics.all())


def _asts(pages: Iterable[Page], diagnostics: Diagnostics) -> list[PageAst]:
    asts = [
        page.read(one, diagnostics) for one in sorted(pages, key=lambda one: (one.path, one.text))
    ]
    return sorted(asts, key=lambda ast: not ast.conventions)


def _relative(asts: Sequence[PageAst]) -> dict[str, str]:
    """Each page's path without the folders that all of them share."""
    parts = [PurePosixPath(ast.path.replace("\\", "/")).parts for ast in asts]
    shared = 0
    while parts and all(len(one) > shared + 1 and one[shared] == parts[0][shared] for one in parts):
        shared += 1
    return {
        ast.path: "/".join(one[shared:]) or ast.path for ast, one in zip(asts, parts, strict=True)
    }


def _declared(ast: PageAst, diagnostics: Diagnostics) -> list[Declaration]:
    """The declarations in a page's fences; one without a language counts if it is TypeScript."""
    found: list[Declaration] = []
    for block in ast.blocks:
        if isinstance(block, Fence) and (
            block.language in ("ts", "typescript")
            or (not block.language and typescript.declares(block.text))
        ):
            found += typescript.declarations_of(block.text, block.locate, diagnostics)
    return found


def _distinct(operations: Iterable[Operation], diagnostics: Diagnostics) -> list[Operation]:
    """Operations that differ in method and path, and in their id; the first of two stays."""
    by_line: dict[tuple[str, str], Operation] = {}
    by_path: dict[str, Operation] = {}
    by_id: dict[str, Operation] = {}
    for read in operations:
        one = _like(read, by_path, diagnostics)
        duplicate = by_line.get((one.method, one.path))
        if duplicate or one.id in by_id:
            first = duplicate or by_id[one.id]
            where = f"{first.place.path}:{first.place.line}"
            what = f"`{one.line}`" if duplicate else f"An operation `{one.id}`"
            message = f"{what} is in {where} already; this row is left out."
            diagnostics.report("duplicate-operation", one.place, message)
            continue
        by_line[one.method, one.path] = by_id[one.id] = one
        by_path.setdefault(paths.skeleton(one.path), one)
    return list(by_line.values())


def _like(one: Operation, by_path: dict[str, Operation], diagnostics: Diagnostics) -> Operation:
    """The operation with its parameters named as another row names them for the same path."""
    first = by_path.get(paths.skeleton(one.path))
    if first is None or first.path == one.path:
        return one
    diagnostics.report(
        "path-parameter-mismatch",
        one.place,
        f"`{one.path}` is `{first.path}` of {first.place.path}:{first.place.line} with other "
        "names; the document takes those.",
    )
    return replace(one, path=first.path)
