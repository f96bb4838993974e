"""An OpenAPI document: operations, what their responses look like, the rules by id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contract_tests.harness import document_file
from contract_tests.harness.document_file import METHODS, reading
from contract_tests.harness.schemas import Validator, Violation, select, validator

SIGNATURE_HEADER = "stripe-signature"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the contract: its page, its text, and the operations that it binds."""

    id: str
    page: str
    text: str
    operations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation of the document; `raw`: as it is written there.

    `response_schemas`: by status ("200", "4XX", "default"), of JSON responses;
    `response_validators`: of the same. `request_validator`: of its JSON body; None: it has none.
    """

    id: str
    method: str
    path: str
    raw: Mapping[str, Any]
    response_schemas: Mapping[str, Any]
    response_validators: Mapping[str, Validator]
    request_validator: Validator | None
    rules: tuple[str, ...]

    def documented(self, status: int) -> str | None:
        """Return the key of that status in `responses`: itself, its class or `default`."""
        keys = {str(key).upper(): str(key) for key in self.raw.get("responses", {})}
        for key in (str(status), f"{status // 100}XX", "DEFAULT"):
            if key in keys:
                return keys[key]
        return None

    @property
    def is_signed(self) -> bool:
        """Whether it takes Stripe's events: it has a parameter for their signature."""
        parameters = self.raw.get("parameters", ())
        return any(str(each.get("name")).lower() == SIGNATURE_HEADER for each in parameters)

    @property
    def needs_parameters(self) -> bool:
        """Whether its URL is not known without values for parameters."""
        parameters = self.raw.get("parameters", ())
        return "{" in self.path or any(parameter.get("required") for parameter in parameters)


class Document:
    """The contract. DocumentError: the file is none."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.raw = document_file.read_document(path)
        self.operations = {operation.id: operation for operation in self._operations()}
        with reading(path, "x-rules"):
            self.rules = self._rules()

    def resolve(self, node: Any) -> Any:
        """Follow the `$ref`s of a node."""
        if isinstance(node, dict) and "$ref" in node:
            return document_file.resolve(self.path, self.raw, node["$ref"])
        return node

    def members(self, schema: Any) -> dict[str, Any]:
        """Return the properties of an object's schema, those of its `allOf` included."""
        schema = self.resolve(schema)
        members: dict[str, Any] = {}
        for part in schema.get("allOf", ()):
            members |= self.members(part)
        return {**members, **schema.get("properties", {})}

    def violations(self, operation: Operation, status: int, body: Any) -> list[Violation]:
        """Say where a response's body does not fit; nothing for a status without schema."""
        check = operation.response_validators.get(operation.documented(status) or "")
        return [] if check is None else check.violations(body)

    def select(self, operation: Operation | None, status: int, body: Any) -> Any:
        """Return what the document names of a body: a backend may say more than that."""
        if operation is None or status >= 400:
            return body
        schema = operation.response_schemas.get(operation.documented(status) or "")
        return select(self.resolve, schema or {}, body)

    @property
    def webhook(self) -> Operation | None:
        """The operation that takes Stripe's events, if there is one."""
        return next((each for each in self.operations.values() if each.is_signed), None)

    def _operations(self) -> Iterator[Operation]:
        for path, raw_item in self.raw["paths"].items():
            item = self.resolve(raw_item)
            for method in METHODS:
                raw = item.get(method)
                if isinstance(raw, dict):
                    with reading(self.path, f"{method.upper()} {path}"):
                        written = [*item.get("parameters", ()), *raw.get("parameters", ())]
                        parameters = [self.resolve(parameter) for parameter in written]
                        if not all(isinstance(parameter, dict) for parameter in parameters):
                            raise TypeError("a parameter is no object")
                        found = self._operation(path, method, {**raw, "parameters": parameters})
                    yield found

    def _operation(self, path: str, method: str, raw: dict[str, Any]) -> Operation:
        schemas = self._response_schemas(raw)
        body = _json_schema(self.resolve(raw.get("requestBody", {})))
        return Operation(
            str(raw.get("operationId") or f"{method.upper()} {path}"),
            method.upper(),
            path,
            raw,
            schemas,
            {status: validator(self.raw, schema) for status, schema in schemas.items()},
            None if body is None else validator(self.raw, body),
            tuple(raw.get("x-rules", ())),
        )

    def _response_schemas(self, raw: dict[str, Any]) -> dict[str, Any]:
        responses = raw.get("responses", {}).items()
        found = {str(key): _json_schema(self.resolve(response)) for key, response in responses}
        return {status: schema for status, schema in found.items() if schema is not None}

    def _rules(self) -> dict[str, Rule]:
        bound: dict[str, list[str]] = {}
        for operation in self.operations.values():
            for rule in operation.rules:
                bound.setdefault(rule, []).append(operation.id)
        return {
            name: Rule(name, facts["page"], facts["text"], tuple(bound.get(name, ())))
            for name, facts in self.raw.get("x-rules", {}).items()
        }


def _json_schema(node: dict[str, Any]) -> Any:
    """Return the schema of a body or response, if it is JSON."""
    for kind, content in node.get("content", {}).items():
        if "json" in kind or kind == "*/*":
            return content.get("schema")
    return None
