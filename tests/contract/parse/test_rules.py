"""Rules with their operations, and links from one operation to the next."""

from __future__ import annotations

from typing import Any

ROWS = (
    "| POST | `/a` | `{ x: string }` | `{ id: string }` | `make` |",
    "| GET | `/a/{id}` | – | – | `show` |",
)


def test_operations_name_their_rules_in_natural_order(compile_texts: Any, endpoints: Any) -> None:
    rules = (
        "\n## Rules\n\n| Id | Rule | Operations |\n|---|---|---|\n"
        "| C-a-10 | Ten. | `make` |\n| C-a-2 | `Two`. | `make`, `show` |\n| C-a-3 | Three. | – |\n"
    )
    conventions = (
        "# All\n\n| Id | Rule | Operations |\n|---|---|---|\n| C-conv-1 | One. | `all` |\n"
    )
    compilation = compile_texts(a=endpoints(*ROWS) + rules, conventions=conventions)
    paths = compilation.document["paths"]
    assert paths["/a"]["post"]["x-rules"] == ["C-a-2", "C-a-10", "C-conv-1"]
    assert paths["/a/{id}"]["get"]["x-rules"] == ["C-a-2", "C-conv-1"]
    assert list(compilation.document["x-rules"]) == ["C-a-2", "C-a-3", "C-a-10", "C-conv-1"]
    assert compilation.document["x-rules"]["C-a-2"] == {"page": "a.md", "text": "`Two`."}


def test_a_repeated_id_is_reported(compile_texts: Any, places_of: Any) -> None:
    compilation = compile_texts("# A\n\n| Id | Rule |\n|---|---|\n| R-1 | One. |\n| R-1 | Two. |\n")
    assert places_of(compilation, "duplicate-rule") == [(6, 3)]
    assert compilation.document["x-rules"]["R-1"]["text"] == "One."


def test_links_lead_from_an_answer_to_a_parameter(
    compile_texts: Any, endpoints: Any, places_of: Any
) -> None:
    links = (
        "\n## Links\n\n| From | Member | To | Parameter |\n|---|---|---|---|\n"
        "| `make` | `$response.body#/id` | `show` | `id` |\n"
        "| `make` | `$response.body#/id` | `make` | `body.x` |\n"
        "| `make` | `$response.body#/id` | `show` | `key` |\n"
    )
    compilation = compile_texts(endpoints(*ROWS) + links)
    assert compilation.document["paths"]["/a"]["post"]["responses"]["200"]["links"] == {
        "show": {"operationId": "show", "parameters": {"id": "$response.body#/id"}},
        "make": {"operationId": "make", "requestBody": {"x": "$response.body#/id"}},
    }
    assert places_of(compilation, "path-parameter-mismatch") == [(16, 44)]


def test_rules_may_be_bullets_that_bind_all_of_their_page(
    compile_texts: Any, endpoints: Any
) -> None:
    rules = "\n## Rules\n\n- **C-a-1** The `a` is\n  kept.\n- **C-a-2:** Two.\n- **Not** one.\n"
    compilation = compile_texts(
        a=endpoints(*ROWS) + rules, b=endpoints("| GET | `/b` | – | – | `other` |")
    )
    assert compilation.document["x-rules"] == {
        "C-a-1": {"page": "a.md", "text": "The `a` is kept."},
        "C-a-2": {"page": "a.md", "text": "Two."},
    }
    assert compilation.document["paths"]["/a"]["post"]["x-rules"] == ["C-a-1", "C-a-2"]
    assert compilation.document["paths"]["/a/{id}"]["get"]["x-rules"] == ["C-a-1", "C-a-2"]
    assert "x-rules" not in compilation.document["paths"]["/b"]["get"]
