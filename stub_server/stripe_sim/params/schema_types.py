"""Types of parameters from data files, where there are too many of them to write down as code.

A spec is `string`, `integer` or `boolean` (`?`: may be unset), a list of words (an empty one
unsets), `{"[]": spec}` for an array, or a hash of names and specs (`!` at a name: required). An
array or a hash with an empty name in it may be unset.
"""

from __future__ import annotations

from typing import Any

from stub_server.stripe_sim.params.types import Array, Bool, Enum, Hash, Int, Kind, Str


def kind_of(spec: Any) -> Kind:
    """The type that a spec describes."""
    if isinstance(spec, list):
        return Enum(tuple(word for word in spec if word), unset="" in spec)
    if isinstance(spec, dict):
        if "[]" in spec:
            return Array(kind_of(spec["[]"]), unset="" in spec)
        fields = {name.rstrip("!"): kind_of(each) for name, each in spec.items() if name}
        required = tuple(name[:-1] for name in spec if name.endswith("!"))
        return Hash(fields, required, unset="" in spec)
    unset = spec.endswith("?")
    match spec.rstrip("?"):
        case "string":
            return Str(unset=unset)
        case "integer":
            return Int(unset=unset)
        case _:
            return Bool()
