"""Fixes: the lines that say on a page what the compiler derived."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from stub_server.contract import Compilation, Diagnostic, Page, apply_fix, compile_pages, to_yaml

FOREIGN = sorted((Path(__file__).parent / "pages" / "foreign").glob("*.md"))
PUBLISHED = Path(__file__).parent / "pages" / "checkout-as-published.md"

NEW_FACTS = ("session-unnamed", "constraint-not-read")


def fixed(text: str) -> tuple[str, Compilation]:
    """The text with one fix after another, until none is left, and what it compiles to.

    Fixes that change the document are left out: a named session makes the state private, and a
    constraint set apart is read.
    """
    for _ in range(200):
        compilation = compile_pages([Page("page.md", text)])
        fixes = [
            diagnostic.fix
            for diagnostic in compilation.diagnostics
            if diagnostic.fix is not None and diagnostic.code not in NEW_FACTS
        ]
        if not fixes:
            return text, compilation
        text = apply_fix(text, fixes[0])
    raise AssertionError("The fixes do not end.")


@pytest.mark.parametrize("path", [*FOREIGN, PUBLISHED], ids=lambda path: path.stem)
def test_a_page_with_all_its_fixes_compiles_to_the_same_document(path: Path) -> None:
    text = path.read_text("utf-8")
    before = compile_pages([Page("page.md", text)])
    _, after = fixed(text)
    assert to_yaml(after.document) == to_yaml(before.document)
    left = {diagnostic.code for diagnostic in after.diagnostics}
    assert left <= {diagnostic.code for diagnostic in before.diagnostics}
    assert "operation-id-derived" not in left
    assert "type-derived" not in left


def fix_of(compilation: Compilation, code: str) -> Any:
    (found,) = (diagnostic for diagnostic in compilation.diagnostics if diagnostic.code == code)
    assert found.fix is not None
    return found.fix.line, found.fix.lines, found.fix.text


def test_a_missing_column_is_added_with_the_rows_above(compile_texts: Any) -> None:
    compilation = compile_texts("| Method | Path | Returns |\n|---|---|---|\n| GET | `/a` | – |\n")
    assert fix_of(compilation, "operation-id-derived") == (
        1,
        3,
        "| Method | Path | Returns | Operation |\n|---|---|---| --- |\n| GET | `/a` | – | `getA` |",
    )


def test_an_empty_cell_is_filled_in(compile_texts: Any, endpoints: Any) -> None:
    compilation = compile_texts(endpoints("| GET | `/a` | – | – | |"))
    assert fix_of(compilation, "operation-id-derived") == (7, 1, "| GET | `/a` | – | – | `getA` |")


def test_a_member_gets_its_type(compile_texts: Any, endpoints: Any) -> None:
    page = endpoints("| POST | `/a` | `{ orderId, note? }` | – | `go` |")
    compilation = compile_texts(
        page + "\n```ts\ninterface Order { orderId: string }\ntype Note = string\n```\n"
    )
    fixes = [
        diagnostic.fix.text
        for diagnostic in compilation.diagnostics
        if diagnostic.fix and "member" in diagnostic.code
    ]
    assert fixes == [
        '| POST | `/a` | `{ orderId: Order["orderId"], note? }` | – | `go` |',
        "| POST | `/a` | `{ orderId, note?: Note }` | – | `go` |",
    ]


def test_an_inferred_type_is_written_above_the_example(compile_texts: Any) -> None:
    compilation = compile_texts('# T\n\n## GET /a\n\n```json\n{"id": 1, "a-b": [true]}\n```\n')
    assert fix_of(compilation, "type-derived") == (
        5,
        0,
        'Response: `{ id: number; "a-b": boolean[] }`\n',
    )


def test_a_line_follows_the_heading_and_its_underline(compile_texts: Any) -> None:
    compilation = compile_texts("# T\n\nGET /a\n------\n\nReturns `204`.\n")
    assert fix_of(compilation, "operation-id-derived") == (5, 0, "\nOperation: `getA`")


def test_an_error_code_gets_its_endpoints(compile_texts: Any, endpoints: Any) -> None:
    page = endpoints("| GET | `/a/{id}` | – | – | `go` |")
    compilation = compile_texts(
        page + "\n| Status | Code | When |\n|---|---|---|\n| 404 | `a.no` | No |\n"
    )
    assert fix_of(compilation, "endpoint-derived")[2].endswith(
        "| 404 | `a.no` | No | `GET /a/{id}` |"
    )


def test_the_session_gets_a_name_at_the_end(compile_texts: Any) -> None:
    line, lines, text = fix_of(compile_texts("# T\n\nText.\n"), "session-unnamed")
    assert (line, lines) == (5, 0)
    assert "| Session cookie | `session` |" in text


def test_other_diagnostics_have_none(compile_texts: Any) -> None:
    found: list[Diagnostic] = [*compile_texts("# T\n").diagnostics]
    assert [diagnostic.code for diagnostic in found if diagnostic.fix is None] == ["no-endpoints"]


@pytest.mark.parametrize(
    ("comment", "text"),
    [
        ("a name of at most 80 chars", "a name, at most 80 chars"),
        ("should hold at least 2 items each", "should hold, at least 2 items, each"),
    ],
)
def test_a_constraint_inside_a_phrase_is_set_apart(
    compile_texts: Any, comment: str, text: str
) -> None:
    page = "```ts\ninterface T {{\n  a: string[] // {}\n}}\n```\n"
    compilation = compile_texts(page.format(comment))
    assert fix_of(compilation, "constraint-not-read") == (3, 1, f"  a: string[] // {text}")
    after = compile_texts(page.format(text))
    assert "constraint-not-read" not in {found.code for found in after.diagnostics}


def test_a_pipe_inside_of_backticks_is_escaped(compile_texts: Any, endpoints: Any) -> None:
    compilation = compile_texts(endpoints("| GET | `/a` | – | `string | null` | `go` |"))
    line = "| GET | `/a` | – | `string \\| null` | `go` |"
    assert fix_of(compilation, "unescaped-pipe") == (7, 1, line)
