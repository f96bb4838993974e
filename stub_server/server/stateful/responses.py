"""Chooses the content of a response: the first of some values that fits the operation's schema."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from stub_server.server.document import Document, Operation
from stub_server.server.examples import sample_of
from stub_server.server.plugin import Result

Candidate = Callable[[], Any]
"""Makes a value, only when it is needed."""


def respond(
    operation: Operation, document: Document, source: str, *candidates: Candidate
) -> Result:
    """Return the first candidate that fits the success schema, else a sample of the document."""
    schema = operation.responses.get(operation.success)
    if schema is None:
        return Result(None, source=source)
    for candidate in candidates:
        value = candidate()
        if value is not None and schema.fits(value):
            return Result(value, source=source)
    if schema.fits(None):
        return Result(None, source=source)
    sample = sample_of(operation, document)
    return Result(sample.content, source=sample.source)
