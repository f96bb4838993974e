"""Types of parameters, which read strings by schema and raise Stripe's errors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Protocol

from stub_server.stripe_sim.errors import invalid_request, missing_param, unknown_params
from stub_server.stripe_sim.params.form import Tree
from stub_server.stripe_sim.params.metadata import Metadata, merge_metadata
from stub_server.stripe_sim.params.numbers import Exact, Int, Number
from stub_server.stripe_sim.params.strings import (
    Bool,
    Email,
    Enum,
    Str,
    Uri,
    Url,
    empty_value_error,
)

__all__ = [
    "Array",
    "Bool",
    "Either",
    "Email",
    "Enum",
    "Exact",
    "Hash",
    "Int",
    "Metadata",
    "Number",
    "Opaque",
    "ParamType",
    "Str",
    "Uri",
    "Url",
    "merge_metadata",
]

MIN_SIMILARITY = 0.85
"""Minimum similarity (0 to 1) of an unknown name to a known one for a suggestion."""


class ParamType(Protocol):
    """The type of a parameter."""

    def read(self, value: str | Tree, name: str) -> Any:
        """Return the typed value; None removes it. Raise StripeError 400 if it is invalid."""
        ...


@dataclass(frozen=True, slots=True)
class Hash:
    """Named parameters, some of them required; unknown ones are errors."""

    fields: Mapping[str, ParamType]
    required: tuple[str, ...] = ()
    unset: bool = False

    def read(self, value: str | Tree, name: str) -> dict[str, Any] | None:
        if isinstance(value, str):
            if value:
                raise invalid_request("Invalid object", name)
            if self.unset:
                return None
            raise empty_value_error(name)
        return self.members(value, name)

    def members(self, tree: Tree, name: str = "") -> dict[str, Any]:
        """Return the typed parameters of a tree at the path `name`; None removes a value."""

        fields = self.fields
        if not tree.keys() <= fields.keys():
            raise self._unknown(tree, name)
        for member in self.required:
            if member not in tree:
                raise missing_param(_nested_name(name, member))
        return {
            member: fields[member].read(value, _nested_name(name, member))
            for member, value in tree.items()
        }

    def _unknown(self, tree: Tree, name: str) -> Exception:
        """Return the StripeError 400 of unknown parameters."""
        unknown = [member for member in tree if member not in self.fields]
        suggestion = _closest_name(unknown[0], self.fields) if len(unknown) == 1 else None
        return unknown_params(
            [_nested_name(name, member) for member in unknown],
            _nested_name(name, suggestion) if suggestion else None,
        )


def _nested_name(name: str, member: str) -> str:
    return f"{name}[{member}]" if name else member


def _closest_name(unknown: str, names: Iterable[str]) -> str | None:
    """Return the most similar name, or None."""
    matcher = SequenceMatcher(b=unknown)
    best, closest = MIN_SIMILARITY, None
    for name in names:
        matcher.set_seq1(name)
        if matcher.real_quick_ratio() >= best and (ratio := matcher.ratio()) >= best:
            best, closest = ratio, name
    return closest


@dataclass(frozen=True, slots=True)
class Array:
    """Values of one type, in the order of their indexes."""

    of: ParamType
    unset: bool = False
    longest: int | None = None

    def read(self, value: str | Tree, name: str) -> list[Any] | None:
        if isinstance(value, str):
            if value:
                raise invalid_request("Invalid array", name)
            if self.unset:
                return None
            raise empty_value_error(name)
        if not all(index.isascii() and index.isdecimal() for index in value):
            raise invalid_request("Invalid array", name)
        if self.longest is not None and len(value) > self.longest:
            raise invalid_request(
                f"Array {name} exceeded maximum {self.longest} allowed elements.", name
            )
        indexes = sorted(value, key=_numeric_order)
        return [
            self.of.read(value[index], f"{name}[{position}]")
            for position, index in enumerate(indexes)
        ]


def _numeric_order(digits: str) -> tuple[int, str]:
    """Return a key that sorts digits as numbers, however many there are: `int` takes 4,300."""
    significant = digits.lstrip("0")
    return len(significant), significant


@dataclass(frozen=True, slots=True)
class Either:
    """A hash, or a value of the plain type."""

    plain: ParamType
    nested: ParamType

    def read(self, value: str | Tree, name: str) -> Any:
        return (self.plain if isinstance(value, str) else self.nested).read(value, name)


@dataclass(frozen=True, slots=True)
class Opaque:
    """Any value: the simulator ignores it, but Stripe's clients send it."""

    def read(self, value: str | Tree, name: str) -> Any:  # noqa: ARG002
        return value
