"""No transaction has an `await` inside, so that no other request sees a part of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

SHOP = Path(__file__).parents[2] / "stub_server" / "shop"
WAITS = (ast.Await, ast.AsyncFor, ast.AsyncWith, ast.Yield, ast.YieldFrom)


def is_transaction(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "transaction"
    )


def transactions() -> Iterator[tuple[str, ast.With]]:
    for path in sorted(SHOP.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.With) and any(
                is_transaction(part) for item in node.items for part in ast.walk(item.context_expr)
            ):
                yield f"{path.name}:{node.lineno}", node


def test_nothing_is_awaited_inside_of_a_transaction() -> None:
    found = list(transactions())
    assert len(found) > 5, "the shop writes in transactions"
    for place, block in found:
        waits = [node.lineno for node in ast.walk(block) if isinstance(node, WAITS)]
        assert waits == [], f"{place} waits inside of its transaction"


def test_a_transaction_is_opened_in_no_other_way() -> None:
    opened = sum(
        is_transaction(node)
        for path in SHOP.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    )
    assert opened == len(list(transactions()))
