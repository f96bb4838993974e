"""Errors as bullets, on pages without a table of errors."""

from __future__ import annotations

from typing import Any

import pytest


def codes(compilation: Any) -> Any:
    return compilation.document.get("x-errors")


@pytest.mark.parametrize(
    ("bullet", "expected"),
    [
        ("`404` `room.notFound` – No room", {"room.notFound": [404]}),
        ("`404 room_missing` – No room", {"room_missing": [404]}),
        ("**404 Not Found**: `room.notFound` when there is none", {"room.notFound": [404]}),
        ("404 – `room.notFound`: No room", {"room.notFound": [404]}),
        ("404: room.notFound – No room", {"room.notFound": [404]}),
        ("`401 unauthorized` – Nobody is logged in", {"unauthorized": [401]}),
        ("`409` `a.closed` or `a.taken`", {"a.closed": [409], "a.taken": [409]}),
        ("`404 Not Found` – No `room` has this id", None),
        ("`200` `room.fine`", None),
    ],
)
def test_a_bullet_has_a_status_and_its_codes(
    compile_texts: Any, bullet: str, expected: Any
) -> None:
    compilation = compile_texts(f"# T\n\n## GET /a\n\n### Errors\n\n- {bullet}\n")
    assert codes(compilation) == expected


def test_the_words_after_the_code_are_its_description(compile_texts: Any) -> None:
    compilation = compile_texts("# T\n\n## GET /a\n\n- `404` `a.no` – No `a` has this id\n")
    described = compilation.document["components"]["responses"]["404-a.no"]["description"]
    assert described == "Not Found.\n`a.no`: No `a` has this id"


def test_a_status_without_a_code_may_carry_any(compile_texts: Any, places_of: Any) -> None:
    compilation = compile_texts("# T\n\n## GET /a\n\n- `404` – No room\n")
    assert "404-any" in compilation.document["components"]["responses"]
    assert places_of(compilation, "status-without-code") == [(5, 3)]


def test_bullets_below_an_endpoint_are_its_own(compile_texts: Any, places_of: Any) -> None:
    compilation = compile_texts(
        "# T\n\n## GET /a\n\n- `404` `a.no`\n\n## GET /b\n\nText.\n\n## Errors\n\n- `500` `x.y`\n"
    )
    assert list(compilation.document["paths"]["/a"]["get"]["responses"]) == ["200", "404", "500"]
    assert list(compilation.document["paths"]["/b"]["get"]["responses"]) == ["200", "500"]
    assert places_of(compilation, "endpoint-derived") == [(13, 10)]


def test_a_table_of_errors_still_owns_its_codes(
    compile_texts: Any, endpoints: Any, places_of: Any
) -> None:
    page = endpoints("| GET | `/a` | – | – | `go` |")
    table = "\n## Errors\n\n| Code | When |\n|---|---|\n| `a.no` | No |\n"
    compilation = compile_texts(page + table + "\n- `404` `no`\n- `409` `b.no`\n")
    assert codes(compilation) == {"a.no": [404]}
    assert [place[0] for place in places_of(compilation, "unknown-code")] == [16]
