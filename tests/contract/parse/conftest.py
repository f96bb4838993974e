"""Pages with a table of errors, and the failures that they compile to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from stub_server.contract import Compilation

ROWS = (
    "| GET | `/api/cart` | – | – | `getCart` |",
    "| POST | `/api/cart/items` | `{ q: number }` | – | `addItem` |",
    "| PATCH | `/api/cart/items/:id` | `{ q: number }` | – | `setItem` |",
    "| DELETE | `/api/cart/items/:id` | – | – | `removeItem` |",
)


@pytest.fixture
def failing(
    compile_texts: Any, endpoints: Any
) -> Callable[[str], tuple[dict[str, Any], Compilation]]:
    """Compiles the cart's endpoints with a section of errors: codes by operation and status."""

    def fail(section: str) -> tuple[dict[str, Any], Compilation]:
        compilation = compile_texts(endpoints(*ROWS) + "\n## Errors\n\n" + section)
        return failures_of(compilation.document), compilation

    return fail


@pytest.fixture
def failures() -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Gives the error codes of a document, by operation and status."""
    return failures_of


def failures_of(document: dict[str, Any]) -> dict[str, Any]:
    """The error codes of each operation, by status; None where any is allowed."""
    shared = document["components"].get("responses", {})
    found: dict[str, Any] = {}
    for item in document["paths"].values():
        for operation in item.values():
            codes = {}
            for status, response in operation["responses"].items():
                if status >= "400":
                    whole = shared[response["$ref"].rpartition("/")[2]]
                    error = whole["content"]["application/json"]["schema"]["properties"]["error"]
                    codes[int(status)] = error["properties"]["code"].get("enum")
            found[operation["operationId"]] = codes
    return found
