"""Handlers for operations that no plug-in serves: they answer from the document."""

from __future__ import annotations

from functools import cache
from typing import Any

from stub_server.server.document import Document, Operation
from stub_server.server.examples import sample_of
from stub_server.server.handlers import BoundHandler
from stub_server.server.plugin import Request, Result


def handler_of(operation: Operation, document: Document) -> BoundHandler:
    """Return a handler that answers the operation's success: an example, or its schema."""
    sample = cache(lambda: sample_of(operation, document))

    async def run(request: Request[Any], context: Any) -> Result:  # noqa: ARG001
        return Result(sample().content, source=sample().source)

    return BoundHandler(run, None, _as_it_is, judges_fields=False, checks_parameters=True)


def _as_it_is(value: Any) -> Any:
    return value
