"""The rules of the pages, the operations that they bind, and the links between operations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from stub_server.compiler import paths, targets
from stub_server.compiler.columns import Row, rows_of
from stub_server.compiler.diagnostics import Findings
from stub_server.compiler.endpoints import Operation
from stub_server.compiler.page import Sheet

Json = dict[str, Any]


def rules_of(
    sheets: Iterable[Sheet], every: Sequence[Operation], findings: Findings
) -> tuple[dict[str, Json], dict[str, list[str]]]:
    """All rules by their id, with page and text; and the ids that bind each operation."""
    rules: dict[str, Json] = {}
    bound: dict[str, set[str]] = {}
    for sheet in sheets:
        local = [one for one in every if one.sheet is sheet]
        for row in rows_of(sheet, "rules"):
            name = row.cells["id"].text
            if not name or name in rules:
                what = (
                    f"`{name}` is the id of another rule already" if name else "The rule has no id"
                )
                findings.say("duplicate-rule", row.start.place, f"{what}; it is left out.")
                continue
            rules[name] = {"page": sheet.path, "text": row.cells["rule"].markdown}
            cell = row.get("operation", "endpoint")
            reach = every if sheet.conventions else local
            for one in targets.named(cell, reach, every, findings) if cell else ():
                bound.setdefault(one.id, set()).add(name)
    ordered = {name: rules[name] for name in sorted(rules, key=natural)}
    return ordered, {one: sorted(names, key=natural) for one, names in bound.items()}


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
