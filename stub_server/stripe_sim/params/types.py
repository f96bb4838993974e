"""Strings to types by schema, never by guess; what does not fit is refused in Stripe's words."""

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
"""How much a wrong name has to resemble a right one for Stripe to ask: did you mean …?"""


class ParamType(Protocol):
    """One type of parameter."""

    def read(self, value: str | Tree, name: str) -> Any:
        """The value, typed; None when it unsets. StripeError 400: it does not fit."""
        ...


@dataclass(frozen=True, slots=True)
class Hash:
    """Named parameters, of which some must be there; others are refused."""

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
        """The parameters of the tree, typed; unset ones are None. `name`: where the tree hangs."""

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
        """The refusal of parameters that there are not."""
        unknown = [member for member in tree if member not in self.fields]
        suggestion = _closest_name(unknown[0], self.fields) if len(unknown) == 1 else None
        return unknown_params(
            [_nested_name(name, member) for member in unknown],
            _nested_name(name, suggestion) if suggestion else None,
        )


def _nested_name(name: str, member: str) -> str:
    return f"{name}[{member}]" if name else member


def _closest_name(unknown: str, names: Iterable[str]) -> str | None:
    """The name that was probably meant, if there is one."""
    matcher = SequenceMatcher(b=unknown)
    best, found = MIN_SIMILARITY, None
    for name in names:
        matcher.set_seq1(name)
        if matcher.real_quick_ratio() >= best and (ratio := matcher.ratio()) >= best:
            best, found = ratio, name
    return found


@dataclass(frozen=True, slots=True)
class Array:
    """Values of one kind: in the order of their numbers, or as they come."""

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
        if not all(index.isdecimal() for index in value):
            raise invalid_request("Invalid array", name)
        if self.longest is not None and len(value) > self.longest:
            raise invalid_request(
                f"Array {name} exceeded maximum {self.longest} allowed elements.", name
            )
        indexes = sorted(value, key=int)
        return [
            self.of.read(value[index], f"{name}[{position}]")
            for position, index in enumerate(indexes)
        ]


@dataclass(frozen=True, slots=True)
class Either:
    """A hash where a hash is given, else the plain kind."""

    plain: ParamType
    nested: ParamType

    def read(self, value: str | Tree, name: str) -> Any:
        return (self.plain if isinstance(value, str) else self.nested).read(value, name)


@dataclass(frozen=True, slots=True)
class Opaque:
    """Taken as it comes: the simulator has no use for it, but Stripe's callers send it."""

    def read(self, value: str | Tree, name: str) -> Any:  # noqa: ARG002
        return value
