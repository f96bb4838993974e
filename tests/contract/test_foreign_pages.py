"""Pages in other people's styles: what they compile to, and what lint reports, is recorded.

`UPDATE_SNAPSHOTS=1 pytest tests/contract/test_foreign_pages.py` writes the records again.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from openapi_spec_validator import validate

from stub_server.contract import Page, compile_pages, to_yaml

FOREIGN = Path(__file__).parent / "pages" / "foreign"
NAMES = sorted(path.stem for path in FOREIGN.glob("*.md"))


def compiled_text(name: str) -> str:
    """The diagnostics of a page, a line each, and the document as YAML."""
    page = Page(f"{name}.md", (FOREIGN / f"{name}.md").read_text("utf-8"))
    compilation = compile_pages([page])
    lines = [
        f"# {found.line}:{found.column} {found.severity} {found.code}: {found.message}\n"
        for found in compilation.diagnostics
    ]
    return "".join(lines) + to_yaml(compilation.document)


@pytest.mark.parametrize("name", NAMES)
def test_a_foreign_page_compiles_to_its_recorded_document(name: str) -> None:
    snapshot = FOREIGN / f"{name}.snapshot"
    text = compiled_text(name)
    if os.environ.get("UPDATE_SNAPSHOTS"):
        snapshot.write_text(text, "utf-8")
    assert text == snapshot.read_text("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_the_document_of_a_foreign_page_is_valid_openapi(name: str) -> None:
    page = Page(f"{name}.md", (FOREIGN / f"{name}.md").read_text("utf-8"))
    validate(compile_pages([page]).document)
