"""Whether two kinds of responses can be told apart, by what is constant within a kind. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from contract_tests.harness.exchange import Exchange

Fields = dict[str, Any]
_ABSENT = object()


def distinguishing_fields(ones: Sequence[Exchange], others: Sequence[Exchange]) -> str:
    """Say which fields tell both kinds apart; empty if none does.

    Two of each kind are wanted: a request's id, say, is another each time and tells nothing.
    """
    one, other = _constant_fields(ones), _constant_fields(others)
    names = [*one, *(name for name in other if name not in one)]
    different = [name for name in names if one.get(name, _ABSENT) != other.get(name, _ABSENT)]
    return ", ".join(
        f"{name}: {one.get(name, 'nothing')!r} or {other.get(name, 'nothing')!r}"
        for name in different
    )


class _Varies:
    """Stands for a field that differs within its kind."""

    def __repr__(self) -> str:
        return "something each time"


_VARIES = _Varies()


def _constant_fields(responses: Sequence[Exchange]) -> Fields:
    each = [dict(_fields(response)) for response in responses]
    found: Fields = {}
    for name in dict.fromkeys(name for fields in each for name in fields):
        values = [fields.get(name, _ABSENT) for fields in each]
        found[name] = values[0] if all(value == values[0] for value in values) else _VARIES
    return found


def _fields(response: Exchange) -> Iterator[tuple[str, Any]]:
    yield "status", response.status
    if response.body and response.full_json is None:
        yield "body", response.body
    else:
        yield from _leaves("body", response.full_json)


def _leaves(path: str, node: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(node, dict):
        for name, value in node.items():
            yield from _leaves(f"{path}.{name}", value)
    elif isinstance(node, list):
        for at, value in enumerate(node):
            yield from _leaves(f"{path}.{at}", value)
    else:
        yield path, node
