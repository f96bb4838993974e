"""A document that can't be used is refused with the place and the reason, before anything is sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from contract_tests.harness.document import Document
from contract_tests.harness.document_file import DocumentError

HEAD = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\n"
GET = HEAD + "paths:\n  /a:\n    get:\n      operationId: a\n      responses: "
BROKEN: dict[str, tuple[str, str]] = {
    "a list": ("[1, 2]", "no OpenAPI document"),
    "empty": ("", "no OpenAPI document"),
    "Swagger": ("swagger: '2.0'\npaths: {}\n", "Swagger 2.0"),
    "another version": ("openapi: 4.0.0\npaths: {}\n", "4.0.0"),
    "tabs": ("openapi:\t3.1.0\n\tpaths: {}", "no YAML"),
    "an impossible date": (HEAD + "x: 2026-99-99\npaths: {}\n", "no YAML"),
    "no operations": (HEAD + "paths: {}\n", "no operations"),
    "paths as a list": (HEAD + "paths: [a]\n", "paths"),
    "paths as a text": (HEAD + "paths: text\n", "paths"),
    "no paths at all": (HEAD + "paths:\n", "paths"),
    "a path as a text": (HEAD + "paths: {/a: text}\n", "paths"),
    "responses as a list": (GET + "[ok]\n", "responses"),
    "a response as a text": (GET + "{'200': fine}\n", "GET /a"),
    "parameters as a text": (
        GET + "{'200': {description: d}}\n      parameters: [1]\n",
        "GET /a",
    ),
    "a reference to nothing": (GET + "{'200': {$ref: '#/components/x'}}\n", "components/x"),
    "a reference to a file": (GET + "{'200': {$ref: 'other.yaml#/x'}}\n", "another file"),
    "a reference that is a number": (GET + "{'200': {$ref: 3}}\n", "another file"),
    "references in a circle": (
        GET + "{'200': {$ref: '#/x'}}\nx: {$ref: '#/y'}\ny: {$ref: '#/x'}\n",
        "circle",
    ),
    "an anchor in itself": (GET + "{'200': &a {x: *a}}\n", "without end"),
    "an unknown type": (
        GET + "{'200': {content: {application/json: {schema: {type: nope}}}}}\n",
        "GET /a",
    ),
    "a pattern that is none": (
        GET + "{'200': {content: {application/json: {schema: {pattern: '['}}}}}\n",
        "GET /a",
    ),
    "rules as a list": (GET + "{'200': {description: d}}\nx-rules: [C-1]\n", "x-rules"),
    "a rule without its page": (
        GET + "{'200': {description: d}}\nx-rules: {C-1: {text: t}}\n",
        "x-rules",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_document_is_refused(tmp_path: Path, name: str) -> None:
    text, words = BROKEN[name]
    path = tmp_path / "openapi.yaml"
    path.write_text(text)
    with pytest.raises(DocumentError, match=words) as error:
        Document(path)
    assert str(path) in str(error.value)
    assert "\n" not in str(error.value)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_bytes(b"openapi: \xff\xfe")
    with pytest.raises(DocumentError, match="no YAML"):
        Document(path)


def test_statuses_that_are_numbers_are_read(tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_text(GET + "{200: {content: {application/json: {schema: {type: string}}}}}\n")
    operation = Document(path).operations["a"]
    assert operation.documented(200) == "200"
    assert set(operation.raw["responses"]) == {"200"}


def test_a_reference_within_an_example_is_data(tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    example = "{schema: {type: object}, example: {$ref: 'https://elsewhere'}}"
    path.write_text(GET + f"{{'200': {{content: {{application/json: {example}}}}}}}\n")
    assert Document(path).operations
