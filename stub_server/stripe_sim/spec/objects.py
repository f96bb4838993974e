"""Skeletons of the API's objects: every declared member, in the declared order."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache, lru_cache
from typing import Any, Final

from stub_server.stripe_sim.spec.api import object_members
from stub_server.stripe_sim.spec.references import resolve
from stub_server.stripe_sim.store.schema import PRIVATE, Json

OPTIONAL: Final = object()
REQUIRED: Final = object()
"""Marks instead of a default: the member is optional, or needs a value."""

LEFT_OUT: Mapping[str, tuple[str, ...]] = {
    "charge": ("refunds",),
    "charge/payment_method_details/card": ("description", "iin", "issuer", "moto"),
    "checkout.session": ("optional_items",),
    "customer": ("cash_balance",),
    "dispute": ("network_reason_code",),
    "dispute/evidence": ("appeal",),
}
"""Members that may be null or missing, and are missing by default; others are null."""


def new_object(noun: str, /, private: Json | None = None, **members: Any) -> Json:
    """Return an object of the API, in test mode; nullable members are null by default.

    `private`: data that are stored with it and never shown. Raise TypeError if a required member
    is missing, or one is not declared.
    """
    record = {**_template(noun, tuple(members)), **members}
    if private is not None:
        record[PRIVATE] = private
    return record


def complete(path: str, members: Json) -> Json:
    """Return a hash with all declared members, null by default.

    `path`: a noun, and names of its members: `charge/outcome`. Raise TypeError as `new_object`.
    """
    return {**_template(path, tuple(members)), **members}


def member_names(path: str) -> Collection[str]:
    """Return the names of the members of a hash, in their order."""
    return _defaults(path).keys()


@lru_cache(2000)
def _template(path: str, names: tuple[str, ...]) -> Json:
    """Return the defaults of a hash with these members, in the declared order."""
    defaults = _defaults(path)
    if unknown := [name for name in names if name not in defaults]:
        raise TypeError(f"{path} has no {', '.join(unknown)}.")
    template = {
        name: default
        for name, default in defaults.items()
        if name in names or default is not OPTIONAL
    }
    missing = [name for name in template if template[name] is REQUIRED and name not in names]
    if missing:
        raise TypeError(f"{path} needs a value for {', '.join(missing)}.")
    return template


@cache
def _defaults(path: str) -> Json:
    left_out = dict.fromkeys(LEFT_OUT.get(path, ()), OPTIONAL)
    members = {name: member for name, member in _members_at(path).items() if name}
    return {name.removesuffix("?"): _default(name, members[name]) for name in members} | left_out


def _default(name: str, member: Any) -> Any:
    """Return the default of a member, or a mark."""
    if name == "livemode":
        return False
    if name == "object" and isinstance(member, list):
        return member[0]
    nothing = "" if isinstance(member, dict) else None
    if member.endswith("?") if isinstance(member, str) else nothing in member:
        return None
    return OPTIONAL if name.endswith("?") else REQUIRED


def _members_at(path: str) -> Json:
    """Return the members of the hash at a path. Raise KeyError if there is none."""
    noun, *names = path.split("/")
    members: Any = object_members(noun)
    for name in names:
        members = resolve(members[name if name in members else f"{name}?"])
    result: Json = members
    return result
