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


def test_a_generic_type_is_written_out_where_it_is_used(compiled: Any) -> None:
    source = "interface Page<I> { items: I[] }\ninterface T { page: Page<string> }"
    schemas = compiled(f"```ts\n{source}\n```").document["components"]["schemas"]
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


@pytest.mark.parametrize(
    ("source", "code", "place"),
    [
        ("interface T { a: Nope }", "unknown-type", (4, 18)),
        ("interface T extends Nope { a: string }", "unknown-type", (4, 21)),
        ("type T = Partial<Nope>", "unknown-type", (4, 18)),
        ("interface T { a: () => void }", "unsupported-type", (4, 18)),
        ("enum T { A = 1 << 2 }", "unsupported-type", (4, 14)),
        ("enum T { A = 'a', B }", "unsupported-type", (4, 19)),
        ("class T { a: string }", "unsupported-type", (4, 1)),
        ("export class T {}", "unsupported-type", (4, 8)),
        ("namespace N { interface T { a: string } }", "unsupported-type", (4, 1)),
        ("type T = [[string]]", "odd-tuple", (4, 10)),
        ("interface T { a: [string] }", "odd-tuple", (4, 18)),
        ("type T = T", "circular-type", (4, 6)),
        ("type T = U\ntype U = T", "circular-type", (4, 6)),
        ("interface T extends T {}", "circular-type", (4, 11)),
        ("interface N<I> { next: N<I> }\ntype T = N<string>", "circular-type", (4, 24)),
        ("interface P { a: string }\ntype T = Omit<P, 'b'>", "unknown-member", (5, 15)),
        ("interface P { a: string }\ntype T = P['b']", "unknown-member", (5, 10)),
        ("interface P<I> { a: I }\ntype T = P", "type-arguments", (5, 10)),
        ("interface T { a: string; a: number }", "member-redefined", (4, 26)),
        ("interface T {\n  größe: Nope }", "unknown-type", (5, 10)),
        ("interface T { ... }", "typescript-syntax", (4, 15)),
        ("interface T { a: string", "typescript-syntax", None),
    ],
)
def test_what_cannot_be_decided_is_said_where_it_stands(
    compiled: Any, said: Any, source: str, code: str, place: tuple[int, int] | None
) -> None:
    found = said(compiled(f"# T\n\n```ts\n{source}\n```\n"), code)
    assert found
    assert place is None or place in found


def test_a_type_of_another_page_is_found(compiled: Any) -> None:
    made = compiled(a="```ts\ninterface A { b: B }\n```", b="```ts\ntype B = string\n```")
    assert not [one for one in made.diagnostics if one.code == "unknown-type"]


def test_the_same_type_twice_is_fine_when_it_is_the_same(compiled: Any, said: Any) -> None:
    made = compiled(
        a="```ts\ninterface A { x: string; y?: number }\n```",
        b="```ts\ninterface A {\n  y?: number // in words\n  x: string\n}\n```",
    )
    assert said(made, "type-redefined") == []


def test_the_same_type_twice_with_other_members_is_an_error_at_the_second(compiled: Any) -> None:
    made = compiled(
        a="```ts\ninterface Order { id: string; total: number }\n```",
        b="```ts\ninterface Order { id: string; number: string }\n```",
    )
    [found] = [one for one in made.diagnostics if one.code == "type-redefined"]
    assert (found.path, found.line, found.column) == ("b.md", 2, 11)
    assert "a.md:2" in found.message
    assert "`total`, `number`" in found.message
    assert "takes the first" in found.message
    assert "total" in made.document["components"]["schemas"]["Order"]["properties"]


def test_a_fence_in_a_list_has_its_own_columns(compiled: Any, said: Any) -> None:
    page = "# T\n\n- here:\n\n  ```ts\n  type T = Nope\n  ```\n"
    assert said(compiled(page), "unknown-type") == [(6, 12)]


@pytest.mark.parametrize("broken", ["  a: string[;\n}", "  a: string\n"])
def test_a_broken_interface_is_left_out_and_takes_no_other_along(
    compiled: Any, said: Any, broken: str
) -> None:
    source = (
        f"interface T {{\n{broken}\n\n/** Whole. */\ninterface U {{ b: number; t?: T }}\ntype V = 1"
    )
    made = compiled(f"# T\n\n```ts\n{source}\n```\n")
    schemas = made.document["components"]["schemas"]
    assert list(schemas) == ["U", "V"]
    assert schemas["U"]["properties"] == {"b": {"type": "number"}, "t": {}}
    assert schemas["U"]["description"] == "Whole."
    assert [line for line, _ in said(made, "typescript-syntax")] == [5]
    assert len(said(made, "unknown-type")) == 1
