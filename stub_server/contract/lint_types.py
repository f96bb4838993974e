"""Checks of the types that a contract mentions."""

from __future__ import annotations

from collections.abc import Iterator

from stub_server.contract.diagnostics import Diagnostics
from stub_server.contract.examples import Value
from stub_server.contract.model import Contract
from stub_server.contract.namespace import Namespace, place_of
from stub_server.contract.shapes import Named, Type, named_types, substitute

_DEEPEST = 10


def check_helpers(contract: Contract, diagnostics: Diagnostics) -> None:
    """Report each `Pick` and `Omit` that names a member which its type does not have."""
    for shape in _shapes(contract):
        for helper in _helpers(shape, contract.types, 0):
            place = place_of(helper.arguments[0])
            for name in contract.types.missing_keys(helper) if place.line else ():
                diagnostics.report(
                    "unknown-member",
                    place,
                    f"`{helper.name}` names a member `{name}` that the type does not have.",
                )


def _shapes(contract: Contract) -> Iterator[Type]:
    """The types of declarations, bodies, answers and examples."""
    for declared in contract.types:
        yield declared.type
        yield from declared.bases
    for operation in contract.operations:
        yield from (payload.type for payload in (operation.body, operation.returns) if payload.type)
    for example in contract.examples:
        if isinstance(example, Value) and example.type is not None:
            yield example.type


def _helpers(shape: Type, names: Namespace, depth: int) -> Iterator[Named]:
    """Every `Pick` and `Omit` in a type, also in the generic types that it fills in."""
    for named in named_types(shape):
        declared = names.get(named.name)
        if declared is None and named.name in ("Pick", "Omit") and len(named.arguments) == 2:
            yield named
        elif declared and declared.parameters and depth < _DEEPEST:
            values = dict(zip(declared.parameters, named.arguments, strict=False))
            for inner in (declared.type, *declared.bases):
                yield from _helpers(substitute(inner, values), names, depth + 1)
