"""Lists and items are recognised by their schemas."""

from __future__ import annotations

from typing import Any

import pytest

from stub_server.server.document_file import parse
from stub_server.server.stateful.shapes import ListShape, id_member, list_shape, plain

DOCUMENT = parse("test.yaml", b"openapi: 3.1.0\npaths: {}\n")
ITEM: dict[str, Any] = {"type": "object", "properties": {"id": {"type": "string"}}}
ITEMS = {"type": "array", "items": ITEM}
COUNT = {"type": "integer"}


@pytest.mark.parametrize(
    ("schema", "shape"),
    [
        (ITEMS, ListShape(ITEM)),
        ({"properties": {"things": ITEMS}}, ListShape(ITEM, "things")),
        ({"properties": {"things": ITEMS, "count": COUNT}}, ListShape(ITEM, "things")),
        ({"properties": {"things": ITEMS, "others": ITEMS}}, None),
        ({"properties": {"things": ITEMS, "name": {"type": "string"}}}, None),
        (ITEM, None),
    ],
)
def test_a_list_is_an_array_or_an_object_around_one(
    schema: dict[str, Any], shape: ListShape | None
) -> None:
    assert list_shape(schema, DOCUMENT) == shape


@pytest.mark.parametrize(
    ("members", "parameter", "member"),
    [
        (["id", "roomId"], "roomId", "roomId"),
        (["id", "name"], "roomId", "id"),
        (["name", "sku", "thingId"], "key", "thingId"),
        (["name"], "key", "key"),
        (["name"], None, "id"),
    ],
)
def test_the_id_is_the_path_s_parameter_or_looks_like_one(
    members: list[str], parameter: str | None, member: str
) -> None:
    assert id_member({"properties": {name: {} for name in members}}, parameter) == member


def test_alternatives_with_null_and_parts_of_a_type_are_one_schema() -> None:
    parts = {"allOf": [ITEM, {"properties": {"name": {}}, "required": ["name"]}]}
    schema = plain({"anyOf": [{"type": "null"}, parts]}, DOCUMENT)
    assert set(schema["properties"]) == {"id", "name"}
    assert schema["required"] == ["name"]


def test_a_wrapped_list_counts_its_items() -> None:
    shape = ListShape(ITEM, "things")
    wrapped = shape.wrap([{"id": "a"}], {"things": [], "count": 0, "name": "all"})
    assert wrapped == {"things": [{"id": "a"}], "count": 1, "name": "all"}
    assert shape.unwrap(wrapped) == [{"id": "a"}]
