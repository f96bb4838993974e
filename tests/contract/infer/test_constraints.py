"""Constraints that pages write as comments."""

from __future__ import annotations

from typing import Any

import pytest

COUNTRY = "ISO 3166-1 alpha-2"


@pytest.mark.parametrize(
    ("kind", "comment", "keywords"),
    [
        ("number", "integer >= 1", {"type": "integer", "minimum": 1}),
        ("number", "integer ≥ 1", {"type": "integer", "minimum": 1}),
        ("number", "INTEGER", {"type": "integer"}),
        ("number", "integer 1..99", {"type": "integer", "minimum": 1, "maximum": 99}),
        ("number", "integer between 1 and 99", {"type": "integer", "minimum": 1, "maximum": 99}),
        ("number", "integer >= 1 and <= 99", {"type": "integer", "minimum": 1, "maximum": 99}),
        ("number", "integer >= 1, <= 99", {"type": "integer", "minimum": 1, "maximum": 99}),
        ("number", "> 0", {"exclusiveMinimum": 0}),
        ("number", ">= 0", {"minimum": 0}),
        (
            "number",
            "EUR, two decimals, > 0",
            {"exclusiveMinimum": 0, "description": "EUR, two decimals"},
        ),
        ("number", "EUR, two decimals", {"description": "EUR, two decimals"}),
        ("string", "/^[a-z0-9-]+$/, max 80 chars", {"pattern": "^[a-z0-9-]+$", "maxLength": 80}),
        ("string", "/^[a-z]{1,3},\\/$/", {"pattern": "^[a-z]{1,3},/$"}),
        ("string", "max 80 characters", {"maxLength": 80}),
        ("string", "min 10 characters", {"minLength": 10}),
        ("string", "at least 10 characters", {"minLength": 10}),
        ("string", "not blank", {"pattern": r"\S", "minLength": 1}),
        ("string", "email", {"format": "email"}),
        ("string", "URL", {"format": "uri"}),
        ("string", "ISO 8601", {"format": "date-time"}),
        (
            "string",
            "newest first, at most 5 chars",
            {"maxLength": 5, "description": "newest first"},
        ),
        ("string", "defaults to shippingAddress", {"description": "defaults to shippingAddress"}),
        ("string", 'default "x"', {"default": "x"}),
        ("string[]", "at least 1 item", {"minItems": 1}),
        ("number", "between 0 and 1", {"minimum": 0, "maximum": 1}),
        ("number", "0–100", {"minimum": 0, "maximum": 100}),
        ("number", "1 - 5", {"minimum": 1, "maximum": 5}),
        ("number", "1 – 5", {"minimum": 1, "maximum": 5}),
        ("number", "10–5", {"description": "10–5"}),
        ("number", "whole number, 1 to 5", {"type": "integer", "minimum": 1, "maximum": 5}),
        ("number", "integer (1 to 10)", {"type": "integer", "minimum": 1, "maximum": 10}),
        ("number", "Integer (1..10)", {"type": "integer", "minimum": 1, "maximum": 10}),
        ("number", "int", {"type": "integer"}),
        ("number", "positive", {"exclusiveMinimum": 0}),
        ("number", "must be positive", {"exclusiveMinimum": 0}),
        ("number", "0 < x <= 10", {"exclusiveMinimum": 0, "maximum": 10}),
        ("number", "more than 0", {"exclusiveMinimum": 0}),
        ("number", "min 3, max 10", {"minimum": 3, "maximum": 10}),
        ("number", "max 100 %", {"maximum": 100}),
        ("number", "EUR, 2 decimals", {"description": "EUR, 2 decimals"}),
        ("number", "one of 1, 2, 3", {"enum": [1, 2, 3]}),
        ("number", "defaults to 5", {"default": 5}),
        ("number", "5 by default, min 1", {"default": 5, "minimum": 1}),
        ("string", 'defaults to "a, b", max 5', {"default": "a, b", "maxLength": 5}),
        ("boolean", "default: true", {"default": True}),
        ("string", "min 3, max 40 chars", {"minLength": 3, "maxLength": 40}),
        ("string", "max length 30", {"maxLength": 30}),
        ("string", "required, max 20", {"maxLength": 20, "description": "required"}),
        ("string", "2 to 60", {"minLength": 2, "maxLength": 60}),
        ("string", "max. 80 chars", {"maxLength": 80}),
        ("string", "length 3", {"minLength": 3, "maxLength": 3}),
        ("string", "exactly 3 characters", {"minLength": 3, "maxLength": 3}),
        ("string", "date", {"format": "date"}),
        ("string", "uuid", {"format": "uuid"}),
        ("string", "one of a|b", {"enum": ["a", "b"]}),
        ("string", 'one of "a", "b", shown', {"enum": ["a", "b"], "description": "shown"}),
        ("string", "one of small, medium or large", {"enum": ["small", "medium", "large"]}),
        ("string", "one of the others", {"description": "one of the others"}),
        ("string", "regex: ^[a-z]{1,3}$", {"pattern": "^[a-z]{1,3}$"}),
        ("string", "^[a-z]{1,3}$, max 3", {"pattern": "^[a-z]{1,3}$", "maxLength": 3}),
        ("string", "ISO timestamp", {"format": "date-time"}),
        ("string", "RFC 3339", {"format": "date-time"}),
        ("string", "ISO 4217", {"pattern": "^[A-Z]{3}$", "description": "ISO 4217"}),
        ("string[]", "max 10", {"maxItems": 10}),
        ("string[]", "1..5 items", {"minItems": 1, "maxItems": 5}),
        ("string[]", 'one of "a", "b"', {"items": {"type": "string", "enum": ["a", "b"]}}),
        (
            "string[]",
            "min 1, max 9 chars",
            {"items": {"type": "string", "minLength": 1, "maxLength": 9}},
        ),
        ("string | null", "max 3 chars", {"maxLength": 3}),
        (
            "string",
            "absolute path on the host",
            {"pattern": "^/", "description": "absolute path on the host"},
        ),
    ],
)
def test_a_comment_becomes_keywords(
    schema_of: Any, kind: str, comment: str, keywords: dict[str, Any]
) -> None:
    schema = schema_of(f"interface T {{\n  a: {kind} // {comment}\n}}")["properties"]["a"]
    plain = schema_of(f"interface T {{ a: {kind} }}")["properties"]["a"]
    assert schema == plain | keywords
    assert schema_of(f"type T = {kind} // {comment}") == plain | keywords


