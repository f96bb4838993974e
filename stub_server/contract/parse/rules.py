"""The rules of the pages, the operations that they bind, and the links between operations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from stub_server.contract import paths
from stub_server.contract.diagnostics import Diagnostics
from stub_server.contract.infer import operation_refs
from stub_server.contract.inline import Inline
from stub_server.contract.model import Json, Operation, Rule
from stub_server.contract.parse.blocks import PageAst, Paragraph
from stub_server.contract.parse.tables import Row, rows_of
from stub_server.contract.places import Place

_BULLET = re.compile(r"(?:\*\*|__)([A-Za-z]\w*(?:-\w+)*-\d+[a-z]?)[:.]?(?:\*\*|__)")


@dataclass(frozen=True, slots=True)
class _RuleSource:
    """A rule as a page has it; `where` names its operations, `everywhere` means the page's."""

    name: str
    text: str
    place: Place
    where: Inline | None
    everywhere: bool


def rules_of(
    asts: Iterable[PageAst], every: Sequence[Operation], diagnostics: Diagnostics
) -> tuple[Rule, ...]:
    """Every rule of the pages with the operations that it binds, in natural order of the ids."""
    rules: dict[str, Rule] = {}
    for ast in asts:
        local = [operation for operation in every if operation.page is ast.info]
        reach = every if ast.conventions else local
        for rule in (*_rows(ast), *_bullets(ast)):
            if not rule.name or rule.name in rules:
                what = f"`{rule.name}` is the id of another rule already"
                shown = what if rule.name else "The rule has no id"
                diagnostics.report("duplicate-rule", rule.place, f"{shown}; it is left out.")
                continue
            bound = tuple(
                operation.id for operation in _bound_operations(rule, reach, every, diagnostics)
            )
            rules[rule.name] = Rule(rule.name, rule.text, ast.path, bound)
    return tuple(rules[name] for name in sorted(rules, key=natural))


def _rows(ast: PageAst) -> Iterator[_RuleSource]:
    for row in rows_of(ast, "rules"):
        where = row.get("operation", "endpoint")
        text = row.cells["rule"].markdown
        yield _RuleSource(row.cells["id"].text, text, row.start.place, where, everywhere=False)


def _bullets(ast: PageAst) -> Iterator[_RuleSource]:
    """Rules as bullets, `- **C-cart-1** Text.`; they bind all of the page."""
    for block in ast.blocks:
        if isinstance(block, Paragraph) and block.item and block.inline.raw:
            match = _BULLET.match(block.inline.raw[0])
            if match:
                name = match.group(1)
                text = block.inline.markdown.removeprefix(name).lstrip(" :.–—-")
                yield _RuleSource(name, text, block.inline.place, None, everywhere=True)


def _bound_operations(
    rule: _RuleSource,
    reach: Sequence[Operation],
    every: Sequence[Operation],
    diagnostics: Diagnostics,
) -> Sequence[Operation]:
    if rule.where is None:
        return reach if rule.everywhere else ()
    return operation_refs.named_operations(rule.where, reach, every, diagnostics)


def natural(name: str) -> list[tuple[int, int, str]]:
    """A key that sorts `C-cart-2` before `C-cart-10`."""
    parts = re.split(r"(\d{1,9})", name)
    return [
        (0, int(part), "") if part.isascii() and part.isdigit() else (1, 0, part) for part in parts
    ]


def links_of(
    asts: Iterable[PageAst], every: Sequence[Operation], diagnostics: Diagnostics
) -> dict[str, Json]:
    """The links of each operation's success, by the operation's id."""
    links: dict[str, Json] = {}
    for ast in asts:
        for row in rows_of(ast, "links"):
            begin = operation_refs.named_operations(row.cells["from"], every, every, diagnostics)
            end = operation_refs.named_operations(row.cells["to"], every, every, diagnostics)
            for operation in begin:
                for other in end[:1]:
                    link = links.setdefault(operation.id, {}).setdefault(
                        other.id, {"operationId": other.id}
                    )
                    _fill(link, row, other, diagnostics)
    return links


def _fill(link: Json, row: Row, to: Operation, diagnostics: Diagnostics) -> None:
    """Put the row's expression in as a parameter, or as a member of the body (`body.orderId`)."""
    member, parameter = row.get("member"), row.get("parameter")
    if member is None or parameter is None or member.blank or parameter.blank:
        diagnostics.report("bad-row", row.start.place, "A link needs a member and a parameter.")
        return
    name, expression = parameter.text, member.text
    if name.startswith("body.") and to.body.kind != "none":
        link.setdefault("requestBody", {})[name.removeprefix("body.")] = expression
    elif name.removeprefix("path.") in (*paths.parameters(to.path), *to.query, *to.headers):
        link.setdefault("parameters", {})[name.removeprefix("path.")] = expression
    else:
        message = f"`{to.line}` has no parameter `{name}`."
        diagnostics.report("path-parameter-mismatch", parameter.place, message)
