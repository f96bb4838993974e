"""Parameters of operations: what Stripe's SDK declares, with an overlay written by hand.

    CREATE = declared_params("POST refunds", LIMITS, amount=Int(least=1), origin=OMIT)

The types are built at the first use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, Protocol

from stub_server.stripe_sim.params.form import Tree
from stub_server.stripe_sim.params.overlays import Change, Overlay, apply
from stub_server.stripe_sim.params.schema_types import parse_type
from stub_server.stripe_sim.params.types import Hash, Int, ParamType
from stub_server.stripe_sim.spec.api import operation_params

LIMIT = Int(least=1, most=100)
"""Number of objects on a page of a list."""


class Params(Protocol):
    """The declared parameters of an operation."""

    @property
    def fields(self) -> Mapping[str, ParamType]:
        """All parameters by name."""
        ...

    def members(self, tree: Tree) -> dict[str, Any]:
        """Read the parameters. Raise StripeError 400 if one is invalid."""
        ...


class DeclaredParams(Mapping[str, ParamType]):
    """All parameters of one operation, by name. Reads as a mapping; builds its types once."""

    def __init__(
        self, where: str, shared: tuple[Overlay, ...], also: Mapping[str, ParamType], own: Overlay
    ) -> None:
        self.where = where
        self.shared = shared
        self.also = also
        self.own = own

    @cached_property
    def hash(self) -> Hash:
        """All parameters in one type. Raise KeyError if an overlay names an undeclared one.

        None is required: handlers validate that, in Stripe's order.
        """
        declared = parse_type(operation_params(self.where))
        assert isinstance(declared, Hash)
        fields = dict(declared.fields)
        if "limit" in fields and self.where.startswith("GET "):
            fields["limit"] = LIMIT
        try:
            for overlay in self.shared:
                apply({name: overlay[name] for name in overlay if name in fields}, fields)
            apply(self.own, fields)
        except KeyError as error:
            error.add_note(f"in the overlay of {self.where}")
            raise
        return Hash({**fields, **self.also})

    @property
    def fields(self) -> Mapping[str, ParamType]:
        """All parameters by name."""
        return self.hash.fields

    @cached_property
    def members(self) -> Callable[[Tree], dict[str, Any]]:
        """Read the parameters of a request. Raise StripeError 400 if one is invalid."""
        return self.hash.members

    def __getitem__(self, name: str) -> ParamType:
        return self.hash.fields[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.hash.fields)

    def __len__(self) -> int:
        return len(self.hash.fields)


def declared_params(
    where: str,
    /,
    *shared: Overlay,
    also: Mapping[str, ParamType] | None = None,
    **own: Change,
) -> DeclaredParams:
    """Return the parameters of `METHOD path`, with overlays.

    `shared`: overlays of several operations; names that this operation does not declare are
    ignored. `also`: parameters that Stripe accepts and its SDK does not declare.
    """
    return DeclaredParams(where, shared, also or {}, own)


def params_of(params: Mapping[str, ParamType]) -> Params:
    """Return declared parameters unchanged; return others as a hash."""
    return params if isinstance(params, DeclaredParams) else Hash(params)
