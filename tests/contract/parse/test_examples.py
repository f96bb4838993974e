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


def media(made: Any, status: str) -> Any:
    return made.document["paths"]["/a/{id}"]["post"]["responses"][status]["content"][
        "application/json"
    ]


def test_an_exchange_becomes_examples_of_body_and_answer(compiled: Any, said: Any) -> None:
    made = compiled(
        PAGE + f'One goes:\n\n{REQUEST}```http\nHTTP/1.1 200 OK\n\n{{"name": "x"}}\n```\n'
    )
    body = made.document["paths"]["/a/{id}"]["post"]["requestBody"]["content"]["application/json"]
    assert body["examples"] == {"example1": {"summary": "One goes", "value": {"n": 1}}}
    assert media(made, "200")["examples"]["example1"]["value"] == {"name": "x"}
    assert said(made, "example-does-not-fit") == []


def test_a_refused_request_is_no_example_of_the_body(compiled: Any, said: Any) -> None:
    rejection = (
        '```http\nHTTP/1.1 409 Conflict\n\n{"error": {"code": "a.taken", "message": "m"}}\n```\n'
    )
    made = compiled(PAGE + REQUEST.replace("1 }", '"no" }') + rejection)
    body = made.document["paths"]["/a/{id}"]["post"]["requestBody"]["content"]["application/json"]
    assert "examples" not in body
    assert media(made, "409")["examples"]["example1"]["value"]["error"]["code"] == "a.taken"
    assert said(made, "example-does-not-fit") == []


def test_an_example_that_does_not_fit_is_an_error_with_its_pointer(compiled: Any) -> None:
    made = compiled(PAGE + REQUEST.replace("1 }", '"one" }'))
    [found] = [one for one in made.diagnostics if one.code == "example-does-not-fit"]
    assert (found.line, found.column, found.severity) == (19, 3, "error")
    assert "`/n`" in found.message


def test_an_answer_with_a_code_of_another_status_does_not_fit(compiled: Any, said: Any) -> None:
    rejection = (
        '```http\nHTTP/1.1 409 Conflict\n\n{"error": {"code": "b.c", "message": "m"}}\n```\n'
    )
    assert said(compiled(PAGE + REQUEST + rejection), "example-does-not-fit") == [(25, 12)]


def test_an_answer_with_a_status_that_no_table_has_is_said(compiled: Any, said: Any) -> None:
    made = compiled(PAGE + REQUEST + "```http\nHTTP/1.1 410 Gone\n```\n")
    assert said(made, "unknown-status") == [(22, 1)]


def test_a_request_to_nowhere_and_an_answer_to_nothing_are_said(compiled: Any, said: Any) -> None:
    answer = "```http\nHTTP/1.1 200 OK\n```\n\n"
    made = compiled(PAGE + answer + "```http\nGET /nowhere\n```\n")
    assert said(made, "example-without-operation") == [(15, 1), (19, 1)]


def test_a_value_after_the_name_of_its_type_is_compared_with_it(compiled: Any, said: Any) -> None:
    made = compiled(
        PAGE + 'An `A`:\n\n```json\n{"name": "x"}\n```\n\nAn `A`:\n\n```json\n{}\n```\n'
    )
    assert said(made, "example-does-not-fit") == [(23, 1)]
    assert made.document["components"]["schemas"]["A"]["examples"] == [{"name": "x"}]


def test_a_value_that_nobody_names_is_compared_with_nothing(compiled: Any, said: Any) -> None:
    made = compiled(PAGE + "Look:\n\n```json\n{}\n```\n")
    assert said(made, "example-not-checked") == [(17, 1)]


def test_what_is_not_json_is_said_where_it_stops_being_it(compiled: Any, said: Any) -> None:
    made = compiled(PAGE + 'An `A`:\n\n```json\n{\n  "name": …\n}\n```\n\n```json\nNaN\n```\n')
    assert said(made, "example-not-json") == [(19, 11), (24, 1)]


def test_an_error_example_with_a_code_that_no_table_has_is_said(compiled: Any, said: Any) -> None:
    made = compiled(PAGE + '```json\n{"error": {"code": "x.y", "message": "m"}}\n```\n')
    assert said(made, "unknown-code") == [(15, 1)]


def test_the_line_of_the_wrong_member_is_found(compiled: Any, said: Any) -> None:
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
    assert said(compiled(page + wrong), "example-does-not-fit") == [(15, 7), (17, 5)]


def test_a_value_below_an_endpoint_is_compared_with_its_answer(compiled: Any, said: Any) -> None:
    made = compiled(
        PAGE
        + '### POST /a/{id}\n\n```json\n{"name": "x"}\n```\n\nThus:\n\n```json\n{"name": 1}\n```\n'
    )
    assert media(made, "200")["examples"]["example1"]["value"] == {"name": "x"}
    assert said(made, "example-does-not-fit") == [(24, 2)]


def test_a_value_called_a_request_is_compared_with_the_body(compiled: Any, said: Any) -> None:
    page = PAGE + "The request body of `POST /a/{id}`:\n\n```json\n"
    made = compiled(page + '{"n": 1}\n```\n')
    body = made.document["paths"]["/a/{id}"]["post"]["requestBody"]["content"]["application/json"]
    assert body["examples"]["example1"]["value"] == {"n": 1}
    assert said(compiled(page + '{"n": "1"}\n```\n'), "example-does-not-fit") == [(18, 2)]


def test_a_value_of_an_endpoint_that_is_none_is_a_warning(compiled: Any, said: Any) -> None:
    made = compiled(PAGE + "`GET /nowhere` answers:\n\n```json\n{}\n```\n")
    assert said(made, "example-without-operation") == [(17, 1)]
    assert said(made, "example-not-checked") == []
