"""Examples on the pages: compared with their types, and put into the document."""

from __future__ import annotations

from typing import Any

PAGE = """# Shop

| Method | Path | Body | Returns | Operation |
|---|---|---|---|---|
| POST | `/a/{id}` | `{ n: number }` | `A` | `go` |

```ts
interface A { name: string }
```

| Status | Code | Endpoint |
|---|---|---|
| 409 | `a.taken` | `go` |

"""
REQUEST = '```http\nPOST /a/7\nX: y\n\n{ "n": 1 }\n```\n\n'


def media(compilation: Any, status: str) -> Any:
    return compilation.document["paths"]["/a/{id}"]["post"]["responses"][status]["content"][
        "application/json"
    ]


def test_an_exchange_becomes_examples_of_body_and_answer(
    compile_texts: Any, places_of: Any
) -> None:
    compilation = compile_texts(
        PAGE + f'One goes:\n\n{REQUEST}```http\nHTTP/1.1 200 OK\n\n{{"name": "x"}}\n```\n'
    )
    body = compilation.document["paths"]["/a/{id}"]["post"]["requestBody"]["content"][
        "application/json"
    ]
    assert body["examples"] == {"example1": {"summary": "One goes", "value": {"n": 1}}}
    assert media(compilation, "200")["examples"]["example1"]["value"] == {"name": "x"}
    assert places_of(compilation, "example-does-not-fit") == []


def test_a_refused_request_is_no_example_of_the_body(compile_texts: Any, places_of: Any) -> None:
    rejection = (
        '```http\nHTTP/1.1 409 Conflict\n\n{"error": {"code": "a.taken", "message": "m"}}\n```\n'
    )
    compilation = compile_texts(PAGE + REQUEST.replace("1 }", '"no" }') + rejection)
    body = compilation.document["paths"]["/a/{id}"]["post"]["requestBody"]["content"][
        "application/json"
    ]
    assert "examples" not in body
    assert media(compilation, "409")["examples"]["example1"]["value"]["error"]["code"] == "a.taken"
    assert places_of(compilation, "example-does-not-fit") == []


def test_an_example_that_does_not_fit_is_an_error_with_its_pointer(compile_texts: Any) -> None:
    compilation = compile_texts(PAGE + REQUEST.replace("1 }", '"one" }'))
    [found] = [
        diagnostic
        for diagnostic in compilation.diagnostics
        if diagnostic.code == "example-does-not-fit"
    ]
    assert (found.line, found.column, found.severity) == (19, 3, "error")
    assert "`/n`" in found.message


def test_an_answer_with_a_code_of_another_status_does_not_fit(
    compile_texts: Any, places_of: Any
) -> None:
    rejection = (
        '```http\nHTTP/1.1 409 Conflict\n\n{"error": {"code": "b.c", "message": "m"}}\n```\n'
    )
    assert places_of(compile_texts(PAGE + REQUEST + rejection), "example-does-not-fit") == [
        (25, 12)
    ]


def test_an_answer_with_a_status_that_no_table_has_is_reported(
    compile_texts: Any, places_of: Any
) -> None:
    compilation = compile_texts(PAGE + REQUEST + "```http\nHTTP/1.1 410 Gone\n```\n")
    assert places_of(compilation, "unknown-status") == [(22, 1)]


def test_a_request_without_operation_and_a_response_without_request_are_reported(
    compile_texts: Any, places_of: Any
) -> None:
    answer = "```http\nHTTP/1.1 200 OK\n```\n\n"
    compilation = compile_texts(PAGE + answer + "```http\nGET /nowhere\n```\n")
    assert places_of(compilation, "example-without-operation") == [(15, 1), (19, 1)]


def test_a_value_after_the_name_of_its_type_is_compared_with_it(
    compile_texts: Any, places_of: Any
) -> None:
    compilation = compile_texts(
        PAGE + 'An `A`:\n\n```json\n{"name": "x"}\n```\n\nAn `A`:\n\n```json\n{}\n```\n'
    )
    assert places_of(compilation, "example-does-not-fit") == [(23, 1)]
    assert compilation.document["components"]["schemas"]["A"]["examples"] == [{"name": "x"}]


def test_a_value_without_a_caption_is_compared_with_nothing(
    compile_texts: Any, places_of: Any
) -> None:
    compilation = compile_texts(PAGE + "Look:\n\n```json\n{}\n```\n")
    assert places_of(compilation, "example-not-checked") == [(17, 1)]


def test_invalid_json_is_reported_at_its_first_error(compile_texts: Any, places_of: Any) -> None:
    compilation = compile_texts(
        PAGE + 'An `A`:\n\n```json\n{\n  "name": …\n}\n```\n\n```json\nNaN\n```\n'
    )
    assert places_of(compilation, "example-not-json") == [(19, 11), (24, 1)]


def test_an_error_example_with_a_code_that_no_table_has_is_reported(
    compile_texts: Any, places_of: Any
) -> None:
    compilation = compile_texts(PAGE + '```json\n{"error": {"code": "x.y", "message": "m"}}\n```\n')
    assert places_of(compilation, "unknown-code") == [(15, 1)]


def test_the_line_of_the_wrong_member_is_found(compile_texts: Any, places_of: Any) -> None:
    page = "# T\n\n```ts\ninterface L { items: { name: string; n: number }[] }\n```\n\nAn `L`:\n\n"
    wrong = """```json
{
  "items": [
    { "name": "{}[],\\"" , "n": 1 },
    {
      "name": "b",
      "n": "two"
    },
    { "n": 3 }
  ]
}
```
"""
    assert places_of(compile_texts(page + wrong), "example-does-not-fit") == [(15, 7), (17, 5)]


def test_a_value_below_an_endpoint_is_compared_with_its_answer(
    compile_texts: Any, places_of: Any
) -> None:
    compilation = compile_texts(
        PAGE
        + '### POST /a/{id}\n\n```json\n{"name": "x"}\n```\n\nThus:\n\n```json\n{"name": 1}\n```\n'
    )
    assert media(compilation, "200")["examples"]["example1"]["value"] == {"name": "x"}
    assert places_of(compilation, "example-does-not-fit") == [(24, 2)]


def test_a_value_called_a_request_is_compared_with_the_body(
    compile_texts: Any, places_of: Any
) -> None:
    page = PAGE + "The request body of `POST /a/{id}`:\n\n```json\n"
    compilation = compile_texts(page + '{"n": 1}\n```\n')
    body = compilation.document["paths"]["/a/{id}"]["post"]["requestBody"]["content"][
        "application/json"
    ]
    assert body["examples"]["example1"]["value"] == {"n": 1}
    assert places_of(compile_texts(page + '{"n": "1"}\n```\n'), "example-does-not-fit") == [(18, 2)]


def test_a_value_of_an_endpoint_that_is_none_is_a_warning(
    compile_texts: Any, places_of: Any
) -> None:
    compilation = compile_texts(PAGE + "`GET /nowhere` answers:\n\n```json\n{}\n```\n")
    assert places_of(compilation, "example-without-operation") == [(17, 1)]
    assert places_of(compilation, "example-not-checked") == []
