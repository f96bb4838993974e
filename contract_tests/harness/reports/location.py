"""Where in a response the member in question stands. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contract_tests.harness.exchange import Exchange
from contract_tests.harness.failures import STATUS, Evidence
from contract_tests.harness.values import (
    as_members,
    differing_paths,
    joined,
    paths_of,
    plain,
    value_at,
)

TRIVIAL = (None, True, False, "", 0, 1)
"""Values that stand in any body by chance."""


def marked_paths(evidence: Evidence, exchange: Exchange) -> list[str]:
    """Return the paths that the evidence names, else those at which its actual value stands."""
    if evidence.member:
        return [] if evidence.member == STATUS else [evidence.member]
    body = exchange.full_json
    if not evidence.has_values or not isinstance(body, dict | list):
        return []
    try:
        return list(_found(plain(evidence.expected), plain(evidence.actual), body))
    except RecursionError:
        return []


def _found(expected: Any, actual: Any, body: Any) -> Iterator[str]:
    if not isinstance(actual, dict | list):
        yield from _places(actual, body)
        return
    one, other = as_members(expected), as_members(actual)
    for path in filter(None, differing_paths(one, other)):
        if value_at(body, path) == value_at(other, path):
            yield path
        elif "." not in path and isinstance(other, dict):
            yield from _beside(path, other.get(path), body)


def _places(value: Any, body: Any) -> list[str]:
    """Return where a value stands, if that is one place; of cents, where the amount stands."""
    if value in TRIVIAL:
        return []
    amounts = [value, value / 100] if isinstance(value, int) else [value]
    for amount in amounts:
        found = list(paths_of(amount, body))
        if found:
            return found if len(found) == 1 else []
    return []


def _beside(name: str, value: Any, node: Any, path: str = "") -> Iterator[str]:
    """Yield where a value stands beside a name: the quantity of a line with that product's id."""
    if isinstance(node, dict) and name in [each for each in node.values() if isinstance(each, str)]:
        yield from (joined(path, key) for key, each in node.items() if each == value)
    members = node.items() if isinstance(node, dict) else enumerate(node)
    for key, member in members:
        if isinstance(member, dict | list):
            yield from _beside(name, value, member, joined(path, key))
