"""Forms become typed parameters by schema; what does not fit is refused in Stripe's words."""

from __future__ import annotations

from typing import Any

import pytest

from stub_server.stripe_sim.errors import StripeError
from stub_server.stripe_sim.params.form import build_tree, parse_pairs
from stub_server.stripe_sim.params.types import (
    Array,
    Bool,
    Either,
    Enum,
    Hash,
    Int,
    Metadata,
    Str,
    Url,
    merge_metadata,
)

SCHEMA = Hash(
    {
        "amount": Int(least=1),
        "confirm": Bool(),
        "description": Str(unset=True),
        "email": Str(longest=12),
        "expand": Array(Str()),
        "home": Url(longest=30),
        "how": Enum(("automatic", "manual", "later")),
        "when": Either(Int(), Hash({"gte": Int()})),
        "lines": Array(Hash({"n": Int(), "m": Int(), "k": Array(Str())}), longest=3),
        "metadata": Metadata(),
        "shipping": Hash({"address": Hash({"city": Str(unset=True)}), "name": Str()}, ("name",)),
    }
)


def read(text: str) -> dict[str, Any]:
    return SCHEMA.members(build_tree(parse_pairs(text.encode())))


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
        ("expand[1]=b&expand[0]=a", {"expand": ["a", "b"]}),
        ("expand[2]=c&expand[10]=k", {"expand": ["c", "k"]}),
        ("lines[0][n]=1&lines[0][m]=2&lines[1][n]=3", {"lines": [{"n": 1, "m": 2}, {"n": 3}]}),
        ("lines[][n]=1&lines[][m]=2&lines[][n]=3", {"lines": [{"n": 1, "m": 2}, {"n": 3}]}),
        ("lines[][k][]=a&lines[][k][]=b", {"lines": [{"k": ["a", "b"]}]}),
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
        ("amount[a]=1", "amount", "parameter_invalid_integer", 'Invalid integer: {:a=>"1"}'),
        ("confirm[a]=1", "confirm", None, 'Invalid boolean: {:a=>"1"}'),
        ("description[x-1][b]=%22a%0A", "description", None, r'string: {:"x-1"=>{:b=>"\"a\n"}}'),
        ("email[]=a&email[]=b", "email", None, 'Invalid string: {:"0"=>"a", :"1"=>"b"}'),
        ("amoun=1", "amoun", "parameter_unknown", "unknown parameter: amoun. Did you mean amount?"),
        (
            "shipping[name]=J&shipping[adress][city]=K",
            "shipping[adress]",
            "parameter_unknown",
            "Received unknown parameter: shipping[adress]. Did you mean shipping[address]?",
        ),
        ("confirm=", "confirm", "parameter_invalid_empty", "You passed an empty string for"),
        ("how=", "how", "parameter_invalid_empty", "You passed an empty string for 'how'"),
        ("shipping=", "shipping", "parameter_invalid_empty", "You passed an empty string for"),
        ("expand=", "expand", "parameter_invalid_empty", "You passed an empty string for 'expand'"),
        ("expand[a]=b", "expand", None, "Invalid array"),
        ("lines[0]=1", "lines[0]", None, "Invalid object"),
        ("lines[0][n]=x", "lines[0][n]", "parameter_invalid_integer", "Invalid integer: x"),
        ("lines[][n]=1" + "&lines[][n]=1" * 3, "lines", None, "exceeded maximum 3"),
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
        ("home=shop", "home", "url_invalid", "Not a valid URL"),
        (
            f"home=https://shop.example/{'x' * 20}",
            "home",
            None,
            "Invalid URL: URL must be 30 characters or less.",
        ),
        ("email=+%09", "email", "parameter_invalid_string_blank", "nothing but whitespace"),
        ("metadata=a", "metadata", None, "Invalid object"),
        (
            f"metadata[{'k' * 41}]=1",
            None,
            None,
            "Metadata keys can have up to 40 characters, but you passed in a key that is 41 "
            f"characters. Invalid key: {'k' * 41}",
        ),
        (
            f"metadata[k]={'v' * 501}",
            "metadata",
            None,
            "Metadata values can have up to 500 characters, but you passed in a value that is 501 "
            "characters. Invalid value: vvv",
        ),
        (
            "metadata[a][b]=1",
            "metadata",
            None,
            'Invalid value type: {:b=>"1"} must be a string',
        ),
        ("metadata[a%5Bb%5D]=1", "metadata", None, "square brackets. Invalid key: a[b]"),
        ("]=1", "]", "parameter_unknown", "unknown"),
        ("a[b=1", "a[b", None, "Invalid parameter name"),
        ("a" + "[b]" * 20 + "=1", "a" + "[b]" * 20, None, "nested too deeply"),
    ],
)
def test_an_invalid_value_is_rejected(
    text: str, param: str | None, code: str | None, message: str
) -> None:
    with pytest.raises(StripeError) as rejection:
        read(text)
    assert (rejection.value.status, rejection.value.param, rejection.value.code) == (
        400,
        param,
        code,
    )
    assert message in rejection.value.message


def test_metadata_merges_name_by_name() -> None:
    assert merge_metadata({"a": "1", "b": "2"}, {"b": "", "c": "3"}) == {"a": "1", "c": "3"}
    assert merge_metadata({"a": "1"}, None) == {}


def test_metadata_has_fifty_names_at_most() -> None:
    full = {f"k{number}": "v" for number in range(50)}
    assert merge_metadata({}, full) == full
    with pytest.raises(StripeError, match="up to 50 keys, but you've set 51"):
        merge_metadata(full, {"one": "more"})


async def test_a_parameter_that_a_payment_does_not_take_shows_the_payment(api: Any) -> None:
    intent = await api.intent()
    params = {"amount": 5, "currency": "eur"}
    error = await api.get_error("POST", f"payment_intents/{intent['id']}/cancel", params)
    assert error["message"] == "Received unknown parameters: amount, currency"
    assert (error["param"], error["code"]) == ("amount", "parameter_unknown")
    assert error["payment_intent"] == intent
