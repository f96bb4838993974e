"""The OpenAPI 3.1 document of a contract, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from stub_server.contract.diagnostics import Diagnostics
from stub_server.contract.emit.examples_writer import ExamplesWriter
from stub_server.contract.emit.operations import OperationsWriter
from stub_server.contract.emit.schemas import Schemas
from stub_server.contract.examples import Exchange
from stub_server.contract.model import Contract, Conventions, Json


@dataclass(frozen=True, slots=True)
class Emission:
    """A document, and the diagnostics of types and examples that do not fit into it as written."""

    document: Json
    diagnostics: Diagnostics


def emit_document(contract: Contract) -> Emission:
    """Build the document of a contract."""
    diagnostics = Diagnostics()
    schemas = Schemas(contract.types, diagnostics)
    components = schemas.components()
    writer = OperationsWriter(schemas)
    failures = contract.failures()
    operations = {
        operation.id: writer.operation(operation, failures[operation.id])
        for operation in contract.operations
    }
    for name, fields in contract.error_fields().items():
        operations[name]["x-error-fields"] = fields
    _add_rules(operations, contract)
    for name, links in contract.links.items():
        next(iter(operations[name]["responses"].values()))["links"] = links
    examples = ExamplesWriter(
        contract, operations, writer.responses, components, schemas, diagnostics
    )
    for example in contract.examples:
        if isinstance(example, Exchange):
            examples.add_exchange(example)
        else:
            examples.add_value(example)
    document = _document(contract, operations, writer.responses, components)
    return Emission(document, diagnostics)


def _add_rules(operations: dict[str, Json], contract: Contract) -> None:
    """Put on each operation the ids of the rules that bind it."""
    for rule in contract.rules:
        for name in rule.operations:
            operations[name].setdefault("x-rules", []).append(rule.id)


def _document(
    contract: Contract,
    operations: dict[str, Json],
    responses: dict[str, Json],
    components: dict[str, Json],
) -> Json:
    """The whole document; of the responses, only those that some operation refers to."""
    document: Json = {
        "openapi": "3.1.0",
        "info": _info(contract.conventions),
        "servers": [{"url": "/"}],
        "tags": _tags(contract),
        "paths": _paths(contract, operations),
        "components": _components(contract, operations, responses, components),
    }
    if codes := contract.codes():
        document["x-errors"] = {code: sorted(codes[code]) for code in sorted(codes)}
    if contract.rules:
        document["x-rules"] = {
            rule.id: {"page": rule.page, "text": rule.text} for rule in contract.rules
        }
    return document


def _info(conventions: Conventions) -> Json:
    info: Json = {"title": conventions.title, "version": conventions.version}
    if conventions.description:
        info["description"] = conventions.description
    return info


def _tags(contract: Contract) -> list[Json]:
    """A tag for each page that has operations."""
    tags: dict[str, str] = {}
    for operation in contract.operations:
        tags.setdefault(operation.page.title, operation.page.intro)
    return [
        {"name": name, "description": text} if text else {"name": name}
        for name, text in tags.items()
    ]


def _paths(contract: Contract, operations: dict[str, Json]) -> Json:
    paths: Json = {}
    for operation in contract.operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = operations[operation.id]
    return paths


def _components(
    contract: Contract,
    operations: dict[str, Json],
    responses: dict[str, Json],
    schemas: dict[str, Json],
) -> Json:
    used = {
        response["$ref"].rpartition("/")[2]
        for operation in operations.values()
        for response in operation["responses"].values()
        if "$ref" in response
    }
    cookie: Json = {"type": "apiKey", "in": "cookie", "name": contract.conventions.cookie}
    if not contract.conventions.names_cookie:
        cookie["x-default"] = True  # no page speaks of sessions: whatever is kept is everybody's
    components: Json = {
        "schemas": schemas,
        "responses": {
            name: response for name, response in sorted(responses.items()) if name in used
        },
        "securitySchemes": {"session": cookie},
    }
    return {name: component for name, component in components.items() if component}
