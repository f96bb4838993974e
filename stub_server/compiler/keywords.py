"""A schema with a comment's constraints put in, where they fit its kind of value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import jsonschema_rs

from stub_server.compiler import constraints
from stub_server.compiler.constraints import Constraint, Json
from stub_server.compiler.diagnostics import Findings, Place

_KINDS = {"string": {"string"}, "number": {"number", "integer"}, "array": {"array"}}
_LENGTHS = {"minLength": "string", "minItems": "array"}


def commented(
    schema: Json,
    comments: Sequence[str],
    place: Place,
    findings: Findings,
    target: Callable[[Json], Json],
) -> Json:
    """The schema with what the comments say: keywords, and the rest as its description.

    target: gives the schema that a reference stands for, to know its kind of value.
    """
    result = dict(schema)
    descriptions = []
    for comment in comments:
        found, rest = constraints.read(comment)
        for constraint in found:
            fitted = _fitted(result, constraint, target)
            if fitted is None:
                rest = ", ".join(filter(None, (rest, constraint.words)))
                _complain(constraint, place, findings)
            elif _usable(fitted, place, findings):
                result = fitted
        descriptions.append(rest)
    if text := "\n".join(filter(None, descriptions)):
        result["description"] = text
    return result


def _complain(constraint: Constraint, place: Place, findings: Findings) -> None:
    if not constraint.keywords:
        findings.say(
            "bad-pattern", place, f"JSON Schema knows no flags; `{constraint.words}` is not used."
        )
    else:
        findings.say(
            "constraint-mismatch",
            place,
            f"`{constraint.words}` says something of a {constraint.kind}, and this is none.",
        )


def kinds_of(schema: Json, target: Callable[[Json], Json]) -> set[str]:
    """The JSON types that a schema allows, as far as it says so."""
    if "$ref" in schema:
        schema = target(schema)
    given = schema.get("type", [])
    kinds = {given} if isinstance(given, str) else set(given)
    for option in schema.get("anyOf", ()):
        kinds |= kinds_of(option, target)
    return kinds


def _fitted(schema: Json, constraint: Constraint, target: Callable[[Json], Json]) -> Json | None:
    """The schema with the constraint, or None if it is about another kind of value."""
    if not constraint.keywords:
        return None
    kinds = kinds_of(schema, target)
    if constraint.kind == "any":
        fitting = {
            k: v for k, v in constraint.keywords.items() if _LENGTHS.get(k, "") in ("", *kinds)
        }
        return schema | fitting if fitting else None
    if kinds & _KINDS[constraint.kind]:
        return _merged(schema, constraint.keywords, kinds)
    if "array" in kinds and isinstance(schema.get("items"), dict):
        inside = _fitted(schema["items"], constraint, target)
        return None if inside is None else schema | {"items": inside}
    return None


def _merged(schema: Json, keywords: Json, kinds: set[str]) -> Json:
    merged = dict(schema)
    for key, value in keywords.items():
        if key == "type":
            merged["type"] = [value, "null"] if "null" in kinds else value
        elif key == "enum" and "null" in kinds:
            merged["enum"] = [*value, None]
        elif key == "pattern" and merged.get("pattern", value) != value:
            merged["allOf"] = [*merged.get("allOf", []), {"pattern": value}]
        else:
            merged[key] = value
    return merged


def _usable(schema: Json, place: Place, findings: Findings) -> bool:
    """Whether the patterns are patterns; one that is not would break every validator."""
    for pattern in _patterns(schema):
        try:
            jsonschema_rs.Draft202012Validator({"pattern": pattern})
        except ValueError:
            findings.say("bad-pattern", place, f"`/{pattern}/` is not a regular expression.")
            return False
    return True


def _patterns(schema: Json) -> list[str]:
    inside: list[Any] = [schema, schema.get("items"), *schema.get("allOf", [])]
    return [one["pattern"] for one in inside if isinstance(one, dict) and "pattern" in one]
