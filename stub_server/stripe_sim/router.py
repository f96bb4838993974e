"""Lookup of an operation by method and path."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from typing import Any

from stub_server.stripe_sim import registry
from stub_server.stripe_sim.engine import search
from stub_server.stripe_sim.engine.resource import Operation

Node = dict[str, Any]
"""A step of the path → the node below it; under "" stands the operation itself."""


def find(method: str, path: str) -> tuple[Operation, tuple[str, ...]] | None:
    """Return the operation at the path below /v1 and the ids in it, or None.

    A literal step wins over an id: `payment_intents/search` is no PaymentIntent.
    """
    return _find_below(_tree(), (method, *path.split("/")), ())


@cache
def operations() -> dict[str, Operation]:
    """Return every operation by method and path below /v1, searches included."""
    searches = {
        f"GET {table}/search": search.search_operation(table)
        for table, resource in registry.resources().items()
        if resource.search
    }
    operations_by_path = {**registry.operations(), **searches}
    for where, check in registry.preconditions().items():
        operations_by_path[where] = replace(
            operations_by_path[where],
            handler=partial(_run_checked, check, operations_by_path[where]),
        )
    return operations_by_path


def _run_checked(check: Callable[..., None], operation: Operation, *arguments: Any) -> Any:
    check(*arguments)
    return operation.handler(*arguments)


@cache
def _tree() -> Node:
    tree: Node = {}
    for where, operation in operations().items():
        node = tree
        for step in where.replace(" ", "/").split("/"):
            node = node.setdefault(step, {})
        node[""] = operation
    return tree


def _find_below(
    node: Node, steps: tuple[str, ...], ids: tuple[str, ...]
) -> tuple[Operation, tuple[str, ...]] | None:
    if not steps:
        operation: Operation | None = node.get("")
        return (operation, ids) if operation else None
    step, rest = steps[0], steps[1:]
    if not step:
        return None
    match = _find_below(node[step], rest, ids) if step in node and step != "*" else None
    if match is None and "*" in node:
        match = _find_below(node["*"], rest, (*ids, step))
    return match
