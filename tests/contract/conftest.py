"""Pages in one line, and what the compiler says about them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stub_server.contract import Compilation, Page, compile_pages

Compile = Callable[..., Compilation]


@pytest.fixture
def compile_texts() -> Compile:
    """Compiles texts as pages `shop.md`, `shop1.md`, …, or pages by their name."""

    def compile_all(*texts: str, **named: str) -> Compilation:
        pages = [Page(f"shop{i or ''}.md", text) for i, text in enumerate(texts)]
        pages += [Page(f"{name}.md", text) for name, text in named.items()]
        return compile_pages(pages)

    return compile_all


@pytest.fixture
def schema_of(compile_texts: Compile) -> Callable[..., Any]:
    """The schema of the type `T` among TypeScript declarations."""

    def schema(source: str, name: str = "T") -> Any:
        compilation = compile_texts(f"# T\n\n```ts\n{source}\n```\n")
        return compilation.document["components"]["schemas"][name]

    return schema


@pytest.fixture
def places_of() -> Callable[..., list[tuple[int, int]]]:
    """Where a compilation says a code: lines and columns."""

    def places(compilation: Compilation, code: str) -> list[tuple[int, int]]:
        return [
            (diagnostic.line, diagnostic.column)
            for diagnostic in compilation.diagnostics
            if diagnostic.code == code
        ]

    return places


@pytest.fixture
def endpoints() -> Callable[..., str]:
    """A page with a table of endpoints, its rows given."""

    def page(*rows: str) -> str:
        head = "| Method | Path | Body | Returns | Operation |\n|---|---|---|---|---|\n"
        return "# Shop\n\n## Endpoints\n\n" + head + "".join(f"{row}\n" for row in rows)

    return page


@pytest.fixture
def published() -> str:
    """The checkout page as its author published it."""
    return (Path(__file__).parent / "pages" / "checkout-as-published.md").read_text("utf-8")
