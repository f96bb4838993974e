"""Mutants of the error envelope."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from tests.checker.mutants.middleware import CallNext, Request, Response, add_middleware
from tests.checker.mutants.mutant import Mutant
from tests.checker.mutants.responses import (
    change_error,
)


def _flat(content: Any) -> Any:
    return content["error"]


def _text(content: Any) -> Any:
    return {"error": content["error"]["message"]}


def _wrap_in_list(content: Any) -> Any:
    return {"errors": [content["error"]]}


def _change_code_of_errors(change: Callable[[str], Any]) -> Any:
    def put(content: Any) -> None:
        content["error"]["code"] = change(content["error"]["code"])

    return partial(change_error, put)


def _change_message(change: Callable[[Any], Any], *operations: str) -> Any:
    def put(content: Any) -> None:
        content["error"]["message"] = change(content["error"]["message"])

    return partial(change_error, put, *operations)


async def _framework_404(request: Request, call_next: CallNext) -> Response:
    response = await call_next(request)
    if not request.operation and response.status == 404:
        response.set_json({"detail": "Not Found"})
    return response


async def _framework_405(request: Request, call_next: CallNext) -> Response:
    response = await call_next(request)
    if response.status == 405:
        response.headers["content-type"] = "text/html; charset=utf-8"
        response.body = b"<h1>Method Not Allowed</h1>"
    return response


MUTANTS = [
    Mutant("err-flat", "C-conv-3", "errors have no envelope", partial(change_error, _flat)),
    Mutant("err-text", "C-conv-3", "error is a string", partial(change_error, _text)),
    Mutant("err-list", "C-conv-3", "errors is a list", partial(change_error, _wrap_in_list)),
    Mutant("err-no-words", "C-conv-3", "the message is empty", _change_message(lambda _: "")),
    Mutant("err-words-null", "C-conv-3", "the message is null for orders", _change_message(lambda _: None, "getOrder")),
    Mutant("err-code-number", "C-conv-3", "the code is a number", _change_code_of_errors(lambda _: 4711)),
    Mutant("err-code-plain", "C-conv-3", "codes have no dot", _change_code_of_errors(lambda code: code.replace(".", "_"))),
    Mutant("err-404-framework", "C-conv-3", "an unknown path returns the framework's 404", partial(add_middleware, _framework_404)),
    Mutant("err-405-framework", "C-conv-3", "a wrong method returns the framework's page", partial(add_middleware, _framework_405)),
]  # fmt: skip
