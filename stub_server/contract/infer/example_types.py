"""The type of a body or an answer that a page only shows by an example."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from stub_server.contract.shapes import Array, Member, Object, Primitive, Type, Union

_DEEPEST = 20


def type_of_example(value: Any, depth: int = 0) -> Type:
    """The widest type that an example suggests: no formats, no enums, and null says nothing."""
    match value:
        case bool():
            return Primitive("boolean")
        case int() | float():
            return Primitive("number")
        case str():
            return Primitive("string")
        case dict() if depth < _DEEPEST:
            members = (
                Member(name, type_of_example(item, depth + 1)) for name, item in value.items()
            )
            return Object(tuple(members))
        case list() if depth < _DEEPEST:
            return Array(_common([type_of_example(item, depth + 1) for item in value]))
        case _:
            return Primitive("any")


def _common(types: Sequence[Type]) -> Type:
    """One type for the items of a list; a member that some items lack is optional."""
    distinct = list(dict.fromkeys(types))
    if not distinct:
        return Primitive("any")
    objects = [shape for shape in distinct if isinstance(shape, Object)]
    if len(distinct) == 1:
        return distinct[0]
    return _common_object(objects) if len(objects) == len(distinct) else Union(tuple(distinct))


def _common_object(objects: Sequence[Object]) -> Object:
    by_name: dict[str, list[Member]] = {}
    for shape in objects:
        for member in shape.members:
            by_name.setdefault(member.name, []).append(member)
    return Object(
        tuple(
            Member(
                name,
                _common([member.type for member in found if member.type is not None]),
                len(found) < len(objects) or any(member.optional for member in found),
            )
            for name, found in by_name.items()
        )
    )


def as_typescript(shape: Type) -> str:
    """The type as a page writes it, in one line."""
    match shape:
        case Primitive(name):
            return "unknown" if name == "any" else name
        case Array(item):
            inner = as_typescript(item)
            return f"({inner})[]" if isinstance(item, Union) else f"{inner}[]"
        case Union(options):
            return " | ".join(as_typescript(option) for option in options)
        case Object(members):
            return (
                "{ " + "; ".join(_member(member) for member in members) + " }" if members else "{}"
            )
        case _:
            return "unknown"


def _member(member: Member) -> str:
    plain = re.fullmatch(r"[A-Za-z_$][\w$]*", member.name, re.ASCII)
    name = member.name if plain else json.dumps(member.name)
    shown = as_typescript(member.type) if member.type is not None else "unknown"
    return f"{name}{'?' * member.optional}: {shown}"
