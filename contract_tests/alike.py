"""Whether two kinds of answers can be told apart, by what does not differ within a kind. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from contract_tests.exchange import Exchange

Facts = dict[str, Any]
_NOTHING = object()


def tell(ones: Sequence[Exchange], others: Sequence[Exchange]) -> str:
    """What tells both kinds apart; empty if nothing does.

    Two of each kind are wanted: a request's id, say, is another each time and tells nothing.
    """
    one, other = _constant(ones), _constant(others)
    names = [*one, *(name for name in other if name not in one)]
    told = [name for name in names if _same(one, name) != _same(other, name)]
    return ", ".join(
        f"{it}: {one.get(it, 'nothing')!r} or {other.get(it, 'nothing')!r}" for it in told
    )


class _Varies:
    """It differs within its kind."""

    def __repr__(self) -> str:
        return "something each time"


_VARIES = _Varies()


def _same(facts: Facts, name: str) -> Any:
    return facts.get(name, _NOTHING)


def _constant(answers: Sequence[Exchange]) -> Facts:
    each = [dict(_facts(it)) for it in answers]
    names = dict.fromkeys(name for facts in each for name in facts)
    found: Facts = {}
    for name in names:
        values = [facts.get(name, _NOTHING) for facts in each]
        found[name] = values[0] if all(it == values[0] for it in values) else _VARIES
    return found


def _facts(answer: Exchange) -> Iterator[tuple[str, Any]]:
    yield "status", answer.status
    if answer.body and answer.whole is None:
        yield "body", answer.body
    else:
        yield from _leaves("body", answer.whole)


def _leaves(path: str, node: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(node, dict):
        for name, value in node.items():
            yield from _leaves(f"{path}.{name}", value)
    elif isinstance(node, list):
        for at, value in enumerate(node):
            yield from _leaves(f"{path}.{at}", value)
    else:
        yield path, node
