"""Several schemas as one: literals become an enum, `null` joins the type."""

from __future__ import annotations

from collections.abc import Sequence

from stub_server.contract.model import Json
from stub_server.contract.shapes import Literal

_NULL = {"type": "null"}


def union(literals: Sequence[Literal], others: Sequence[Json]) -> Json:
    """One schema that allows each literal and each of the other schemas."""
    options = [*([_enum(literals)] if literals else []), *others]
    if {} in options:
        return {}
    if len(options) == 1:
        return options[0]
    if all(set(option) == {"type"} and isinstance(option["type"], str) for option in options):
        return {"type": [option["type"] for option in options]}
    return {"anyOf": options}


def nullable(schema: Json) -> Json:
    """The schema, with null allowed too."""
    if not schema:
        return schema
    if "const" in schema:
        schema = {**{k: v for k, v in schema.items() if k != "const"}, "enum": [schema["const"]]}
    if "anyOf" in schema:
        return schema | {"anyOf": [*schema["anyOf"], _NULL]}
    if "type" not in schema or "$ref" in schema:
        return {"anyOf": [schema, _NULL]}
    given = schema["type"]
    kinds = [given] if isinstance(given, str) else list(given)
    wider = schema | {"type": [*kinds, "null"] if "null" not in kinds else kinds}
    if "enum" in schema:
        wider["enum"] = [*schema["enum"], None]
    return wider


def _enum(literals: Sequence[Literal]) -> Json:
    values: list[object] = []
    for literal in literals:
        if not any(
            literal.value == value and type(literal.value) is type(value) for value in values
        ):
            values.append(literal.value)
    kinds = list(dict.fromkeys(_kind(value) for value in values))
    schema: Json = {"type": kinds[0] if len(kinds) == 1 else kinds}
    if set(kinds) == {"boolean"} and len(values) == 2:
        return schema
    return schema | ({"const": values[0]} if len(values) == 1 else {"enum": values})


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, str):
        return "string"
    return "integer" if isinstance(value, int) else "number"
