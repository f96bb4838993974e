"""Each call takes what the SDK declares that it takes, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from scripts.stripe_schemas import declarations, installed
from stub_server.stripe_sim import router
from stub_server.stripe_sim.params.common import BROWSER
from stub_server.stripe_sim.params.types import Array, Either, Enum, Hash

Json = dict[str, Any]
pytestmark = pytest.mark.node

BESIDES = {
    *BROWSER,
    "client_secret",
    "payment_method_types",  # of older versions
    "coupon",  # of a promotion code, of older versions
    "infer_from_client",  # of the browser's script
    "card",  # with numbers, in payment_method_data
    "tos_shown_and_accepted",
    "tokenization_method",  # a wallet's token, for tests
    "dynamic_tax_rates",  # of older versions
    "expand",
}
"""Taken without being declared."""

NOT_HERE = {
    "POST charges/*/capture": {"application_fee", "application_fee_amount", "transfer_data"},
    "POST checkout/sessions": {"demo_pay"},
    "POST payment_method_configurations/*": {"apple_pay_later", "fr_meal_voucher_conecs"},
    "POST customers": {"validate", "cash_balance"},
    "POST customers/*": {"cash_balance"},
    "POST customers/*/sources/*": {"account_holder_name", "account_holder_type", "owner"},
    "POST tokens": {"customer", "payment_method"},
    "POST payment_methods/*": {"us_bank_account", "payto"},
}
"""Declared, and for what there is not here. (Types of payment methods that this account has not
got come on top.)"""


def names(kind: Any, schema: Json, below: str = "") -> Iterator[tuple[str, str]]:
    """What is taken and not declared (`+`), or declared and not taken (`-`)."""
    schema = declarations().plain(schema)
    if isinstance(kind, Array):
        yield from names(kind.of, schema.get("items", {}), f"{below}[]")
    if isinstance(kind, Either):
        yield from names(kind.nested, schema, below)
    if not isinstance(kind, Hash) or schema.get("type") != "object":
        return
    declared = schema["properties"]
    for name in {*declared, *kind.fields}:
        path = f"{below}[{name}]" if below else name
        if name not in declared:
            yield "+", path
        elif name not in kind.fields:
            yield "-", path
        else:
            yield from names(kind.fields[name], declared[name], path)


OWN_WORDS = {
    "api_version",  # all but the Dashboard's own
    "off_session",  # a boolean, or one of two words
    "ui_mode",  # of older versions
    "validate_location",  # of older versions
}
"""Whose words are not those that are declared; nor are types of PaymentMethods, which this account
has not all got."""


def values(kind: Any, schema: Json, below: str = "") -> Iterator[str]:
    """Whose words, or whose unsetting, is not as it is declared."""
    choices = declarations().choices(schema)
    words = {str(word) for each in choices for word in each.get("enum", [each.get("const", "?")])}
    if isinstance(kind, Enum) and words != {"?"} and words - {"", "?"} != {*kind.words}:
        yield below
    if "" in words and not getattr(kind, "unset", True):
        yield f"{below}="
    for each in choices:
        if isinstance(kind, Array) and "items" in each:
            yield from values(kind.of, each["items"], f"{below}[]")
        if isinstance(kind, Hash) and "properties" in each:
            for name in each["properties"].keys() & kind.fields.keys():
                path = f"{below}[{name}]" if below else name
                yield from values(kind.fields[name], each["properties"][name], path)


def last(path: str) -> str:
    return path.rstrip("]").rpartition("[")[2]


@pytest.fixture(scope="module")
def types() -> set[str]:
    """Every type of payment method that Stripe has."""
    kind = declarations().plain(declarations().objects["payment_method"]["properties"]["type"])
    found: set[str] = set(kind["enum"])
    others = declarations().objects["payment_method_configuration"]["properties"]
    return found | set(others)


CALLS = sorted(set(router.operations()) & set(declarations().calls)) if installed() else []


@pytest.mark.parametrize("where", CALLS)
def test_a_call_takes_nothing_that_is_not_declared(where: str) -> None:
    found = names(router.operations()[where].params, declarations().calls[where])
    assert [path for sign, path in found if sign == "+" and last(path) not in BESIDES] == []


@pytest.mark.parametrize("where", CALLS)
def test_a_call_takes_what_is_declared(where: str, types: set[str]) -> None:
    left_out = NOT_HERE.get(where, set()) | types
    found = names(router.operations()[where].params, declarations().calls[where])
    assert [path for sign, path in found if sign == "-" and last(path) not in left_out] == []


@pytest.mark.parametrize("where", CALLS)
def test_a_call_takes_the_words_that_are_declared(where: str) -> None:
    found = values(router.operations()[where].params, declarations().calls[where])
    has_types = (
        "payment_methods" in where
        or "payment_method_data" in router.operations()[where].params.fields
    )
    besides = OWN_WORDS | ({"type"} if has_types else set())
    assert [path for path in found if last(path) not in besides] == []


def test_the_declarations_are_there_to_be_compared() -> None:
    assert installed()
    assert len(CALLS) > 40
