"""TypeScript as JSON Schema: what each kind of type allows."""

from __future__ import annotations

from typing import Any

import pytest

PERSON = "interface P { readonly id: string; name: string; age?: number }\n"


@pytest.mark.parametrize(
    ("source", "schema"),
    [
        ("type T = string", {"type": "string"}),
        ("type T = number", {"type": "number"}),
        ("type T = unknown", {}),
        ("type T = any", {}),
        ("type T = object", {"type": "object"}),
        ("type T = 'a' | \"b\"", {"type": "string", "enum": ["a", "b"]}),
        ("type T =\n  | 'a' // first\n  | 'b'", {"type": "string", "enum": ["a", "b"]}),
        ('type T = "eur"', {"type": "string", "const": "eur"}),
        ("type T = 1 | 2.5", {"type": ["integer", "number"], "enum": [1, 2.5]}),
        ("type T = -1", {"type": "integer", "const": -1}),
        ("type T = true | false", {"type": "boolean"}),
        ("type T = string | null", {"type": ["string", "null"]}),
        ("type T = 'a' | null", {"type": ["string", "null"], "enum": ["a", None]}),
        ("type T = string | number", {"type": ["string", "number"]}),
        ("type T = string[]", {"type": "array", "items": {"type": "string"}}),
        ("type T = Array<string | null>", {"type": "array", "items": {"type": ["string", "null"]}}),
        ("type T = readonly string[]", {"type": "array", "items": {"type": "string"}}),
        (
            "type T = [string, number?]",
            {
                "type": "array",
                "prefixItems": [{"type": "string"}, {"type": "number"}],
                "minItems": 1,
                "maxItems": 2,
            },
        ),
        (
            "type T = [string, ...number[]]",
            {
                "type": "array",
                "prefixItems": [{"type": "string"}],
                "minItems": 1,
                "items": {"type": "number"},
            },
        ),
        (
            "type T = Record<string, number>",
            {"type": "object", "additionalProperties": {"type": "number"}},
        ),
        (
            "type T = { [key: string]: boolean }",
            {"type": "object", "additionalProperties": {"type": "boolean"}},
        ),
        (
            "type T = Record<'a' | 'b', number>",
            {
                "type": "object",
                "properties": {"a": {"type": "number"}, "b": {"type": "number"}},
                "required": ["a", "b"],
            },
        ),
        ("enum T { A = 'a', B = 'b' }", {"type": "string", "enum": ["a", "b"]}),
        ("enum T { A, B }", {"type": "integer", "enum": [0, 1]}),
        ("enum T { One = 1, Two, Three }", {"type": "integer", "enum": [1, 2, 3]}),
        ("enum T {A=-1,B,C=5,D}", {"type": "integer", "enum": [-1, 0, 5, 6]}),
        (
            "type T = { a: string } & { b?: string }",
            {
                "type": "object",
                "properties": {"a": {"type": "string"}, "b": {"type": "string"}},
                "required": ["a"],
            },
        ),
        ("type T = Exclude<'a' | 'b', 'b'>", {"type": "string", "const": "a"}),
        ("type T = NonNullable<string | null>", {"type": "string"}),
        ("type T = Date", {"type": "string", "format": "date-time"}),
    ],
)
def test_a_type_allows_what_typescript_allows(schema_of: Any, source: str, schema: Any) -> None:
    assert schema_of(source) == schema


def test_members_are_required_unless_they_may_lack(schema_of: Any) -> None:
    schema = schema_of("interface T { a: string; b?: string; c: string | undefined }")
    assert schema["required"] == ["a"]
    assert list(schema["properties"]) == ["a", "b", "c"]
    assert "additionalProperties" not in schema


def test_readonly_members_are_read_only(schema_of: Any) -> None:
    assert schema_of(PERSON, "P")["properties"]["id"] == {"type": "string", "readOnly": True}


def test_a_reference_that_may_be_null_is_either(schema_of: Any) -> None:
    schema = schema_of(PERSON + "type T = P | null")
    assert schema == {"anyOf": [{"$ref": "#/components/schemas/P"}, {"type": "null"}]}


@pytest.mark.parametrize(
    ("helper", "members", "required"),
    [
        ("Partial<P>", ["id", "name", "age"], []),
        ("Required<P>", ["id", "name", "age"], ["id", "name", "age"]),
        ("Pick<P, 'id' | 'age'>", ["id", "age"], ["id"]),
        ("Omit<P, 'id'>", ["name", "age"], ["name"]),
        ("Partial<Omit<P, 'id'>>", ["name", "age"], []),
        ("Omit<P, 'id'> & { key: string }", ["name", "age", "key"], ["name", "key"]),
    ],
)
def test_helpers_choose_and_loosen_members(
    schema_of: Any, helper: str, members: list[str], required: list[str]
) -> None:
    schema = schema_of(f"{PERSON}type T = {helper}")
    assert list(schema["properties"]) == members
    assert schema.get("required", []) == required


def test_an_interface_has_the_members_of_its_bases(schema_of: Any) -> None:
    schema = schema_of(PERSON + "interface T extends Omit<P, 'age'> { name: 'me'; more: string }")
    assert list(schema["properties"]) == ["id", "name", "more"]
    assert schema["properties"]["name"] == {"type": "string", "const": "me"}


def test_a_generic_type_is_written_out_where_it_is_used(compile_texts: Any) -> None:
    source = "interface Page<I> { items: I[] }\ninterface T { page: Page<string> }"
    schemas = compile_texts(f"```ts\n{source}\n```").document["components"]["schemas"]
    assert list(schemas) == ["T"]
    items = schemas["T"]["properties"]["page"]["properties"]["items"]
    assert items == {"type": "array", "items": {"type": "string"}}


def test_a_type_may_contain_itself_through_a_member(schema_of: Any) -> None:
    schema = schema_of("interface T { children: T[] }")
    assert schema["properties"]["children"]["items"] == {"$ref": "#/components/schemas/T"}


def test_a_member_without_a_type_inside_its_namesake_ends(schema_of: Any) -> None:
    schema = schema_of("interface T { a: { a } }")
    assert schema["properties"]["a"]["properties"]["a"]["type"] == "object"


def test_the_type_of_a_member_can_be_looked_up(schema_of: Any) -> None:
    assert schema_of(PERSON + 'type T = P["name"]') == {"type": "string"}
