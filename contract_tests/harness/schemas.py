"""JSON Schema, as OpenAPI documents use it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import jsonschema_rs

PARTS = ("allOf", "oneOf", "patternProperties", "additionalProperties", "unevaluatedProperties")
"""Where a schema has these, it names more members than its `properties`."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A place where a body does not fit its schema, and what the schema wants there.

    `member`: the path of the value, or of the member that is missing.
    """

    member: str
    message: str
    expected: Any
    actual: Any

    def __str__(self) -> str:
        """Return path and message: `items.0.price: "4.49" is not of type "number"`."""
        return self.message


class Validator:
    """A compiled schema."""

    def __init__(self, compiled: Any) -> None:
        self._compiled = compiled

    def is_valid(self, body: Any) -> bool:
        """Whether a body fits."""
        return bool(self._compiled.is_valid(body))

    def violations(self, body: Any) -> list[Violation]:
        """Return where a body does not fit."""
        return [_violation(error) for error in self._compiled.iter_errors(body)]


def validator(document: Any, schema: Any) -> Validator:
    """Compile a schema of an OpenAPI document; its `$ref`s lead into the document's components."""
    components = document.get("components", {})
    whole = {"components": components, "allOf": [schema]}
    if str(document.get("openapi", "")).startswith("3.0"):
        whole = _without_nullable(whole)
    whole["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return Validator(jsonschema_rs.Draft202012Validator(whole, validate_formats=True))


def select(resolve: Callable[[Any], Any], schema: Any, body: Any) -> Any:
    """Return what a schema names of a body. resolve: follows a `$ref`."""
    schema = resolve(schema)
    if not isinstance(schema, dict) or any(
        isinstance(schema.get(part), dict | list) for part in PARTS
    ):
        return body
    for choice in schema.get("anyOf", ()):
        if isinstance(body, dict) and "properties" in resolve(choice):
            return select(resolve, choice, body)
    if isinstance(body, list) and "items" in schema:
        return [select(resolve, schema["items"], item) for item in body]
    if isinstance(body, dict) and "properties" in schema:
        members = schema["properties"]
        return {
            name: select(resolve, members[name], value)
            for name, value in body.items()
            if name in members
        }
    return body


def _violation(error: Any) -> Violation:
    path = ".".join(str(part) for part in error.instance_path)
    message = f"{path or 'body'}: {error.message}"
    facts = error.kind.as_dict()
    if error.kind.name == "required":
        member = f"{path}.{facts['property']}" if path else facts["property"]
        return Violation(member, message, "a value", "no such member")
    wanted = {name: value for name, value in facts.items() if name != "context"}
    expected = {error.kind.name: next(iter(wanted.values()))} if wanted else error.message
    return Violation(path, message, expected, error.instance)


def _without_nullable(node: Any) -> Any:
    """Write OpenAPI 3.0's `nullable: true` as JSON Schema does."""
    if isinstance(node, list):
        return [_without_nullable(child) for child in node]
    if not isinstance(node, dict):
        return node
    found = {name: _without_nullable(child) for name, child in node.items() if name != "nullable"}
    return {"anyOf": [found, {"type": "null"}]} if node.get("nullable") is True else found
