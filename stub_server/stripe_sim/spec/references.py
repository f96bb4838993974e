"""References: ids of objects in members of objects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stub_server.stripe_sim.spec.api import object_members, shared_type


def references_in(noun: str) -> dict[str, list[str]]:
    """Return the nouns of each id that can be expanded, by path: `transfer_data.destination`."""
    return dict(_references(object_members(noun), ""))


def _references(members: Any, prefix: str) -> Iterator[tuple[str, list[str]]]:
    for name, member in members.items():
        path = f"{prefix}{name.removesuffix('?')}"
        shape = resolve(member)
        if isinstance(shape, str) and shape.startswith("id "):
            yield path, shape[3:].removesuffix("?").split("|")
        elif isinstance(shape, dict):
            yield from _references(shape, f"{path}.")


def resolve(member: Any) -> Any:
    """Return the declaration of a member: of the shared type, and of the elements of an array."""
    while isinstance(member, dict) and "[]" in member:
        member = member["[]"]
    if isinstance(member, str) and member.startswith("="):
        return resolve(shared_type(member.strip("=?")))
    return member
