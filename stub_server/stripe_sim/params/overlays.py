"""Overlays: differences between the parameters of the simulator and the declared ones.

An overlay names parameters. Its values: a type in place of the declared one, `adjust(…)` for some
attributes of it, a mapping for the members of a hash (of an array's elements too), or `OMIT` for a
parameter that is not simulated and refused as unknown. `*` stands for all members without an entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from stub_server.stripe_sim.params.by_currency import ByCurrency
from stub_server.stripe_sim.params.types import Array, Either, Enum, ParamType


class Omit:
    """Marks a parameter that is declared and not simulated."""


OMIT = Omit()


@dataclass(frozen=True, slots=True)
class Adjust:
    """Changes to a declared type: attributes, members of a hash, members that are not declared."""

    attributes: Mapping[str, Any]
    fields: Mapping[str, Change]
    also: Mapping[str, ParamType]


Change = ParamType | Adjust | Omit | Mapping[str, Any]
Overlay = Mapping[str, Change]


def adjust(
    fields: Overlay | None = None,
    /,
    *,
    also: Mapping[str, ParamType] | None = None,
    **attributes: Any,
) -> Adjust:
    """Change attributes of a declared type, such as `least`, `longest`, `unset` or `required`.

    `without`: words that an enum does not take here.
    """
    return Adjust(attributes, fields or {}, also or {})


UNSET = adjust(unset=True)
"""Accept an empty value, as Stripe does although its SDK does not declare it."""


def apply(overlay: Overlay, fields: dict[str, ParamType]) -> None:
    """Apply an overlay to the members of a hash. Raise KeyError if it names an unknown one."""
    if "*" in overlay:
        overlay = {**dict.fromkeys(fields, overlay["*"]), **overlay}
    for name, change in overlay.items():
        if name == "*":
            continue
        if name not in fields:
            raise KeyError(f"Stripe's SDK declares no parameter {name}.")
        if isinstance(change, Omit):
            del fields[name]
        else:
            fields[name] = _adjust_type(fields[name], change)


def _adjust_type(declared: ParamType, change: ParamType | Adjust | Mapping[str, Any]) -> Any:
    if isinstance(change, Mapping):
        change = adjust(change)
    if not isinstance(change, Adjust):
        return change
    if change.fields or change.also:
        declared = _with_members(declared, change)
    attributes = dict(change.attributes)
    if isinstance(declared, Enum) and "without" in attributes:
        without = attributes.pop("without")
        attributes["words"] = tuple(word for word in declared.words if word not in without)
    if isinstance(declared, Either) and attributes:
        return replace(declared, nested=replace(declared.nested, **attributes))  # type: ignore[type-var]
    return replace(declared, **attributes) if attributes else declared  # type: ignore[type-var]


def _with_members(declared: Any, change: Adjust) -> Any:
    """Return the type with changed members of its hash, or of the hash of its elements."""
    if isinstance(declared, Array | ByCurrency):
        if "[]" in change.fields:
            return replace(declared, of=_adjust_type(declared.of, change.fields["[]"]))  # type: ignore[arg-type]
        return replace(declared, of=_with_members(declared.of, change))
    if isinstance(declared, Either):
        return replace(declared, nested=_with_members(declared.nested, change))
    fields = dict(declared.fields)
    apply(change.fields, fields)
    required = tuple(name for name in declared.required if name in fields)
    return replace(declared, fields={**fields, **change.also}, required=required)
