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


def test_a_utc_time_demands_its_z(schema_of: Any) -> None:
    schema = schema_of("type T = string // ISO-8601 UTC")
    assert schema["format"] == "date-time"
    assert schema["pattern"].endswith("Z$")


def test_a_country_is_one_of_the_assigned_codes(schema_of: Any) -> None:
    schema = schema_of(f"type T = string // {COUNTRY}")
    assert len(schema["enum"]) == 249
    assert {"DE", "NO", "XK"} & set(schema["enum"]) == {"DE", "NO"}


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
    ("line", "code"),
    [
        ("a: string // integer >= 1", "constraint-mismatch"),
        ("a: number // max 80 chars", "constraint-mismatch"),
        ("a: string // /(/", "bad-pattern"),
        ("a: string // /^a$/i", "bad-pattern"),
    ],
)
def test_a_constraint_that_does_not_fit_is_said(
    compiled: Any, said: Any, line: str, code: str
) -> None:
    made = compiled(f"```ts\ninterface T {{\n  {line}\n}}\n```")
    assert said(made, code) == [(3, 3)]
