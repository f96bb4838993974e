"""Pages to one Contract: read every page, then combine them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath

from stub_server.contract import paths
from stub_server.contract.diagnostics import Diagnostics
from stub_server.contract.examples import Exchange, Value
from stub_server.contract.model import Contract, Operation
from stub_server.contract.namespace import Namespace
from stub_server.contract.parse import errors, examples, page, prose_docs, rules, tables, typescript
from stub_server.contract.parse.blocks import Fence, PageAst
from stub_server.contract.parse.conventions import conventions_of
from stub_server.contract.parse.curl_examples import curl_exchanges
from stub_server.contract.parse.endpoint_sections import PageSections
from stub_server.contract.parse.endpoints import lines_in_tables, operations_of
from stub_server.contract.parse.page import Page
from stub_server.contract.parse.section_operations import operations_in_sections
from stub_server.contract.parse.type_cell import TypeCellReader
from stub_server.contract.parse.type_headings import types_in_tables
from stub_server.contract.shapes import Declaration


def parse_contract(pages: Sequence[Page], diagnostics: Diagnostics) -> Contract:
    """Read contract pages, in whatever order they are given; raise for no text.

    The conventions page comes first, the others by path.
    """
    asts = _asts(pages, diagnostics)
    read = list(zip(asts, _sections(asts), strict=True))
    declared = [
        declaration for ast, own in read for declaration in _declarations(ast, own, diagnostics)
    ]
    types = Namespace(declared)
    shown = [list(_examples(ast, own, types, diagnostics)) for ast, own in read]
    cells = TypeCellReader(types, diagnostics)
    operations: list[Operation] = []
    for (ast, own), values in zip(read, shown, strict=True):
        operations += operations_of(ast, cells, diagnostics)
        operations += operations_in_sections(ast, own, values, cells, diagnostics)
    every = _without_duplicates(operations, diagnostics)
    codes = []
    for ast, own in read:
        local = [operation for operation in every if operation.page is ast.info]
        tables.report_unread(ast, own.tables(), diagnostics)
        codes += errors.error_codes_of(ast, own, local, every, diagnostics)
    names = _relative(asts)
    return Contract(
        conventions=conventions_of(asts, diagnostics),
        pages=tuple(ast.info for ast in asts),
        operations=tuple(every),
        types=types,
        errors=tuple(codes),
        rules=tuple(
            replace(rule, page=names[rule.page])
            for rule in rules.rules_of(asts, every, diagnostics)
        ),
        links=rules.links_of(asts, every, diagnostics),
        examples=tuple(value for values in shown for value in values),
        mentions=tuple(mention for ast in asts for mention in prose_docs.status_mentions(ast)),
    )


def _sections(asts: Sequence[PageAst]) -> list[PageSections]:
    """The endpoint sections of each page."""
    listed = [line for ast in asts for line in lines_in_tables(ast)]
    return [PageSections(ast, partial(_is_listed, listed)) for ast in asts]


def _is_listed(listed: Sequence[tuple[str, str]], method: str, path: str) -> bool:
    """Whether a row has this endpoint, or one whose parameters stand for parts of its path."""
    bare = paths.split_query(path)[0]
    template = paths.to_template(bare) or bare
    return any(
        method == other
        and (paths.skeleton(row) == paths.skeleton(template) or paths.matches(row, template))
        for other, row in listed
    )


def _examples(
    ast: PageAst, sections: PageSections, types: Namespace, diagnostics: Diagnostics
) -> Iterator[Exchange | Value]:
    yield from examples.exchanges_of(ast, sections, diagnostics)
    yield from curl_exchanges(sections, diagnostics)
    yield from examples.values_of(ast, sections, types, diagnostics)


def _asts(pages: Iterable[Page], diagnostics: Diagnostics) -> list[PageAst]:
    asts = [
        page.read(source, diagnostics)
        for source in sorted(pages, key=lambda source: (source.path, source.text))
    ]
    return sorted(asts, key=lambda ast: not ast.conventions)


def _relative(asts: Sequence[PageAst]) -> dict[str, str]:
    """Each page's path without the folders that all of them share."""
    parts = [PurePosixPath(ast.path.replace("\\", "/")).parts for ast in asts]
    shared = 0
    while parts and all(
        len(part) > shared + 1 and part[shared] == parts[0][shared] for part in parts
    ):
        shared += 1
    return {
        ast.path: "/".join(segments[shared:]) or ast.path
        for ast, segments in zip(asts, parts, strict=True)
    }


def _declarations(
    ast: PageAst, sections: PageSections, diagnostics: Diagnostics
) -> list[Declaration]:
    """The types that a page declares: in fences, and as tables of fields.

    A fence without a language counts if it is TypeScript.
    """
    found: list[Declaration] = []
    for block in ast.blocks:
        if isinstance(block, Fence) and (
            block.language in ("ts", "typescript")
            or (not block.language and typescript.declares(block.text))
        ):
            found += typescript.declarations_of(block.text, block.locate, diagnostics)
    return [*found, *types_in_tables(ast, sections, diagnostics)]


def _without_duplicates(
    operations: Iterable[Operation], diagnostics: Diagnostics
) -> list[Operation]:
    """Operations that differ in method and path, and in their id; the first of two stays."""
    by_line: dict[tuple[str, str], Operation] = {}
    by_path: dict[str, Operation] = {}
    by_id: dict[str, Operation] = {}
    for read in operations:
        operation = _with_first_path(read, by_path, diagnostics)
        duplicate = by_line.get((operation.method, operation.path))
        if duplicate or operation.id in by_id:
            first = duplicate or by_id[operation.id]
            where = f"{first.place.path}:{first.place.line}"
            what = f"`{operation.line}`" if duplicate else f"An operation `{operation.id}`"
            message = f"{what} is in {where} already; this row is left out."
            diagnostics.report("duplicate-operation", operation.place, message)
            continue
        by_line[operation.method, operation.path] = by_id[operation.id] = operation
        by_path.setdefault(paths.skeleton(operation.path), operation)
    return list(by_line.values())


def _with_first_path(
    operation: Operation, by_path: dict[str, Operation], diagnostics: Diagnostics
) -> Operation:
    """The operation with its parameters named as another row names them for the same path."""
    first = by_path.get(paths.skeleton(operation.path))
    if first is None or first.path == operation.path:
        return operation
    diagnostics.report(
        "path-parameter-mismatch",
        operation.place,
        f"`{operation.path}` is `{first.path}` of {first.place.path}:{first.place.line} with other "
        "names; the document takes those.",
    )
    return replace(operation, path=first.path)
