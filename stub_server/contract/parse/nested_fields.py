"""Fields with dotted names, `address.city` and `items[].id`, as objects inside of objects."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from stub_server.contract.shapes import Array, Member, Object, Type


def object_of(members: Iterable[Member]) -> Object:
    """The object that a list of fields describes, in their order."""
    return _insert(Object(()), [(_steps(member.name), member) for member in members])


def _steps(name: str) -> list[str]:
    """`items[].id` as `items`, `[]`, `id`."""
    return [part for part in re.split(r"\.|(?=\[)", name.replace("[*]", "[]")) if part] or [name]


def _insert(whole: Object, fields: Sequence[tuple[list[str], Member]]) -> Object:
    members = {member.name: member for member in whole.members}
    inner: dict[str, list[tuple[list[str], Member]]] = {}
    for steps, member in fields:
        if len(steps) == 1:
            members.setdefault(steps[0], replace(member, name=steps[0]))
        else:
            members.setdefault(steps[0], Member(steps[0], None, place=member.place))
            inner.setdefault(steps[0], []).append((steps[1:], member))
    for name, below in inner.items():
        members[name] = replace(members[name], type=_type_with(members[name].type, below))
    return Object(tuple(members.values()), whole.rest)


def _type_with(shape: Type | None, below: Sequence[tuple[list[str], Member]]) -> Type:
    """The type of a field whose own fields have rows of their own."""
    listed = any(steps[0] == "[]" for steps, _ in below)
    items = [member.type for steps, member in below if steps == ["[]"] and member.type is not None]
    if items and len(below) == 1:
        return items[0] if isinstance(items[0], Array) else Array(items[0])
    plain = [(steps[1:] if steps[0] == "[]" else steps, member) for steps, member in below]
    plain = [(steps, member) for steps, member in plain if steps]
    if listed or isinstance(shape, Array):
        inner = shape.item if isinstance(shape, Array) else None
        return Array(_insert(inner if isinstance(inner, Object) else Object(()), plain))
    return _insert(shape if isinstance(shape, Object) else Object(()), plain)
