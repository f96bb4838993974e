"""What one response gives to the next request: the document's links, and inferred ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contract_tests.harness.document import Document, Operation

BODY = "body/"
"""Before the name of a member of the next request's body."""


@dataclass(frozen=True, slots=True)
class Link:
    """After a successful `source`, `expression` is a value for `target`'s parameter or member.

    `expression`: a runtime expression of OpenAPI. `name`: of the path parameter, or `body/` and
    the member's name.
    """

    source: str
    expression: str
    target: str
    name: str


def links(document: Document, more: Iterable[Link] = ()) -> list[Link]:
    """Return the document's links, those of a pack, else inferred ones."""
    known = document.operations
    found = [*_documented(document), *more] or list(_inferred(document))
    return [link for link in found if link.source in known and link.target in known]


def value(expression: str, path: Mapping[str, str], request_body: Any, response_body: Any) -> Any:
    """Evaluate a runtime expression; None if there is no such value."""
    where, _, pointer = expression.partition("#")
    if where == "$response.body":
        return _at(response_body, pointer)
    if where == "$request.body":
        return _at(request_body, pointer)
    return path.get(where.removeprefix("$request.path."))


def _at(node: Any, pointer: str) -> Any:
    for part in pointer.strip("/").split("/"):
        if isinstance(node, list) and part.isdigit() and int(part) < len(node):
            node = node[int(part)]
        elif isinstance(node, dict):
            node = node.get(part.replace("~1", "/").replace("~0", "~"))
        else:
            return None
    return node


def _documented(document: Document) -> Iterator[Link]:
    for operation in document.operations.values():
        for response in operation.raw.get("responses", {}).values():
            for raw in document.resolve(response).get("links", {}).values():
                link = document.resolve(raw)
                for name, expression in link.get("parameters", {}).items():
                    target = str(link.get("operationId"))
                    yield Link(operation.id, str(expression), target, name.rpartition(".")[2])


def _inferred(document: Document) -> Iterator[Link]:
    """Link `POST /things` and `GET /things` to all of `/things/{name}…`, by `id` or `name`."""
    operations = document.operations.values()
    for source in operations:
        for target in operations:
            head, found, rest = target.path.partition(source.path + "/{")
            if head or not found or source.method not in ("POST", "GET"):
                continue
            name = rest.partition("}")[0]
            for pointer in _id_pointers(document, source, name):
                yield Link(source.id, f"$response.body#{pointer}", target.id, name)


def _id_pointers(document: Document, operation: Operation, name: str) -> Iterator[str]:
    """Yield where a response has an id: in an object, or in the first item of a list."""
    for status, schema in operation.response_schemas.items():
        if not status.startswith("2"):
            continue
        members = document.members(schema)
        if not members and "items" in document.resolve(schema):
            yield from _pointers(document, document.resolve(schema)["items"], "/0", name)
        for member, node in members.items():
            if "items" in document.resolve(node):
                items = document.resolve(node)["items"]
                yield from _pointers(document, items, f"/{member}/0", name)
        yield from _pointers(document, schema, "", name)


def _pointers(document: Document, schema: Any, path: str, name: str) -> Iterator[str]:
    members = document.members(schema)
    yield from (f"{path}/{member}" for member in (name, "id") if member in members)