def test_money_is_never_a_multiple_of_a_cent(schema_of: Any) -> None:
    assert "multipleOf" not in schema_of("type T = number // EUR, two decimals")


@pytest.mark.parametrize("comment", ["ISO-8601 UTC", "ISO 8601, UTC", "paid at, ISO 8601, UTC"])
def test_a_utc_time_demands_its_z(schema_of: Any, comment: str) -> None:
    schema = schema_of(f"type T = string // {comment}")
    assert schema["format"] == "date-time"
    assert schema["pattern"].endswith("Z$")


def test_a_country_is_one_of_the_assigned_codes(schema_of: Any) -> None:
    schema = schema_of(f"type T = string // {COUNTRY}")
    assert len(schema["enum"]) == 249
    assert {"DE", "NO", "XK"} & set(schema["enum"]) == {"DE", "NO"}


@pytest.mark.parametrize(
    "source", ["interface T {\n  a: T | null // max 3\n}", "type T = null | {\n  a: T // max 3\n}"]
)
def test_a_constraint_on_a_type_inside_itself_ends(
    compile_texts: Any, places_of: Any, source: str
) -> None:
    compilation = compile_texts(f"```ts\n{source}\n```")
    assert places_of(compilation, "constraint-mismatch") == [(3, 3)]


def test_a_comment_belongs_to_the_member_on_its_line(schema_of: Any) -> None:
    properties = schema_of(
        """/** A thing. */
interface T { // of ours
  /** The first. */
  a: string // one
  // before the second
  b: { c: string } // the second
  d: string /* fourth */
  // about nothing
}"""
    )["properties"]
    assert {name: one.get("description") for name, one in properties.items()} == {
        "a": "The first.\none",
        "b": "before the second\nthe second",
        "d": "fourth",
    }
    assert "description" not in properties["b"]["properties"]["c"]


def test_a_doc_comment_describes_its_type(schema_of: Any) -> None:
    schema = schema_of("// not this one\n\n/**\n * One product,\n * shown.\n */\ntype T = string")
    assert schema["description"] == "One product, shown."


@pytest.mark.parametrize(
    ("kind", "tags", "keywords"),
    [
        ("number", "@minimum 1 @maximum 5", {"minimum": 1, "maximum": 5}),
        ("number", "@default 3\n * @example 4", {"default": 3, "examples": [4]}),
        ("string", "@minLength 3\n * @maxLength 5", {"minLength": 3, "maxLength": 5}),
        (
            "string",
            "@pattern ^[a-z, ]+$ @format email",
            {"pattern": "^[a-z, ]+$", "format": "email"},
        ),
        ("string", "@pattern /^a\\/b$/", {"pattern": "^a/b$"}),
        ("string", '@default "eur"', {"default": "eur"}),
        ("string", "@example a@b.de", {"examples": ["a@b.de"]}),
    ],
)
def test_jsdoc_tags_are_keywords(
    compile_texts: Any, schema_of: Any, kind: str, tags: str, keywords: dict[str, Any]
) -> None:
    source = f"interface T {{\n/** Text.\n * {tags}\n */\na: {kind}\n}}"
    schema = schema_of(source)["properties"]["a"]
    assert schema == {"type": kind, "description": "Text."} | keywords
    assert "constraint-not-read" not in {
        diagnostic.code for diagnostic in compile_texts(f"```ts\n{source}\n```").diagnostics
    }
