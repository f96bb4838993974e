"""A schema with a comment's constraints put in, where they fit its kind of value."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import jsonschema_rs

from stub_server.contract.diagnostics import Diagnostics
from stub_server.contract.edits import TextEdit
from stub_server.contract.infer import constraints
from stub_server.contract.infer.constraints import Constraint
from stub_server.contract.model import Json
from stub_server.contract.places import Place

_KINDS = {"string": {"string"}, "number": {"number", "integer"}, "array": {"array"}}
_LENGTHS = {"minLength": "string", "minItems": "array"}
_SIZES = {"string": ("minLength", "maxLength"), "array": ("minItems", "maxItems")}
_NOUNS = {
    "string": "a text",
    "number": "a number",
    "array": "a list",
    "length": "a text or a list",
    "size": "a number, a text or a list",
    "choice": "a text or a number",
    "any": "a value of another type",
}


def with_comments(
    schema: Json,
    comments: Sequence[str],
    place: Place,
    diagnostics: Diagnostics,
    target: Callable[[Json], Json],
) -> Json:
    """The schema with the comments' constraints as keywords, and their other words as description.

    target: gives the schema that a reference stands for, to know its kind of value.
    """
    result = dict(schema)
    descriptions = []
    for comment in comments:
        reading = constraints.read(comment)
        rest = reading.rest
        for phrase in reading.unread:
            diagnostics.report(
                "constraint-not-read",
                place,
                f"`{phrase}` looks like a constraint and is not read as one; it is only described.",
                _rephrase_edit(phrase, place),
            )
        for constraint in reading.constraints:
            fitted = _fit(result, constraint, target)
            if fitted is None:
                rest = ", ".join(filter(None, (rest, constraint.words)))
                _report_misfit(constraint, place, diagnostics)
            elif _has_valid_patterns(fitted, place, diagnostics):
                result = fitted
        descriptions.append(rest)
    if text := "\n".join(filter(None, descriptions)):
        result["description"] = text
    return result


def _rephrase_edit(phrase: str, place: Place) -> TextEdit | None:
    """The edit that sets a constraint inside a phrase apart."""
    text = constraints.rephrase(phrase)
    return TextEdit(place, phrase, text, anywhere=True) if text is not None else None


def _report_misfit(constraint: Constraint, place: Place, diagnostics: Diagnostics) -> None:
    if not constraint.keywords:
        diagnostics.report(
            "bad-pattern", place, f"JSON Schema knows no flags; `{constraint.words}` is not used."
        )
    else:
        diagnostics.report(
            "constraint-mismatch",
            place,
            f"`{constraint.words}` says something of {_NOUNS[constraint.kind]}, and this is none "
            "(or another one already).",
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


def _fit(schema: Json, constraint: Constraint, target: Callable[[Json], Json]) -> Json | None:
    """The schema with the constraint, or None if it is about another kind of value."""
    if not constraint.keywords:
        return None
    kinds = kinds_of(schema, target)
    if constraint.kind == "any":
        return _with_any(schema, constraint.keywords, kinds)
    keywords = _keywords(constraint, kinds)
    if keywords is not None:
        known = (target(schema) if "$ref" in schema else schema).get("format")
        clash = "$ref" in schema and known and keywords.get("format", known) != known
        return None if clash else _merge(schema, keywords, kinds)
    if "array" in kinds and isinstance(schema.get("items"), dict):
        inside = _fit(schema["items"], constraint, target)
        return None if inside is None else schema | {"items": inside}
    return None


def _keywords(constraint: Constraint, kinds: set[str]) -> Json | None:
    """The constraint's keywords for values of these kinds; None where they have none."""
    given = constraint.keywords
    if constraint.kind == "choice":
        return _choice(given["enum"], kinds)
    if constraint.kind not in ("size", "length"):
        return given if kinds & _KINDS[constraint.kind] else None
    counted = [kind for kind in _SIZES if kind in kinds]
    if kinds & _KINDS["number"]:
        return given if constraint.kind == "size" and not counted else None
    bounds = [given[key] for key in ("minimum", "maximum") if key in given]
    if len(counted) != 1 or any(not isinstance(bound, int) or bound < 0 for bound in bounds):
        return None
    names = dict(zip(("minimum", "maximum"), _SIZES[counted[0]], strict=True))
    return {names[key]: value for key, value in given.items()}


def _choice(words: Sequence[str], kinds: set[str]) -> Json | None:
    if "string" in kinds:
        return {"enum": list(words)}
    if kinds & _KINDS["number"] and all(re.fullmatch(r"-?\d{1,15}", word) for word in words):
        return {"enum": [int(word) for word in words]}
    return None


def _with_any(schema: Json, keywords: Json, kinds: set[str]) -> Json | None:
    fitting = {k: v for k, v in keywords.items() if _LENGTHS.get(k, "") in ("", *kinds)}
    value = fitting.get("default", fitting.get("examples", [None])[0])
    shown = {"default", "examples"} & set(fitting)
    if not fitting or (shown and kinds and not _kinds_of_value(value) & kinds):
        return None
    if "examples" in fitting:
        fitting["examples"] = [*schema.get("examples", []), *fitting["examples"]]
    return schema | fitting


def _kinds_of_value(value: Any) -> set[str]:
    match value:
        case None:
            return {"null"}
        case bool():
            return {"boolean"}
        case int():
            return {"integer", "number"}
        case float():
            return {"number"}
        case str():
            return {"string"}
        case list():
            return {"array"}
        case _:
            return {"object"}


def _merge(schema: Json, keywords: Json, kinds: set[str]) -> Json:
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


def _has_valid_patterns(schema: Json, place: Place, diagnostics: Diagnostics) -> bool:
    """Whether the patterns are patterns; one that is not would break every validator."""
    for pattern in _patterns(schema):
        try:
            jsonschema_rs.Draft202012Validator({"pattern": pattern})
        except ValueError:
            diagnostics.report("bad-pattern", place, f"`/{pattern}/` is not a regular expression.")
            return False
    return True


def _patterns(schema: Json) -> list[str]:
    inside: list[Any] = [schema, schema.get("items"), *schema.get("allOf", [])]
    return [part["pattern"] for part in inside if isinstance(part, dict) and "pattern" in part]
