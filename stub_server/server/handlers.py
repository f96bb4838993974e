"""operationId → handler: a plug-in's own, or one that answers from the document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from stub_server.server.document import Document, DocumentError, Operation
from stub_server.server.plugin import Handler, Plugin


@dataclass(frozen=True, slots=True)
class BoundHandler:
    """What runs an operation.

    judges_fields: whether it rejects members with an error code of their own by itself, in the
    order that its rules demand. checks_parameters: whether path and query are held against the
    document before it runs; a plug-in's handler answers 404 for an id that does not fit.
    """

    run: Handler
    context: Any
    serialize: Callable[[Any], Any]
    judges_fields: bool = True
    checks_parameters: bool = False


def bind(plugin: Plugin, operation: Operation) -> BoundHandler | None:
    """Return the plug-in's handler of the operation, or None."""
    run = plugin.handlers.get(operation.id)
    return BoundHandler(run, plugin.context, plugin.serialize) if run else None


def check(plugin: Plugin, document: Document) -> None:
    """Raise DocumentError unless the document has every operation of the plug-in."""
    if missing := missing_operations(plugin.handlers, document):
        raise DocumentError(
            f"{document.source} lacks operations that the plug-in “{plugin.name}” serves: "
            f"{', '.join(missing)}. Compile it from the contract's pages again, or start without "
            "the plug-in."
        )


def missing_operations(handlers: Any, document: Document) -> list[str]:
    """Return the operationIds that have a handler and are not in the document."""
    return sorted(set(handlers) - document.operations.keys())
