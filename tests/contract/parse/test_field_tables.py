"""Tables and bullets of fields: bodies, parameters and declared types."""

from __future__ import annotations

from typing import Any


def only(compilation: Any) -> Any:
    """The one operation of a document."""
    (path,) = compilation.document["paths"].values()
    (operation,) = path.values()
    return operation


def body_of(compilation: Any) -> Any:
    return only(compilation)["requestBody"]["content"]["application/json"]["schema"]


def test_fields_are_the_body_and_their_descriptions_constrain(compile_texts: Any) -> None:
    table = (
        "| Field | Type | Required | Description |\n|---|---|---|---|\n"
        "| `name` | string | Yes | At most 80 characters |\n"
        "| `size` | integer | No | The size. Between 1 and 9. |\n"
        "| `kind` | `a` \\| `b` | no | |\n"
        "| `lines[].id` | uuid | yes | |\n"
        "| `owner` | string or null | yes | Read-only |\n"
    )
    assert body_of(compile_texts(f"# T\n\n## POST /a\n\n{table}")) == {
        "type": "object",
        "properties": {
            "name": {"type": "string", "maxLength": 80},
            "size": {"type": "integer", "minimum": 1, "maximum": 9, "description": "The size."},
            "kind": {"type": "string", "enum": ["a", "b"]},
            "lines": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"id": {"type": "string", "format": "uuid"}},
                    "required": ["id"],
                },
            },
            "owner": {"type": ["string", "null"], "readOnly": True},
        },
        "required": ["name", "lines", "owner"],
    }


def test_parameters_have_their_types(compile_texts: Any) -> None:
    table = (
        "| Name | In | Type | Required | Description |\n|---|---|---|---|---|\n"
        "| id | path | integer | yes | The id |\n"
        "| limit | query | integer | no | Between 1 and 100 |\n"
        "| X-Trace | header | string | yes | |\n"
    )
    compilation = compile_texts(f"# T\n\n## GET /a/{{id}}?q\n\n{table}")
    assert only(compilation)["parameters"] == [
        {
            "name": "id",
            "in": "path",
            "description": "The id",
            "required": True,
            "schema": {"type": "integer"},
        },
        {
            "name": "limit",
            "in": "query",
            "schema": {"type": "integer", "minimum": 1, "maximum": 100},
        },
        {"name": "q", "in": "query", "schema": {"type": "string"}},
        {"name": "X-Trace", "in": "header", "required": True, "schema": {"type": "string"}},
    ]


def test_bullets_are_fields_too(compile_texts: Any) -> None:
    compilation = compile_texts(
        "# T\n\n## POST /a\n\n- `n` (number) – positive\n- `t` (string, optional)\n"
    )
    assert body_of(compilation) == {
        "type": "object",
        "properties": {"n": {"type": "number", "exclusiveMinimum": 0}, "t": {"type": "string"}},
        "required": ["n"],
    }


def test_a_table_below_a_types_name_declares_it(compile_texts: Any) -> None:
    table = "| Property | Type |\n|---|---|\n| id | string |\n| next | Thing? |\n"
    compilation = compile_texts(f"# T\n\n## The Thing object\n\n{table}")
    assert compilation.document["components"]["schemas"]["Thing"] == {
        "type": "object",
        "properties": {"id": {"type": "string"}, "next": {"$ref": "#/components/schemas/Thing"}},
        "required": ["id"],
    }
