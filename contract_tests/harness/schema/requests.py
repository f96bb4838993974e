"""schemathesis's requests of an operation: sent in a session, their responses judged."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import schemathesis

from contract_tests.harness.client import JSON, Client
from contract_tests.harness.document import Document, Operation
from contract_tests.harness.exchange import Exchange
from contract_tests.harness.expect import outcome
from contract_tests.harness.failures import STATUS, CheckFailed, Evidence
from contract_tests.harness.packs import SchemaChecks
from contract_tests.harness.schemas import Validator

ODD_SPACE = frozenset(chr(code) for code in range(0x7F, 0x3001) if chr(code).isspace())
LOGIN_STATUSES = frozenset({401, 403})


def strategies_by_id(document: Document) -> dict[str, Any]:
    """Return schemathesis's operations by their ids."""
    schema = schemathesis.openapi.from_dict(document.raw)
    results: list[Any] = list(schema.get_all_operations())
    found = [result.ok() for result in results if type(result).__name__ == "Ok"]
    ids = {(each.method, each.path): each.id for each in document.operations.values()}
    return {ids[each.method.upper(), each.path]: each for each in found if _key(each) in ids}


def _key(operation: Any) -> tuple[str, str]:
    return operation.method.upper(), operation.path


def requests_of(operation: Any, *, fits: bool) -> Any:
    """Return a strategy for requests of an operation that fit its schema, or do not."""
    modes = schemathesis.GenerationMode
    return operation.as_strategy(generation_mode=modes.POSITIVE if fits else modes.NEGATIVE)


def body_of(case: Any) -> Any:
    """Return the request's body; None if it has none."""
    return None if type(case.body).__name__ == "NotSet" else case.body


def send_case(
    client: Client, case: Any, operation: Operation, names: Mapping[str, str], body: Any
) -> Exchange:
    """Send a generated request with that body; `names` replace parameters of its path."""
    path = case.formatted_path
    if names:
        generated = {name: str(value) for name, value in (case.path_parameters or {}).items()}
        path = operation.path
        for name, value in {**generated, **names}.items():
            path = path.replace("{" + name + "}", quote(value, safe=""))
    headers = {
        str(name): str(value)
        for name, value in (case.headers or {}).items()
        if str(value).isascii() and str(value).isprintable()
    }
    content = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
    if content is not None:
        headers = {"content-type": JSON, **headers}
    query = _query(case.query or {})
    return client.send(case.method, path + query, content, headers=headers, operation=operation.id)


def judge(
    checks: SchemaChecks, operation: Operation, exchange: Exchange, case: Any, *, fits: bool
) -> None:
    """CheckFailed: the document does not name the status, or an unfitting request was accepted."""
    rule = "" if checks.rules else operation.id
    if fits:
        allowed = checks.undocumented
        if operation.raw.get("security"):
            allowed |= LOGIN_STATUSES
        named = operation.documented(exchange.status) or exchange.status in allowed
        if not named:
            words = f"{operation.id} answers {exchange.status}, which its page does not name"
            named_ones = " or ".join(operation.raw.get("responses", {}))
            evidence = Evidence(named_ones, outcome(exchange), STATUS, exchange)
            raise CheckFailed(words, rule, evidence=evidence)
        return
    if operation.is_signed:
        return  # its body is bytes that only Stripe can sign
    validator = operation.request_validator
    if exchange.status < 300 and validator is not None and _must_be_seen(case, validator):
        words = f"{operation.id} answers {exchange.status} to a body that does not fit its schema"
        evidence = Evidence("a 4xx status", str(exchange.status), STATUS, exchange)
        raise CheckFailed(words, rule, evidence=evidence)


def _must_be_seen(case: Any, validator: Validator) -> bool:
    """Whether a backend must notice that the body does not fit."""
    body = body_of(case)
    if isinstance(body, bytes):
        return True
    if body is None or validator.is_valid(body):
        return False  # something else of the request does not fit
    return not any(_is_odd(value) for value in _leaves(body))


def _is_odd(value: Any) -> bool:
    """Whether a text is blank by Unicode alone: backends may differ."""
    return isinstance(value, str) and bool(ODD_SPACE & set(value)) and not value.strip()


def _leaves(node: Any) -> list[Any]:
    if isinstance(node, dict):
        return [leaf for value in node.values() for leaf in _leaves(value)]
    if isinstance(node, list):
        return [leaf for value in node for leaf in _leaves(value)]
    return [node]


def _query(parameters: Mapping[str, Any]) -> str:
    pairs = [
        f"{quote(str(name), safe='')}={quote(_text(value), safe='')}"
        for name, each in parameters.items()
        for value in (each if isinstance(each, list) else [each])
    ]
    return "?" + "&".join(pairs) if pairs else ""


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
