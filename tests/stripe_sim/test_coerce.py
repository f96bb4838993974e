"""Forms become typed parameters by schema; what does not fit is refused in Stripe's words."""

from __future__ import annotations

from typing import Any

import pytest

from stub_server.stripe_sim.coerce import (
    Array,
    Bool,
    Either,
    Enum,
    Hash,
    Int,
    Metadata,
    Str,
    merged_metadata,
)
from stub_server.stripe_sim.errors import StripeError
from stub_server.stripe_sim.form import pairs_of, tree_of

SCHEMA = Hash(
    {
        "amount": Int(least=1),
        "confirm": Bool(),
        "description": Str(unset=True),
        "email": Str(longest=12),
        "expand": Array(Str()),
        "how": Enum(("automatic", "manual", "later")),
        "when": Either(Int(), Hash({"gte": Int()})),
        "metadata": Metadata(),
        "shipping": Hash({"address": Hash({"city": Str(unset=True)}), "name": Str()}, ("name",)),
    }
)


def read(text: str) -> dict[str, Any]:
    return SCHEMA.members(tree_of(pairs_of(text.encode())))


@pytest.mark.parametrize(
    ("text", "params"),
    [
        ("amount=2000", {"amount": 2000}),
        ("amount=1&amount=2", {"amount": 2}),
        ("confirm=true", {"confirm": True}),
        ("description=", {"description": None}),
        ("description=K%C3%B6ln+%26+Bonn", {"description": "Köln & Bonn"}),
        ("expand[]=a&expand[]=b.c", {"expand": ["a", "b.c"]}),
        ("expand[0]=a&expand[1]=b", {"expand": ["a", "b"]}),
        ("expand%5B%5D=a", {"expand": ["a"]}),
        ("when=5", {"when": 5}),
        ("when[gte]=5", {"when": {"gte": 5}}),
        ("metadata[a]=1&metadata[b]=", {"metadata": {"a": "1", "b": ""}}),
        ("metadata=", {"metadata": None}),
        (
            "shipping[name]=J&shipping[address][city]=",
            {"shipping": {"name": "J", "address": {"city": None}}},
        ),
    ],
)
def test_a_form_is_read_by_schema(text: str, params: dict[str, Any]) -> None:
    assert read(text) == params


@pytest.mark.parametrize(
    ("text", "param", "code", "message"),
    [
        ("foo=1", "foo", "parameter_unknown", "Received unknown parameter: foo"),
        ("foo=1&bar=2", "foo", "parameter_unknown", "Received unknown parameters: foo, bar"),
        (
            "shipping[name]=J&shipping[x]=1",
            "shipping[x]",
            "parameter_unknown",
            "Received unknown parameter: shipping[x]",
        ),
        ("amount=12.5", "amount", "parameter_invalid_integer", "Invalid integer: 12.5"),
        ("amount=ten", "amount", "parameter_invalid_integer", "Invalid integer: ten"),
        ("amount=", "amount", "parameter_invalid_empty", "You passed an empty string for 'amount'"),
        ("amount[a]=1", "amount", None, "Invalid string"),
        ("confirm=yes", "confirm", None, "Invalid boolean: yes"),
        ("how=no", "how", None, "Invalid how: must be one of automatic, manual, or later"),
        ("expand=a", "expand", None, "Invalid array"),
        ("shipping=a", "shipping", None, "Invalid object"),
        (
            "shipping[address][city]=K",
            "shipping[name]",
            "parameter_missing",
            "Missing required param: shipping[name].",
        ),
        ("email=someone@example.com", "email", None, "must be at most 12 characters"),
        ("metadata=a", "metadata", None, "Invalid object"),
        (f"metadata[{'k' * 41}]=1", "metadata", None, "up to 40 characters"),
        (f"metadata[k]={'v' * 501}", "metadata[k]", None, "up to 500 characters"),
        ("metadata[a][b]=1", "metadata[a]", None, "Invalid string"),
        ("]=1", "]", "parameter_unknown", "unknown"),
        ("a[b=1", "a[b", None, "Invalid parameter name"),
        ("a" + "[b]" * 20 + "=1", "a" + "[b]" * 20, None, "nested too deeply"),
    ],
)
def test_what_does_not_fit_is_refused(
    text: str, param: str, code: str | None, message: str
) -> None:
    with pytest.raises(StripeError) as refusal:
        read(text)
    assert (refusal.value.status, refusal.value.param, refusal.value.code) == (400, param, code)
    assert message in refusal.value.message


def test_metadata_merges_name_by_name() -> None:
    assert merged_metadata({"a": "1", "b": "2"}, {"b": "", "c": "3"}) == {"a": "1", "c": "3"}
    assert merged_metadata({"a": "1"}, None) == {}


def test_metadata_has_fifty_names_at_most() -> None:
    full = {f"k{number}": "v" for number in range(50)}
    assert merged_metadata({}, full) == full
    with pytest.raises(StripeError, match="up to 50 metadata keys"):
        merged_metadata(full, {"one": "more"})
