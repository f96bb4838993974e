"""openapi.yaml, read: operations, what their answers look like, the rules by id."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml

METHODS = ("get", "post", "put", "patch", "delete")


class DocumentError(Exception):
    """The document can't be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the contract: its page, its text, and the operations that it binds."""

    id: str
    page: str
    text: str
    operations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation of the document; `answers`: a schema for each status that has one.

    `shapes`: the same as they are written; `asks`: the schema of its body, if it has one.
    """

    id: str
    method: str
    path: str
    answers: Mapping[int, Any]
    shapes: Mapping[int, Any]
    asks: Any
    rules: tuple[str, ...]


class Document:
    """The contract as openapi.yaml has it. DocumentError: it is none."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.raw = _read(path)
        self.operations = {it.id: it for it in self._operations()}
        self.rules = self._rules()
        self.errors: Mapping[str, list[int]] = self.raw.get("x-errors", {})

    def resolved(self, node: Any) -> Any:
        """The node behind a `$ref` of the document."""
        while isinstance(node, dict) and "$ref" in node:
            found: Any = self.raw
            for part in node["$ref"].removeprefix("#/").split("/"):
                found = found[part.replace("~1", "/").replace("~0", "~")]
            node = found
        return node

    def complaints(self, operation: Operation, status: int, body: Any) -> list[str]:
        """Where an answer is not what the document says; nothing for a status without schema."""
        validator = operation.answers.get(status)
        if validator is None:
            return []
        return [
            f"{'.'.join(str(part) for part in error.instance_path) or 'body'}: {error.message}"
            for error in validator.iter_errors(body)
        ]

    def named(self, shape: Any, body: Any) -> Any:
        """What a schema names of a body: a backend may say more than that."""
        shape = self.resolved(shape)
        for choice in shape.get("anyOf", ()):
            if isinstance(body, dict) and "properties" in self.resolved(choice):
                return self.named(choice, body)
        if isinstance(body, list) and "items" in shape:
            return [self.named(shape["items"], it) for it in body]
        if isinstance(body, dict) and "properties" in shape:
            return {
                name: self.named(shape["properties"][name], value)
                for name, value in body.items()
                if name in shape["properties"]
            }
        return body

    def product_ids(self) -> list[str]:
        """The products that the document's examples name, each once."""
        found: dict[str, None] = {}
        for value in _walk(self.raw.get("paths", {})):
            if isinstance(value, dict) and isinstance(value.get("productId"), str):
                found[value["productId"]] = None
        return list(found)

    def _operations(self) -> Iterator[Operation]:
        for path, item in self.raw.get("paths", {}).items():
            for method in METHODS:
                operation = item.get(method)
                if isinstance(operation, dict) and "operationId" in operation:
                    shapes = self._shapes(operation)
                    yield Operation(
                        operation["operationId"],
                        method.upper(),
                        path,
                        {status: self._validator(it) for status, it in shapes.items()},
                        shapes,
                        self._asks(operation),
                        tuple(operation.get("x-rules", ())),
                    )

    def _shapes(self, operation: dict[str, Any]) -> dict[int, Any]:
        shapes: dict[int, Any] = {}
        for status, response in operation.get("responses", {}).items():
            content = self.resolved(response).get("content", {})
            schema = next((it.get("schema") for it in content.values()), None)
            if schema is not None and str(status).isdigit():
                shapes[int(status)] = schema
        return shapes

    def _asks(self, operation: dict[str, Any]) -> Any:
        content = self.resolved(operation.get("requestBody", {})).get("content", {})
        schema = next((it.get("schema") for it in content.values()), None)
        return None if schema is None else self._validator(schema)

    def _validator(self, schema: Any) -> Any:
        whole = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "components": self.raw.get("components", {}),
            "allOf": [copy.deepcopy(schema)],
        }
        return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)

    def _rules(self) -> dict[str, Rule]:
        bound: dict[str, list[str]] = {}
        for operation in self.operations.values():
            for rule in operation.rules:
                bound.setdefault(rule, []).append(operation.id)
        return {
            id_: Rule(id_, facts["page"], facts["text"], tuple(bound.get(id_, ())))
            for id_, facts in self.raw.get("x-rules", {}).items()
        }


def _read(path: Path) -> dict[str, Any]:
    try:
        raw = yaml.safe_load(path.read_text("utf-8"))
    except OSError as error:
        raise DocumentError(f"{path} can't be read: {error.strerror}.") from None
    except yaml.YAMLError as error:
        raise DocumentError(f"{path} is no YAML: {error}") from None
    if not isinstance(raw, dict) or "openapi" not in raw or "paths" not in raw:
        raise DocumentError(f"{path} is no OpenAPI document: it has no `openapi` or no `paths`.")
    return raw


def _walk(node: Any) -> Iterator[Any]:
    yield node
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for child in children:
        yield from _walk(child)
