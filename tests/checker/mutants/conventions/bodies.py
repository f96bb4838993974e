"""Mutants of content types, bodies and methods."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from typing import Any

from stub_server.server import request_body
from tests.checker.mutants.middleware import CallNext, Request, Response, add_middleware
from tests.checker.mutants.mutant import Mutant
from tests.checker.mutants.patches import replace_everywhere, set_constant, wrap
from tests.checker.mutants.responses import (
    change_response,
)


def _set_header(name: str, value: str | None, *operations: str) -> Any:
    def put(_: Request, response: Response) -> None:
        response.headers.pop(name, None)
        if value is not None:
            response.headers[name] = value

    return partial(change_response, put, *operations)


def _mojibake(request: Request, response: Response) -> None:
    response.body = response.body.decode("utf-8").encode("latin-1", "replace")


def _serve_outside(request: Request, call_next: CallNext) -> Any:
    path = request.path if request.path.startswith(("/api", "/__", "/_")) else "/api" + request.path
    return call_next(replace(request, path=path))


def _any_type(original: Any, kind: str) -> bool:
    return True


def _form_too(original: Any, kind: str) -> bool:
    return bool(original(kind)) or "form" in kind


def _exact_type(original: Any, kind: str) -> bool:
    return kind == "application/json; charset=utf-8"


def _no_allow(_: Request, response: Response) -> None:
    response.headers.pop("allow", None)


def _half_allow(_: Request, response: Response) -> None:
    if "allow" in response.headers:
        response.headers["allow"] = response.headers["allow"].split(",")[0]


def _default_to_empty(original: Any, raw: bytes) -> Any:
    try:
        return original(raw)
    except Exception:
        return {}


def _list_is_empty(original: Any, raw: bytes) -> Any:
    found = original(raw)
    return {} if found == [] or found is None else found


MUTANTS = [
    Mutant("conv-html-type", "C-conv-1", "the content type of responses is text/html", _set_header("content-type", "text/html; charset=utf-8")),
    Mutant("conv-no-type", "C-conv-1", "carts have no content type", _set_header("content-type", None, "getCart")),
    Mutant("conv-latin-header", "C-conv-1", "the content type names the charset iso-8859-1", _set_header("content-type", "application/json; charset=iso-8859-1")),
    Mutant("conv-latin-bytes", "C-conv-1", "responses are encoded in latin-1", partial(change_response, _mojibake)),
    Mutant("conv-outside", "C-conv-1", "every path is served outside of /api too", partial(add_middleware, _serve_outside)),
    Mutant("conv-strict-type", "C-conv-1", "application/json without a charset is rejected", partial(wrap, request_body.is_json, _exact_type)),
    Mutant("conv-any-type", "C-conv-7", "a body of type text/plain is accepted", partial(wrap, request_body.is_json, _any_type)),
    Mutant("conv-form-type", "C-conv-7", "a body with the content type of a form is accepted", partial(wrap, request_body.is_json, _form_too)),
    Mutant("conv-bad-json-crash", "C-conv-7", "a body that is not JSON is 500", partial(replace_everywhere, request_body.parse, json.loads)),
    Mutant("conv-bad-json-empty", "C-conv-7", "a body that is not JSON counts as {}", partial(wrap, request_body.parse, _default_to_empty)),
    Mutant("conv-list-is-empty", "C-conv-7", "[] counts as {}", partial(wrap, request_body.parse, _list_is_empty)),
    Mutant("conv-no-allow", "C-conv-7", "405 without Allow", partial(change_response, _no_allow)),
    Mutant("conv-half-allow", "C-conv-7", "Allow names only one method", partial(change_response, _half_allow)),
    Mutant("conv-endless", "C-conv-7", "a body may have any size", partial(set_constant, request_body, "BODY_BYTES", 64 * 1024 * 1024)),
    Mutant("conv-narrow", "C-conv-7", "a body may have at most 64 KiB", partial(set_constant, request_body, "BODY_BYTES", 64 * 1024)),
]  # fmt: skip
