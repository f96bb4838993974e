"""Fixtures of one's own: `rooms.json` holds the items of the collection `/…/rooms`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from stub_server.server.document import Document, DocumentError, Operation
from stub_server.server.examples import sample_of
from stub_server.server.schema import SchemaViolation
from stub_server.server.stateful.resources import Collection, Resources, Singleton


def read(folder: Path | None, resources: Resources, document: Document) -> Mapping[str, Any]:
    """Return the content of each `*.json` of the folder by its name; no folder is no fixture.

    A file holds an array of objects for a collection, one object for a singleton. DocumentError:
    a file is no JSON, does not fit the document, or belongs to nothing in it.
    """
    known = {resource.name: resource for resource in resources.all()}
    found: dict[str, Any] = {}
    for file in sorted(folder.glob("*.json")) if folder and folder.is_dir() else ():
        if file.stem not in known:
            names = ", ".join(sorted(known))
            raise DocumentError(
                f"{file}: the document has no collection of that name, but {names}."
            )
        content = found[file.stem] = _content(file)
        if violation := _violation(content, known[file.stem], document):
            where = violation.pointer or "/"
            raise DocumentError(f"{file}: does not fit at {where}: {violation.message}.")
    return found


def _content(file: Path) -> Any:
    try:
        content = orjson.loads(file.read_bytes())
    except (OSError, orjson.JSONDecodeError) as fault:
        raise DocumentError(f"{file}: not readable as JSON: {fault}.") from fault
    items = content if isinstance(content, list) else [content]
    if not all(isinstance(item, dict) for item in items):
        raise DocumentError(f"{file}: must hold an array of objects, or one object.")
    return content


def _violation(
    content: Any, resource: Collection | Singleton, document: Document
) -> SchemaViolation | None:
    """Return where the content does not fit the response that shows it."""
    if isinstance(resource, Singleton):
        return _first(resource.get, content)
    if not isinstance(content, list):
        return SchemaViolation("", "", "must be an array")
    if resource.list is not None and resource.shape is not None:
        sample = sample_of(resource.list, document).content
        return _first(resource.list, resource.shape.wrap(content, sample))
    shown = (_first(resource.get, item) for item in content if resource.get)
    return next((violation for violation in shown if violation), None)


def _first(operation: Operation, content: Any) -> SchemaViolation | None:
    schema = operation.responses.get(operation.success)
    return next(schema.violations(content), None) if schema else None
