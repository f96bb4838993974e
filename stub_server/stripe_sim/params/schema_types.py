"""Parameter types from the notation of spec/api.json, which spec/README.md describes."""

from __future__ import annotations

from functools import cache
from typing import Any

from stub_server.stripe_sim.params.by_currency import ByCurrency
from stub_server.stripe_sim.params.types import (
    Array,
    Bool,
    Either,
    Enum,
    Exact,
    Hash,
    Int,
    Metadata,
    Opaque,
    ParamType,
    Str,
)
from stub_server.stripe_sim.spec.api import shared_type

RANGE = Either(Int(), Hash({name: Int() for name in ("gt", "gte", "lt", "lte")}))
"""A Unix second, or an interval."""


def parse_type(spec: Any) -> ParamType:
    """Return the type that a spec describes."""
    if isinstance(spec, str):
        return _parse_word(spec)
    if isinstance(spec, list):
        return Enum(tuple(word for word in spec if word), unset="" in spec)
    if "[]" in spec:
        return Array(parse_type(spec["[]"]), unset="" in spec)
    if "*" in spec:
        value = spec["*"]
        return ByCurrency(parse_type(value), unset=_may_be_empty(value))
    if "|" in spec:
        plain, *_, nested = spec["|"]
        return Either(parse_type(plain), parse_type(nested))
    fields = {name.rstrip("!"): parse_type(member) for name, member in spec.items() if name}
    required = tuple(name[:-1] for name in spec if name.endswith("!"))
    return Hash(fields, required, unset="" in spec)


def _parse_word(spec: str) -> ParamType:
    unset = spec.endswith("?")
    word = spec.removesuffix("?")
    match word:
        case "string":
            return Str(unset=unset)
        case "number" | "integer":
            return Int(unset=unset)
        case "boolean":
            return Bool()
        case "decimal":
            return Exact()
        case "metadata":
            return Metadata()
        case "range":
            return RANGE
        case "any":
            return Opaque()
    return _parse_shared(word[1:])


@cache
def _parse_shared(name: str) -> ParamType:
    return parse_type(shared_type(name))


def _may_be_empty(spec: Any) -> bool:
    return spec.endswith("?") if isinstance(spec, str) else "" in spec
