"""Pages to one Contract: read every page, then put together what they say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from stub_server.contract import paths
from stub_server.contract.diagnostics import Diagnostics
from stub_server.contract.examples import Exchange, Value
from stub_server.contract.model import Contract, Operation
from stub_server.contract.namespace import Namespace
from stub_server.contract.parse import errors, examples, page, prose_docs, rules, tables, typescript
from stub_server.contract.parse.blocks import Fence, PageAst
from stub_server.contract.parse.conventions import conventions_of
from stub_server.contract.parse.endpoints import operations_of
from stub_server.contract.parse.page import Page
from stub_server.contract.parse.type_cell import TypeCellReader
from stub_server.contract.shapes import Declaration


def parse_contract(pages: Sequence[Page], diagnostics: Diagnostics) -> Contract:
    """Read contract pages, in whatever order they are given; raise for no text.

    The conventions page comes first, the others by path.
    """
    asts = _asts(pages, diagnostics)
    types = Namespace([one for ast in asts for one in _declared(ast, diagnostics)], diagnostics)
    cells = TypeCellReader(types, diagnostics)
    every = _distinct(
        [one for ast in asts for one in operations_of(ast, cells, diagnostics)], diagnostics
    )
    codes = []
    for ast in asts:
        local = [one for one in every if one.page is ast.info]
        tables.unread(ast, diagnostics)
        codes += errors.error_codes_of(ast, local, every, diagnostics)
    shown = _relative(asts)
    return Contract(
        conventions=conventions_of(asts, diagnostics),
        pages=tuple(ast.info for ast in asts),
        operations=tuple(every),
        types=types,
        errors=tuple(codes),
        rules=tuple(
            replace(rule, page=shown[rule.page])
            for rule in rules.rules_of(asts, every, diagnostics)
        ),
        links=rules.links_of(asts, every, diagnostics),
        examples=tuple(one for ast in asts for one in _examples(ast, types, diagnostics)),
        mentions=tuple(one for ast in asts for one in prose_docs.status_mentions(ast)),
    )


def _examples(
    ast: PageAst, types: Namespace, diagnostics: Diagnostics
) -> Iterator[Exchange | Value]:
    yield from examples.exchanges_of(ast, diagnostics)
    yield from examples.values_of(ast, types, diagnostics)


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
