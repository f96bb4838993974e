"""Skeletons of the API's objects: every declared member, in the declared order."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any, Literal

from stub_server.stripe_sim.spec.api import object_members
from stub_server.stripe_sim.spec.references import resolve
from stub_server.stripe_sim.store.schema import PRIVATE, Json

Presence = Literal["null", "optional", "required"]
"""What an object shows of a member without a value: null, nothing, or it needs one."""


def new_object(noun: str, /, private: Json | None = None, **members: Any) -> Json:
    """Build an object of the API, nullable members null unless given.

    `private`: what the simulator stores with it and never shows. TypeError: a member that an
    object always has is missing, or one is given that the SDK does not declare.
    """
    record = complete(noun, {"object": noun, **members})
    if private is not None:
        record[PRIVATE] = private
    return record


def complete(path: str, members: Json) -> Json:
    """Build a hash from its members, null where nothing is given.

    `path`: a noun, and names of members inside of it: `charge/outcome`. TypeError as above.
    """
    declared = _presence(path)
    if not members.keys() <= declared.keys():
        raise TypeError(f"{path} has no {', '.join(members.keys() - declared.keys())}.")
    record: Json = {}
    for name, presence in declared.items():
        if name in members:
            record[name] = members[name]
        elif presence == "null":
            record[name] = None
        elif presence == "required":
            raise TypeError(f"{path} needs a value for {name}.")
    return record


def member_names(path: str) -> Collection[str]:
    """Return the names of the members of a hash, in their order."""
    return _presence(path).keys()


@cache
def _presence(path: str) -> dict[str, Presence]:
    return {
        name.removesuffix("?"): _presence_of(name, member)
        for name, member in _hash(path).items()
        if name
    }


def _presence_of(name: str, member: Any) -> Presence:
    if name.endswith("?"):
        return "optional"
    if isinstance(member, str):
        return "null" if member.endswith("?") else "required"
    return "null" if (None if isinstance(member, list) else "") in member else "required"


def _hash(path: str) -> Json:
    """The members of the hash at a path. KeyError: there is none."""
    noun, *names = path.split("/")
    members: Any = object_members(noun)
    for name in names:
        members = resolve(members[name if name in members else f"{name}?"])
    found: Json = members
    return found
