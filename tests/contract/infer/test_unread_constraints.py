"""Comments that are no constraints, or none of their value."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize(
    "comment",
    [
        "a: string // see /^a/ there",
        "a: number // when b >= 3 it is free",
        "a: string // must be max three",
        "a: string // one of them all",
        "a: string // one of a, b, up to 10 things",
        "a: string /** @maximum many */",
        "a: string /** @weird */",
    ],
)
def test_a_phrase_like_a_constraint_is_reported_if_it_is_none(
    compile_texts: Any, places_of: Any, comment: str
) -> None:
    compilation = compile_texts(f"```ts\ninterface T {{\n  {comment}\n}}\n```")
    assert set(places_of(compilation, "constraint-not-read")) == {(3, 3)}
    assert compilation.document["components"]["schemas"]["T"]["properties"]["a"]["description"]


@pytest.mark.parametrize(
    "comment",
    ["lives 30 min", "(pk_live_… / pk_test_…)", "/shop/products", "the id of one of them"],
)
def test_words_that_only_resemble_one_are_words(
    compile_texts: Any, places_of: Any, comment: str
) -> None:
    compilation = compile_texts(f"```ts\ninterface T {{\n  a: string // {comment}\n}}\n```")
    assert places_of(compilation, "constraint-not-read") == []


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('a: number // default "x"', "constraint-mismatch"),
        ("a: boolean // max 3", "constraint-mismatch"),
        ("a: number // max length 3", "constraint-mismatch"),
        ("a: At // date", "constraint-mismatch"),
        ("a: string // integer >= 1", "constraint-mismatch"),
        ("a: number // max 80 chars", "constraint-mismatch"),
        ("a: string // /(/", "bad-pattern"),
        ("a: string // /^a$/i", "bad-pattern"),
    ],
)
def test_a_constraint_that_does_not_fit_is_reported(
    compile_texts: Any, places_of: Any, line: str, code: str
) -> None:
    compilation = compile_texts(
        f"```ts\ninterface T {{\n  {line}\n}}\ntype At = string // ISO 8601\n```"
    )
    assert places_of(compilation, code) == [(3, 3)]
