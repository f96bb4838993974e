"""Values as JSON, for messages and reports. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

LONGEST = 200
"""Characters of a value in a message."""
SHORT = 60
"""Characters of a value that a message has as a whole."""
NAMED = 3
"""Differing members that a message names."""
ABSENT: Any = object()
"""Stands for a member that is not there."""


def plain(value: Any) -> Any:
    """Return the value as JSON has it: sets are sorted lists, keys are texts."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Mapping):
        return {str(name): plain(member) for name, member in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted((plain(item) for item in value), key=str)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)


def in_one_line(value: Any) -> str:
    """Return the value as JSON in one line, cut at its middle if it is long."""
    text = json.dumps(plain(value), ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 60]} … {text[-50:]}"


def difference(what: str, actual: Any, expected: Any) -> str:
    """Say how a value differs from the expected one; of large ones, in which members."""
    one, other = as_members(plain(actual)), as_members(plain(expected))
    texts = [json.dumps(value, ensure_ascii=False) for value in (one, other)]
    if max(map(len, texts)) > SHORT:
        paths = [path for path in differing_paths(one, other) if path]
        if paths:
            named = (
                f"{path} is {_member(one, path)}, not {_member(other, path)}"
                for path in paths[:NAMED]
            )
            more = f", and {len(paths) - NAMED} more" if len(paths) > NAMED else ""
            return f"{what}: {'; '.join(named)}{more}"
    return f"{what} is {in_one_line(actual)}, not {in_one_line(expected)}"


def as_members(value: Any) -> Any:
    """Return pairs of a name and a value as an object, if each name is there once."""
    pairs = isinstance(value, list) and all(
        isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], str) for pair in value
    )
    return dict(value) if pairs and len(dict(value)) == len(value) else value


def value_at(node: Any, path: str) -> Any:
    """Return the member at a path; `ABSENT`: there is none."""
    for name in path.split(".") if path else ():
        if isinstance(node, dict) and name in node:
            node = node[name]
        elif isinstance(node, list) and name.isdigit() and int(name) < len(node):
            node = node[int(name)]
        else:
            return ABSENT
    return node


def _member(node: Any, path: str) -> str:
    found = value_at(node, path)
    return "missing" if found is ABSENT else in_one_line(found)


def differing_paths(one: Any, other: Any, path: str = "") -> Iterator[str]:
    """Yield the paths of the members in which two values differ, `items.0.price` say; "": all."""
    if isinstance(one, dict) and isinstance(other, dict):
        for name in dict.fromkeys([*one, *other]):
            left, right = one.get(name, ABSENT), other.get(name, ABSENT)
            yield from differing_paths(left, right, joined(path, name))
    elif isinstance(one, list) and isinstance(other, list):
        for at in range(max(len(one), len(other))):
            left, right = (each[at] if at < len(each) else ABSENT for each in (one, other))
            yield from differing_paths(left, right, joined(path, at))
    elif one != other or isinstance(one, bool) != isinstance(other, bool):
        yield path


def paths_of(value: Any, node: Any, path: str = "") -> Iterator[str]:
    """Yield the paths in a JSON node at which the value stands."""
    if node == value and isinstance(node, bool) == isinstance(value, bool):
        yield path
    elif isinstance(node, dict | list):
        members = node.items() if isinstance(node, dict) else enumerate(node)
        for name, member in members:
            yield from paths_of(value, member, joined(path, name))


def joined(path: str, name: object) -> str:
    """Return the path of a member."""
    return f"{path}.{name}" if path else str(name)
