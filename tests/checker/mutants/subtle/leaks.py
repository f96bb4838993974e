"""Subtle mutants: responses that show more than they should."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from stub_server.shop.operations import (
    customers,
)
from tests.checker.mutants.middleware import CallNext, Request, Response, add_middleware
from tests.checker.mutants.mutant import Mutant
from tests.checker.mutants.patches import wrapper
from tests.checker.mutants.responses import change_body, change_error


def _add_stack_trace(content: Any) -> None:
    if content["error"]["code"] == "request.invalid":
        content["error"]["message"] += (
            " in /srv/shop/src/Http/Kernel.php:114\nStack trace:\n#0 /srv/shop/index.php(7)"
        )


def _sql(content: Any) -> None:
    if content["error"]["code"] == "order.notFound":
        content["error"]["message"] = "SQLSTATE[42S02]: Base table or view not found: 1146"


def _secret_beside(content: Any) -> Any:
    return {**content, "debug": {"stripeKey": "sk_test_shopstub1234567890abcdef"}}


def _hook_secret(content: Any) -> Any:
    return {**content, "webhook": "whsec_shopstub1234567890abcdef"}


async def _echo_request(request: Request, call_next: CallNext) -> Response:
    """Return the request in the response to a registration."""
    response = await call_next(request)
    if request.operation == "registerCustomer" and response.status == 200:
        response.set_json({**response.json, "request": request.json})
    return response


async def _echo_rejected_request(request: Request, call_next: CallNext) -> Response:
    response = await call_next(request)
    if request.operation == "loginCustomer" and response.status == 401:
        content = response.json
        content["error"]["sent"] = request.body.decode()
        response.set_json(content)
    return response


async def _old_email_too(original: Any, request: Any, shop: Any) -> Any:
    """Keep an account with the old email when it changes."""
    before = customers.require_customer(request, shop)
    answer = await original(request, shop)
    if answer.value.email != before.email:
        shop.customers.save(replace(before, id=before.id + "-"))
    return answer


MUTANTS = [
    Mutant("sub-trace", "C-conv-3", "a message contains a stack trace", partial(change_error, _add_stack_trace)),
    Mutant("sub-sql", "C-conv-3", "a message contains an error of the database", partial(change_error, _sql)),
    Mutant("sub-secret-key", "C-str-2", "the cart contains the secret key", partial(change_body, _secret_beside, "getCart")),
    Mutant("sub-hook-secret", "C-str-2", "the response with the intent contains the webhook secret", partial(change_body, _hook_secret, "createCheckoutIntent")),
    Mutant("sub-echo", "C-cus-11", "the response to a registration contains the request", partial(add_middleware, _echo_request)),
    Mutant("sub-echo-refused", "C-cus-11", "the response to a rejected login contains the request", partial(add_middleware, _echo_rejected_request)),
    Mutant("sub-old-email", "C-cus-9", "the old email still works for a login after a change", wrapper(customers.update_me, _old_email_too)),
]  # fmt: skip
