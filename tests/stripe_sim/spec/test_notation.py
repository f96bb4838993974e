"""The notation of spec/api.json, and how its file is laid out."""

from __future__ import annotations

from typing import Any

import pytest

from scripts.stripe_notation import Notation
from scripts.stripe_schemas import Declarations
from scripts.stripe_spec import lines

TEXT, ID = {"type": "string"}, {"properties": {"object": {"const": "customer"}}}


@pytest.mark.parametrize(
    ("schema", "notation"),
    [
        (TEXT, "string"),
        ({"enum": [False, True]}, "boolean"),
        ({"enum": ["month", "", "day"]}, ["", "day", "month"]),
        ({"anyOf": [TEXT, {"enum": [""]}]}, "string?"),
        ({"type": "array", "items": {"type": "number"}}, {"[]": "number"}),
    ],
)
def test_parameters_have_a_short_notation(schema: dict[str, Any], notation: Any) -> None:
    assert operation_of(a=schema)["operations"] == {"GET it": {"a": notation}}


@pytest.mark.parametrize(
    ("schema", "notation"),
    [
        ({"type": ["null", "number"]}, "number?"),
        ({"anyOf": [TEXT, ID]}, "id customer"),
        ({"anyOf": [ID, {"type": "null"}]}, "object customer?"),
    ],
)
def test_members_have_a_short_notation(schema: dict[str, Any], notation: Any) -> None:
    assert object_of(a=schema)["objects"] == {"thing": {"a?": notation}}


def test_what_occurs_twice_is_said_once() -> None:
    dates = {name: {"type": "number"} for name in ("day", "month", "year")}
    definitions = {"Params X:Date": {"type": "object", "properties": dates, "required": ["day"]}}
    date = {"$ref": "#/$defs/Params%20X%3ADate"}
    sections = operation_of(definitions, since=date, until=date)
    assert sections["operations"] == {"GET it": {"since": "=Date", "until": "=Date"}}
    assert sections["types"] == {"Date": {"day!": "number", "month": "number", "year": "number"}}


def test_a_member_has_a_line_of_its_own() -> None:
    value = {"a": {"b": "string", "c": ["x", "y"], "d": {"[]": "string"}}}
    assert list(lines(value)) == [
        "{",
        ' "a": {',
        '  "b": "string",',
        '  "c": ["x", "y"],',
        '  "d": {"[]": "string"}',
        " }",
        "}",
    ]


def notation_of(definitions: dict[str, Any], **content: Any) -> Notation:
    """A notation of declarations that have this content."""
    versions = dict.fromkeys(("sdk", "openapi", "version"), "1")
    declared = {"objects": {}, "calls": {}, **versions, "definitions": definitions, **content}
    return Notation(Declarations(declared), ())


def hash_of(**members: Any) -> dict[str, Any]:
    return {"type": "object", "properties": members, "required": []}


def operation_of(definitions: dict[str, Any] | None = None, **members: Any) -> dict[str, Any]:
    """The file's sections, of an operation with these parameters."""
    notation = notation_of(definitions or {}, calls={"GET it": hash_of(**members)})
    notation.add_operation("GET it")
    return notation.sections()


def object_of(**members: Any) -> dict[str, Any]:
    """The file's sections, of an object with these members."""
    notation = notation_of({}, objects={"thing": hash_of(**members)})
    notation.add_object("thing")
    return notation.sections()
