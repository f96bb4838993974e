"""Responses from the document alone: the examples of the pages, or values made from the schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from stub_server.server.document import Document, DocumentError, Operation
from stub_server.server.schema_values import SchemaValues


@dataclass(frozen=True, slots=True)
class Sample:
    """A value for a response. source: `example` or `schema`."""

    status: int
    content: Any
    source: str


def sample_of(
    operation: Operation, document: Document, status: int | None = None, *, dynamic: bool = False
) -> Sample:
    """Return a sample of the operation's response, by default of its success.

    dynamic: build it from the schema even if there is an example. DocumentError: the schema can't
    be filled in; the message names the operation.
    """
    chosen = status or operation.success
    media = _media(operation, document, chosen)
    example = next(examples_of(media, document), None)
    if example is not None and not dynamic:
        return Sample(chosen, example[1], "example")
    if "schema" not in media:
        return Sample(chosen, None, "schema")
    value = SchemaValues(document).fill(media["schema"])
    schema = operation.responses.get(chosen)
    if schema is not None and not schema.fits(value):
        violation = next(schema.violations(value))
        raise DocumentError(
            f"{operation.id}: no sample could be made from its schema "
            f"({violation.pointer or '/'}: {violation.message}). Give the page an example."
        )
    return Sample(chosen, value, "schema")


def named_sample(
    operation: Operation, document: Document, name: str, status: int | None = None
) -> Sample | None:
    """Return the example of that name, from any of the operation's responses, or None."""
    statuses = [status] if status else sorted(operation.responses)
    for chosen in statuses:
        for key, value in examples_of(_media(operation, document, chosen), document):
            if key == name:
                return Sample(chosen, value, "example")
    return None


def examples_of(media: Mapping[str, Any], document: Document) -> Iterator[tuple[str, Any]]:
    """Yield name and value of each example; one without a name is called `example`."""
    for name, example in media.get("examples", {}).items():
        yield name, document.resolved(example).get("value")
    if "example" in media:
        yield "example", media["example"]


def _media(operation: Operation, document: Document, status: int) -> Mapping[str, Any]:
    responses = operation.node.get("responses", {})
    node = responses.get(str(status), responses.get(status, {}))
    content: Mapping[str, Mapping[str, Any]] = document.resolved(node).get("content", {})
    json = (media for name, media in content.items() if name.startswith("application/json"))
    return next(json, next(iter(content.values()), {}))
