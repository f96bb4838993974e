"""All pages together: their order, their facts, and texts that are no pages at all."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from openapi_spec_validator import validate

from stub_server.contract import Page, compile_pages, read_pages, to_yaml

OWN = Path(__file__).parents[2] / "docs" / "api"
PUBLISHED = (Path(__file__).parent / "pages" / "checkout-as-published.md").read_text("utf-8")
FOREIGN = read_pages(Path(__file__).parent / "pages" / "foreign")
TEXTS = [page.text for page in (*read_pages(OWN), *FOREIGN)] + [PUBLISHED]
SIGNS = (*tuple("{}<>|&[]()`,:;?a"), "Order", "Partial", "Pick", "'x'", "null", "204", "or", "of")
WORDS = (
    "min", "max", "one of", "0", "1.5", "-3", "–", "..", ",", "|", '"a"', "^", "$", "/", "(", "[",
    "chars", "items", "length", "integer", "default", "to", "ISO 8601", "UTC", "date", "<", "<=",
    "x", "@minimum", "@default", "@pattern", "@example", "`", "must be", "9" * 30,
)  # fmt: skip
LINES = sorted({line for text in TEXTS for line in text.splitlines()})


def test_our_own_pages_have_no_diagnostics() -> None:
    compilation = compile_pages(read_pages(OWN))
    assert compilation.diagnostics == ()
    validate(compilation.document)
    operations = [
        operation for path in compilation.document["paths"].values() for operation in path.values()
    ]
    assert len(operations) == 21
    assert (
        compilation.document["components"]["securitySchemes"]["session"]["name"] == "shop_session"
    )


def test_every_failure_of_our_operations_has_the_envelope() -> None:
    document = compile_pages(read_pages(OWN)).document
    for response in document["components"]["responses"].values():
        schema = response["content"]["application/json"]["schema"]
        assert schema["properties"]["error"]["required"] == ["code", "message"]
        assert schema["properties"]["error"]["properties"]["code"]["enum"]


def test_the_order_in_which_pages_are_given_does_not_matter() -> None:
    pages = read_pages(OWN)
    forth, back = compile_pages(pages), compile_pages(pages[::-1])
    assert to_yaml(forth.document) == to_yaml(back.document)
    assert forth.diagnostics == back.diagnostics


def test_the_folder_of_the_pages_does_not_matter() -> None:
    pages = read_pages(OWN)
    moved = [Page(f"elsewhere/{os.path.basename(page.path)}", page.text) for page in pages]
    assert to_yaml(compile_pages(moved).document) == to_yaml(compile_pages(pages).document)


def test_the_conventions_come_first_and_name_the_document(compile_texts: Any) -> None:
    compilation = compile_texts(
        a="# A\n\n```ts\ntype A = string\n```\n",
        conventions="# The API\n\nIt is `ours`.\n\n| Name | Value |\n|---|---|\n"
        "| Session cookie | `sid` |\n| Version | 2.1.0 |\n\n```ts\ntype B = string\n```\n",
    )
    assert compilation.document["info"] == {
        "title": "The API",
        "version": "2.1.0",
        "description": "It is `ours`.",
    }
    assert list(compilation.document["components"]["schemas"]) == ["B", "A"]
    cookie = compilation.document["components"]["securitySchemes"]["session"]
    assert cookie == {"type": "apiKey", "in": "cookie", "name": "sid"}


def test_a_session_that_no_page_names_has_a_name_and_a_note(
    compile_texts: Any, places_of: Any
) -> None:
    compilation = compile_texts("# A\n")
    assert compilation.document["components"]["securitySchemes"]["session"]["name"] == "session"
    assert places_of(compilation, "session-unnamed") == [(1, 1)]


def test_operations_bear_the_title_of_their_page(compile_texts: Any, endpoints: Any) -> None:
    page = endpoints("| GET | `/a` | – | – | `go` |").replace(
        "# Shop\n", "# Shop\n\nAll of it.\n", 1
    )
    document = compile_texts(page).document
    assert document["tags"] == [{"name": "Shop", "description": "All of it."}]
    assert document["paths"]["/a"]["get"]["tags"] == ["Shop"]


def test_no_pages_are_a_document_too() -> None:
    compilation = compile_pages([])
    validate(compilation.document)
    assert compilation.diagnostics == ()


def compiles(*texts: str) -> None:
    compilation = compile_pages([Page(f"p{i}.md", text) for i, text in enumerate(texts)])
    to_yaml(compilation.document)
    for diagnostic in compilation.diagnostics:
        assert diagnostic.line >= 1
        assert diagnostic.column >= 1
        assert diagnostic.message


@settings(max_examples=60, deadline=None)
@given(st.text())
@example("\ud800 | `\ud800`")
@example("```ts\ntype T = " + "(" * 3000)
@example("```ts\ntype T = " + "{ a: " * 500)
@example("```ts\ntype T = " + "[" * 300 + "]" * 300)
@example("`A`:\n\n```json\n" + "[" * 100_000)
@example("| Method | Path |\n|---|---|\n| GET | `/" + "{a}" * 200 + "` |\n")
@example("\x00\x0b\x0c\u2028|\r\r\n|-|\r|\x85|")
@example("```ts\ntype T = 1e999 | 9" + "9" * 5000 + "\n```")
def test_no_text_raises(text: str) -> None:
    compiles(text)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=4), max_size=10), st.booleans())
def test_no_comment_raises(words: list[str], spaced: bool) -> None:
    text = (" " if spaced else "").join(words).replace("\n", " ").replace("*/", "")
    compiles(
        f"```ts\ninterface T {{\n  a: string // {text}\n  b: number /** {text} */\n"
        f"  c: number[] // {text}\n  d: T | null // {text}\n}}\n```\n"
    )


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_mangled_page_raises(data: st.DataObject) -> None:
    lines = data.draw(st.sampled_from(TEXTS)).split("\n")
    for _ in range(data.draw(st.integers(1, 12))):
        index = data.draw(st.integers(0, len(lines) - 1))
        lines[index] = data.draw(st.sampled_from(LINES) | st.text(max_size=20))
    text = "\n".join(lines)
    start = data.draw(st.integers(0, len(text)))
    compiles(text[:start] + text[start + data.draw(st.integers(0, 200)) :], PUBLISHED)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(SIGNS),
        max_size=14,
    )
)
def test_no_cell_and_no_declaration_raises(signs: list[str]) -> None:
    compilation = " ".join(signs)
    head = "| Method | Path | Body | Returns |\n|---|---|---|---|\n"
    table = f"{head}| POST | `/a` | {compilation} | `{compilation}` |"
    compiles(
        f"{table}\n\n```ts\ninterface Order {{ a: {compilation} }}\ntype X = {compilation}\n```\n"
    )
