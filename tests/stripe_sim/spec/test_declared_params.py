"""Each operation takes what the SDK declares, but for what its overlay says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from scripts.stripe_schemas import declarations, installed
from scripts.stripe_spec import OTHERS
from stub_server.stripe_sim import router
from stub_server.stripe_sim.params.declared import DeclaredParams
from stub_server.stripe_sim.params.overlays import Adjust, Omit
from stub_server.stripe_sim.params.types import Array, Either, Enum, Hash

Json = dict[str, Any]
pytestmark = pytest.mark.node


INFERRED = {"infer_from_client", "tos_shown_and_accepted"}
"""Taken from Stripe's script for browsers, in types that stand in place of declared ones."""
NOT_HERE = {"POST tokens": {"payment_method"}}
"""Declared, and missing in such types."""


def list_added(overlay: Any) -> Iterator[str]:
    """The names that an overlay adds to the declared ones."""
    if isinstance(overlay, Adjust):
        yield from overlay.also
        overlay = overlay.fields
    if isinstance(overlay, Mapping):
        for change in overlay.values():
            yield from list_added(change)


def list_omitted(overlay: Any) -> Iterator[str]:
    """The declared names that an overlay omits."""
    fields = overlay.fields if isinstance(overlay, Adjust) else overlay
    if isinstance(fields, Mapping):
        for name, change in fields.items():
            if isinstance(change, Omit):
                yield name
            yield from list_omitted(change)


def list_names(param_type: Any, schema: Json, below: str = "") -> Iterator[tuple[str, str]]:
    """Yield names that are accepted and not declared (`+`), or declared and not accepted (`-`)."""
    schema = declarations().plain(schema)
    if isinstance(param_type, Array):
        yield from list_names(param_type.of, schema.get("items", {}), f"{below}[]")
    if isinstance(param_type, Either):
        yield from list_names(param_type.nested, schema, below)
    if not isinstance(param_type, Hash) or schema.get("type") != "object":
        return
    declared = schema["properties"]
    for name in {*declared, *param_type.fields}:
        path = f"{below}[{name}]" if below else name
        if name not in declared:
            yield "+", path
        elif name not in param_type.fields:
            yield "-", path
        else:
            yield from list_names(param_type.fields[name], declared[name], path)


OWN_WORDS = {
    "api_version",  # all but the Dashboard's own
    "off_session",  # a boolean, or one of two words
    "ui_mode",  # of older versions
    "validate_location",  # of older versions
}
"""Whose words are not those that are declared; nor are types of PaymentMethods, which this account
has not all got."""


def list_values(param_type: Any, schema: Json, below: str = "") -> Iterator[str]:
    """Whose words, or whose unsetting, is not as it is declared."""
    choices = declarations().choices(schema)
    words = {str(word) for each in choices for word in each.get("enum", [each.get("const", "?")])}
    if isinstance(param_type, Enum) and words != {"?"} and words - {"", "?"} != {*param_type.words}:
        yield below
    if "" in words and not getattr(param_type, "unset", True):
        yield f"{below}="
    for each in choices:
        if isinstance(param_type, Array) and "items" in each:
            yield from list_values(param_type.of, each["items"], f"{below}[]")
        if isinstance(param_type, Hash) and "properties" in each:
            for name in each["properties"].keys() & param_type.fields.keys():
                path = f"{below}[{name}]" if below else name
                yield from list_values(param_type.fields[name], each["properties"][name], path)


def last_step(path: str) -> str:
    return path.rstrip("]").rpartition("[")[2]


@pytest.fixture(scope="module")
def types() -> set[str]:
    """Every type of payment method that Stripe has."""
    param_type = declarations().plain(
        declarations().objects["payment_method"]["properties"]["type"]
    )
    method_types: set[str] = set(param_type["enum"])
    others = declarations().objects["payment_method_configuration"]["properties"]
    return method_types | set(others) | set(OTHERS)


def params_at(where: str) -> DeclaredParams:
    """The parameters of a route, which come from the declarations."""
    params = router.operations()[where].params
    assert isinstance(params, DeclaredParams)
    return params


CALLS = sorted(set(router.operations()) & set(declarations().calls)) if installed() else []
CALLS = [where for where in CALLS if not where.endswith("/search")]


@pytest.mark.parametrize("where", CALLS)
def test_a_call_takes_nothing_that_is_not_declared(where: str) -> None:
    params = params_at(where)
    besides = {*params.also, *list_added(params.own), *INFERRED}
    besides.update(name for overlay in params.shared for name in list_added(overlay))
    method_types = list_names(params.hash, declarations().calls[where])
    assert [
        path for sign, path in method_types if sign == "+" and last_step(path) not in besides
    ] == []


@pytest.mark.parametrize("where", CALLS)
def test_a_call_takes_what_is_declared(where: str, types: set[str]) -> None:
    params = params_at(where)
    left_out = NOT_HERE.get(where, set()) | types | set(list_omitted(params.own))
    left_out.update(name for overlay in params.shared for name in list_omitted(overlay))
    method_types = list_names(params.hash, declarations().calls[where])
    assert [
        path for sign, path in method_types if sign == "-" and last_step(path) not in left_out
    ] == []


@pytest.mark.parametrize("where", CALLS)
def test_a_call_takes_the_words_that_are_declared(where: str) -> None:
    method_types = list_values(params_at(where).hash, declarations().calls[where])
    has_types = (
        "payment_methods" in where
        or "payment_method_data" in router.operations()[where].params.fields
    )
    besides = OWN_WORDS | ({"type"} if has_types else set())
    assert [path for path in method_types if last_step(path) not in besides] == []


def test_the_declarations_are_there_to_be_compared() -> None:
    assert installed()
    assert len(CALLS) > 40
