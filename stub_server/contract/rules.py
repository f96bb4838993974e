"""The rules of the pages, the operations that they bind, and the links between operations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from stub_server.contract import paths, targets
from stub_server.contract.columns import Row, rows_of
from stub_server.contract.diagnostics import Findings, Place
from stub_server.contract.endpoints import Operation
from stub_server.contract.page import Paragraph, Sheet
from stub_server.contract.words import Words

Json = dict[str, Any]
_BULLET = re.compile(r"(?:\*\*|__)([A-Za-z]\w*(?:-\w+)*-\d+[a-z]?)[:.]?(?:\*\*|__)")


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule as a page has it; `where` names its operations, `everywhere` means the page's."""

    name: str
    text: str
    place: Place
    where: Words | None
    everywhere: bool


def rules_of(
    sheets: Iterable[Sheet], every: Sequence[Operation], findings: Findings
) -> tuple[dict[str, Json], dict[str, list[str]]]:
    """All rules by their id, with page and text; and the ids that bind each operation."""
    rules: dict[str, Json] = {}
    bound: dict[str, set[str]] = {}
    for sheet in sheets:
        local = [one for one in every if one.sheet is sheet]
        reach = every if sheet.conventions else local
        for rule in (*_rows(sheet), *_bullets(sheet)):
            if not rule.name or rule.name in rules:
                what = f"`{rule.name}` is the id of another rule already"
                shown = what if rule.name else "The rule has no id"
                findings.say("duplicate-rule", rule.place, f"{shown}; it is left out.")
                continue
            rules[rule.name] = {"page": sheet.path, "text": rule.text}
            for one in _bound(rule, reach, every, findings):
                bound.setdefault(one.id, set()).add(rule.name)
    ordered = {name: rules[name] for name in sorted(rules, key=natural)}
    return ordered, {one: sorted(names, key=natural) for one, names in bound.items()}


def _rows(sheet: Sheet) -> Iterator[_Rule]:
    for row in rows_of(sheet, "rules"):
        where = row.get("operation", "endpoint")
        text = row.cells["rule"].markdown
        yield _Rule(row.cells["id"].text, text, row.start.place, where, everywhere=False)


def _bullets(sheet: Sheet) -> Iterator[_Rule]:
    """Rules as bullets, `- **C-cart-1** Text.`; they bind all of the page."""
    for block in sheet.blocks:
        if isinstance(block, Paragraph) and block.item and block.words.raw:
            match = _BULLET.match(block.words.raw[0])
            if match:
                name = match.group(1)
                text = block.words.markdown.removeprefix(name).lstrip(" :.–—-")
                yield _Rule(name, text, block.words.place, None, everywhere=True)


def _bound(
    rule: _Rule, reach: Sequence[Operation], every: Sequence[Operation], findings: Findings
) -> Sequence[Operation]:
    if rule.where is None:
        return reach if rule.everywhere else ()
    return targets.named(rule.where, reach, every, findings)


def natural(name: str) -> list[tuple[int, int, str]]:
    """A key that sorts `C-cart-2` before `C-cart-10`."""
    parts = re.split(r"(\d{1,9})", name)
    return [
        (0, int(part), "") if part.isascii() and part.isdigit() else (1, 0, part) for part in parts
    ]


def links_of(
    sheets: Iterable[Sheet], every: Sequence[Operation], findings: Findings
) -> dict[str, Json]:
    """The links of each operation's success, by the operation's id."""
    links: dict[str, Json] = {}
    for sheet in sheets:
        for row in rows_of(sheet, "links"):
            begin = targets.named(row.cells["from"], every, every, findings)
            end = targets.named(row.cells["to"], every, every, findings)
            for one in begin:
                for other in end[:1]:
                    link = links.setdefault(one.id, {}).setdefault(
                        other.id, {"operationId": other.id}
                    )
                    _fill(link, row, other, findings)
    return links


def _fill(link: Json, row: Row, to: Operation, findings: Findings) -> None:
    """Put the row's expression in as a parameter, or as a member of the body (`body.orderId`)."""
    member, parameter = row.get("member"), row.get("parameter")
    if member is None or parameter is None or member.blank or parameter.blank:
        findings.say("bad-row", row.start.place, "A link needs a member and a parameter.")
        return
    name, expression = parameter.text, member.text
    if name.startswith("body.") and to.body.kind != "none":
        link.setdefault("requestBody", {})[name.removeprefix("body.")] = expression
    elif name.removeprefix("path.") in (*paths.parameters(to.path), *to.query, *to.headers):
        link.setdefault("parameters", {})[name.removeprefix("path.")] = expression
    else:
        message = f"`{to.line}` has no parameter `{name}`."
        findings.say("path-parameter-mismatch", parameter.place, message)
