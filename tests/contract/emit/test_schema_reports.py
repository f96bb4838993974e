"""Types that have no schema, or two."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("source", "code", "place"),
    [
        ("interface T { a: Nope }", "unknown-type", (4, 18)),
        ("interface T extends Nope { a: string }", "unknown-type", (4, 21)),
        ("type T = Partial<Nope>", "unknown-type", (4, 18)),
        ("interface T { a: () => void }", "unsupported-type", (4, 18)),
        ("enum T { A = 1 << 2 }", "unsupported-type", (4, 14)),
        ("enum T { A = 'a', B }", "unsupported-type", (4, 19)),
        ("class T { a: string }", "unsupported-type", (4, 1)),
        ("export class T {}", "unsupported-type", (4, 8)),
        ("namespace N { interface T { a: string } }", "unsupported-type", (4, 1)),
        ("type T = [[string]]", "odd-tuple", (4, 10)),
        ("interface T { a: [string] }", "odd-tuple", (4, 18)),
        ("type T = T", "circular-type", (4, 6)),
        ("type T = U\ntype U = T", "circular-type", (4, 6)),
        ("interface T extends T {}", "circular-type", (4, 11)),
        ("interface N<I> { next: N<I> }\ntype T = N<string>", "circular-type", (4, 24)),
        ("interface P { a: string }\ntype T = Omit<P, 'b'>", "unknown-member", (5, 15)),
        ("interface P { a: string }\ntype T = P['b']", "unknown-member", (5, 10)),
        ("interface P<I> { a: I }\ntype T = P", "type-arguments", (5, 10)),
        ("interface T { a: string; a: number }", "member-redefined", (4, 26)),
        ("interface T {\n  größe: Nope }", "unknown-type", (5, 10)),
        ("interface T { ... }", "typescript-syntax", (4, 15)),
        ("interface T { a: string", "typescript-syntax", None),
    ],
)
def test_an_undecidable_type_is_reported_at_its_place(
    compile_texts: Any, places_of: Any, source: str, code: str, place: tuple[int, int] | None
) -> None:
    found = places_of(compile_texts(f"# T\n\n```ts\n{source}\n```\n"), code)
    assert found
    assert place is None or place in found


def test_a_type_of_another_page_is_found(compile_texts: Any) -> None:
    compilation = compile_texts(
        a="```ts\ninterface A { b: B }\n```", b="```ts\ntype B = string\n```"
    )
    assert not [
        diagnostic for diagnostic in compilation.diagnostics if diagnostic.code == "unknown-type"
    ]


def test_the_same_type_twice_is_fine_when_it_is_the_same(
    compile_texts: Any, places_of: Any
) -> None:
    compilation = compile_texts(
        a="```ts\ninterface A { x: string; y?: number }\n```",
        b="```ts\ninterface A {\n  y?: number // in words\n  x: string\n}\n```",
    )
    assert places_of(compilation, "type-redefined") == []


def test_the_same_type_twice_with_other_members_is_an_error_at_the_second(
    compile_texts: Any,
) -> None:
    compilation = compile_texts(
        a="```ts\ninterface Order { id: string; total: number }\n```",
        b="```ts\ninterface Order { id: string; number: string }\n```",
    )
    [found] = [
        diagnostic for diagnostic in compilation.diagnostics if diagnostic.code == "type-redefined"
    ]
    assert (found.path, found.line, found.column) == ("b.md", 2, 11)
    assert "a.md:2" in found.message
    assert "`total`, `number`" in found.message
    assert "takes the first" in found.message
    assert "total" in compilation.document["components"]["schemas"]["Order"]["properties"]


def test_a_fence_in_a_list_has_its_own_columns(compile_texts: Any, places_of: Any) -> None:
    page = "# T\n\n- here:\n\n  ```ts\n  type T = Nope\n  ```\n"
    assert places_of(compile_texts(page), "unknown-type") == [(6, 12)]


@pytest.mark.parametrize("broken", ["  a: string[;\n}", "  a: string\n"])
def test_a_broken_interface_is_left_out_and_takes_no_other_along(
    compile_texts: Any, places_of: Any, broken: str
) -> None:
    source = (
        f"interface T {{\n{broken}\n\n/** Whole. */\ninterface U {{ b: number; t?: T }}\ntype V = 1"
    )
    compilation = compile_texts(f"# T\n\n```ts\n{source}\n```\n")
    schemas = compilation.document["components"]["schemas"]
    assert list(schemas) == ["U", "V"]
    assert schemas["U"]["properties"] == {"b": {"type": "number"}, "t": {}}
    assert schemas["U"]["description"] == "Whole."
    assert [line for line, _ in places_of(compilation, "typescript-syntax")] == [5]
    assert len(places_of(compilation, "unknown-type")) == 1
