"""What several words in a Body or Returns cell mean."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from stub_server.contract import Compilation

TYPES = "\n```ts\ninterface A { x: string; y: number }\ninterface B { z?: string }\n```\n"
A = {"$ref": "#/components/schemas/A"}
B = {"$ref": "#/components/schemas/B"}
X = {"type": "object", "properties": {"x": {"type": "string"}}, "required": ["x"]}


@pytest.fixture
def answer(compile_texts: Callable[..., Compilation], endpoints: Any) -> Callable[[str], Any]:
    def returned(cell: str) -> Any:
        compilation = compile_texts(endpoints(f"| POST | `/a` | – | {cell} | `go` |") + TYPES)
        return compilation.document["paths"]["/a"]["post"]["responses"], compilation

    return returned


@pytest.mark.parametrize(
    ("cell", "schema"),
    [
        ("`A`", A),
        ("A", A),
        ("`A[]`", {"type": "array", "items": A}),
        ("list of `A`", {"type": "array", "items": A}),
        ("`Array<A>`", {"type": "array", "items": A}),
        ("`A` or `null`", {"anyOf": [A, {"type": "null"}]}),
        ("A or null", {"anyOf": [A, {"type": "null"}]}),
        (r"`A \| null`", {"anyOf": [A, {"type": "null"}]}),
        ("`A` or `B`", {"anyOf": [A, B]}),
        ("`A` without `y`", X),
        ("the updated `A`", A),
        ("`A` (as it stands)", A),
        ("empty or any JSON", {}),
        ("–", {}),
        ("200 OK (server-only)", {}),
        (
            "`{ ok: true }`",
            {
                "type": "object",
                "properties": {"ok": {"type": "boolean", "const": True}},
                "required": ["ok"],
            },
        ),
    ],
)
def test_an_answer_follows_its_cell(answer: Any, cell: str, schema: Any) -> None:
    responses, _ = answer(cell)
    if cell != "the updated `A`":
        assert list(responses) == ["200"]
    assert responses["200"]["content"]["application/json"]["schema"] == schema


def test_part_of_a_type_requires_none_of_its_members(answer: Any) -> None:
    responses, _ = answer("part of `A`")
    schema = responses["200"]["content"]["application/json"]["schema"]
    assert "required" not in schema
    assert set(schema["properties"]) == {"x", "y"}


def test_with_ids_gives_each_item_an_id(answer: Any) -> None:
    responses, _ = answer("`A[]` with ids")
    items = responses["200"]["content"]["application/json"]["schema"]["items"]
    assert items["required"] == ["x", "y", "id"]
    assert items["properties"]["id"] == {"type": "string"}


@pytest.mark.parametrize("cell", ["201 `A`", "`201 Created` `A`", "`A` (201)", "201 Created: `A`"])
def test_a_status_in_the_cell_is_the_status_of_success(answer: Any, cell: str) -> None:
    responses, compilation = answer(cell)
    assert list(responses) == ["201"]
    assert responses["201"]["content"]["application/json"]["schema"] == A
    assert not [
        diagnostic for diagnostic in compilation.diagnostics if diagnostic.severity == "error"
    ]


def test_no_content_has_no_content(answer: Any) -> None:
    responses, _ = answer("204 No Content")
    assert responses == {"204": {"description": "No Content"}}


@pytest.mark.parametrize(
    ("cell", "derived"),
    [
        ("`A` or 204", 0),
        ("`A` or `204`", 0),
        ("`A` or 204 No Content (when gone)", 0),
        ("204 or `A`", 0),
        ("`A` or nothing", 1),
    ],
)
def test_a_type_or_nothing_is_two_answers(
    answer: Any, places_of: Any, cell: str, derived: int
) -> None:
    responses, compilation = answer(cell)
    assert list(responses) == ["200", "204"]
    assert responses["200"]["content"]["application/json"]["schema"] == A
    assert responses["204"] == {"description": "No Content"}
    assert len(places_of(compilation, "status-derived")) == derived
    assert not places_of(compilation, "words-not-read") + places_of(compilation, "cell-not-read")


def test_a_type_or_null_in_plain_words_may_be_null(answer: Any) -> None:
    responses, _ = answer("`A` or null")
    schema = responses["200"]["content"]["application/json"]["schema"]
    assert schema == {"anyOf": [A, {"type": "null"}]}


def test_another_status_holds_the_same(answer: Any) -> None:
    responses, _ = answer("`A` or 201")
    assert responses["200"]["content"] == responses["201"]["content"]


def test_a_body_or_nothing_may_be_left_out(compile_texts: Any, endpoints: Any) -> None:
    compilation = compile_texts(endpoints("| POST | `/a` | `A` or nothing | – | `go` |") + TYPES)
    assert "required" not in compilation.document["paths"]["/a"]["post"]["requestBody"]


def test_another_answer_in_words_that_are_not_known_is_a_warning(
    answer: Any, places_of: Any
) -> None:
    _, compilation = answer("`A` or the like")
    assert len(places_of(compilation, "cell-not-read")) == 1


@pytest.mark.parametrize("cell", ["", "<!-- later -->"])
def test_an_empty_answer_is_an_error(answer: Any, places_of: Any, cell: str) -> None:
    _, compilation = answer(cell)
    assert [line for line, _ in places_of(compilation, "no-type-named")] == [7]


def test_a_comment_in_a_cell_is_not_there(answer: Any) -> None:
    responses, compilation = answer("`A` <!-- check -->")
    assert responses["200"]["content"]["application/json"]["schema"] == A
    assert {diagnostic.code for diagnostic in compilation.diagnostics} == {"session-unnamed"}


def test_words_that_name_no_type_are_an_error_at_their_cell(answer: Any, places_of: Any) -> None:
    _, compilation = answer("the usual thing")
    assert places_of(compilation, "no-type-named") == [(7, 21)]


def test_words_beside_a_type_are_reported_as_left_out(answer: Any, places_of: Any) -> None:
    _, compilation = answer("`A` sorted backwards")
    assert places_of(compilation, "words-not-read") == [(7, 21)]


def test_two_types_that_nothing_joins_are_not_guessed_at(answer: Any, places_of: Any) -> None:
    responses, compilation = answer("`A` `B`")
    assert responses["200"]["content"]["application/json"]["schema"] == A
    assert places_of(compilation, "cell-not-read") == [(7, 26)]


def test_a_failure_among_the_answers_is_reported(answer: Any, places_of: Any) -> None:
    responses, compilation = answer("`A` or `404`")
    assert responses["200"]["content"]["application/json"]["schema"] == A
    assert places_of(compilation, "cell-not-read") == [(7, 29)]


def test_a_pipe_that_cuts_a_cell_apart_is_repaired_and_reported(
    answer: Any, places_of: Any
) -> None:
    responses, compilation = answer("`A | null`")
    schema = responses["200"]["content"]["application/json"]["schema"]
    assert schema == {"anyOf": [A, {"type": "null"}]}
    assert len(places_of(compilation, "unescaped-pipe")) == 1


def test_an_unknown_type_is_found_at_its_column(answer: Any, places_of: Any) -> None:
    _, compilation = answer("`A` or `Nothing`")
    assert places_of(compilation, "unknown-type") == [(7, 29)]


def body_of(compilation: Compilation) -> Any:
    return compilation.document["paths"]["/a"]["post"]["requestBody"]["content"][
        "application/json"
    ]["schema"]


def test_members_without_types_take_those_of_their_namesakes(
    compile_texts: Any, endpoints: Any, places_of: Any
) -> None:
    types = """
```ts
type ProductId = string // max 80 chars
interface L {
  quantity: number // integer >= 1
}
```
"""
    compilation = compile_texts(
        endpoints("| POST | `/a` | `{ productId, quantity, other }` | – | `go` |") + types
    )
    assert body_of(compilation)["properties"] == {
        "productId": {"$ref": "#/components/schemas/ProductId"},
        "quantity": {"type": "integer", "minimum": 1},
        "other": {"type": "string"},
    }
    assert places_of(compilation, "member-type-derived") == [(7, 20), (7, 31), (7, 41)]


def test_a_body_that_a_get_cannot_carry_is_reported(
    compile_texts: Any, endpoints: Any, places_of: Any
) -> None:
    compilation = compile_texts(endpoints("| GET | `/a` | `{ q: string }` | – | `go` |"))
    assert "requestBody" not in compilation.document["paths"]["/a"]["get"]
    assert places_of(compilation, "body-on-get") == [(7, 16)]
