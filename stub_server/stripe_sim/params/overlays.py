"""Overlays: how the parameters that the simulator takes differ from those that are declared.

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
    """The mark of a parameter that is declared and not simulated."""


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
"""Stripe accepts an empty value here, although its SDK declares none."""


def apply(overlay: Overlay, fields: dict[str, ParamType]) -> None:
    """Apply an overlay to the members of a hash. KeyError: it names one that is not there."""
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
            fields[name] = _adjusted(fields[name], change)


def _adjusted(kind: ParamType, change: ParamType | Adjust | Mapping[str, Any]) -> Any:
    if isinstance(change, Mapping):
        change = adjust(change)
    if not isinstance(change, Adjust):
        return change
    if change.fields or change.also:
        kind = _with_members(kind, change)
    attributes = dict(change.attributes)
    if isinstance(kind, Enum) and "without" in attributes:
        without = attributes.pop("without")
        attributes["words"] = tuple(word for word in kind.words if word not in without)
    if isinstance(kind, Either) and attributes:
        return replace(kind, nested=replace(kind.nested, **attributes))  # type: ignore[type-var]
    return replace(kind, **attributes) if attributes else kind  # type: ignore[type-var]


def _with_members(kind: Any, change: Adjust) -> Any:
    """The type with changed members of its hash, or of the hash in its elements."""
    if isinstance(kind, Array | ByCurrency):
        if "[]" in change.fields:
            return replace(kind, of=_adjusted(kind.of, change.fields["[]"]))  # type: ignore[arg-type]
        return replace(kind, of=_with_members(kind.of, change))
    if isinstance(kind, Either):
        return replace(kind, nested=_with_members(kind.nested, change))
    fields = dict(kind.fields)
    apply(change.fields, fields)
    required = tuple(name for name in kind.required if name in fields)
    return replace(kind, fields={**fields, **change.also}, required=required)
