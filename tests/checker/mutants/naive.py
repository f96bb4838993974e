"""Mutants with mistakes that a reimplementation in another language makes."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from typing import Any

from stub_server.server.rejection import Rejection
from stub_server.shop.domain import countries, payment
from stub_server.shop.operations import idempotency
from stub_server.shop.operations import orders as seen
from tests.checker.mutants.middleware import CallNext, Request, Response, add_middleware
from tests.checker.mutants.mutant import Mutant
from tests.checker.mutants.patches import replace_everywhere, wrap, wrapper
from tests.checker.mutants.responses import change_body, change_response


def _allow_all_methods(_: Request, response: Response) -> None:
    if response.status == 405:
        response.headers["allow"] = "GET, POST, PUT, PATCH, DELETE"


async def _options_fail(request: Request, call_next: CallNext) -> Response:
    response = await call_next(request)
    if request.method == "OPTIONS":
        response.status = 500
    return response


async def _changes_of_any_kind(request: Request, call_next: CallNext) -> Response:
    if request.method == "PATCH":
        request = replace(request, headers={**request.headers, "content-type": "application/json"})
    return await call_next(request)


def _return_text(_: Request, response: Response) -> None:
    if response.status == 200:
        response.body, response.headers["content-type"] = b"ok", "text/plain"


def _countries_without(*codes: str) -> None:
    replace_everywhere(countries.COUNTRIES, countries.COUNTRIES - set(codes))


def _key_without_case(original: Any, request: Any) -> str:
    return str(original(request)).lower()


def _accept_charges() -> None:
    def payment_event(original: Any, event_type: str, subject: Any) -> Any:
        if event_type == "charge.succeeded":
            return payment.PaymentEvent(str(subject.get("payment_intent")), "succeeded")
        return original(event_type, subject)

    wrap(payment.parse_event, payment_event)


def _set_consent(content: Any) -> None:
    content["acceptsMarketing"] = True


async def _trim_id(original: Any, request: Any, shop: Any) -> Any:
    return await original(replace(request, path={"id": request.path["id"].strip()}), shop)


def _omit_failed(content: Any) -> None:
    content["items"] = [
        order for order in content["items"] if order["status"] in ("pending", "paid")
    ]
    content["count"] = len(content["items"])


async def _name_owner(original: Any, request: Any, shop: Any) -> Any:
    found = shop.orders.get(request.path["id"])
    if found is not None and not found.visible_to(request.session):
        words = f"This order was made by {found.purchase.email}."
        raise Rejection("order.notFound", words, rule="C-ord-2")
    return await original(request, shop)


async def _ascii_passwords(request: Request, call_next: CallNext) -> Response:
    body = request.json
    if isinstance(body, dict) and isinstance(body.get("password"), str):
        plain = body["password"].encode("ascii", "replace").decode()
        request = replace(request, body=json.dumps({**body, "password": plain}).encode())
    return await call_next(request)


async def _expire_cookie(request: Request, call_next: CallNext) -> Response:
    response = await call_next(request)
    response.cookies = [f"{cookie}; Max-Age=20" for cookie in response.cookies]
    return response


def _add_hash(content: Any) -> None:
    content["hash"] = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


MUTANTS = [
    Mutant("naive-allows-all", "C-conv-7", "Allow of a 405 names methods that are rejected", partial(change_response, _allow_all_methods)),
    Mutant("naive-options", "C-conv-7", "OPTIONS is 500", partial(add_middleware, _options_fail)),
    Mutant("naive-changes-of-any-kind", "C-conv-7", "PATCH accepts text/plain", partial(add_middleware, _changes_of_any_kind)),
    Mutant("naive-ok", "C-conv-1", "a webhook is answered with the text ok instead of JSON", partial(change_response, _return_text, "receiveStripeEvent")),
    Mutant("naive-no-norway", "C-chk-3", "Norway is missing: YAML reads NO as false", partial(_countries_without, "NO")),
    Mutant("naive-key-case", "C-chk-14", "idempotency keys are compared case-insensitively", wrapper(idempotency._name, _key_without_case)),
    Mutant("naive-charge-pays", "C-chk-12", "charge.succeeded marks the order as paid too", _accept_charges),
    Mutant("naive-consents", "C-cus-2", "every registration sets acceptsMarketing", partial(change_body, _set_consent, "registerCustomer")),
    Mutant("naive-id-trimmed", "C-ord-2", "whitespace around an order's id is ignored", wrapper(seen.get_order, _trim_id)),
    Mutant("naive-current-only", "C-ord-1", "failed orders are not listed", partial(change_body, _omit_failed, "listOrders")),
    Mutant("naive-tells-whose", "C-ord-1", "the message of a 404 names the order's owner", wrapper(seen.get_order, _name_owner)),
    Mutant("naive-ascii-passwords", "C-cus-4", "all umlauts in a password are equal", partial(add_middleware, _ascii_passwords)),
    Mutant("naive-short-sessions", "C-conv-2", "a session ends after 20 seconds", partial(add_middleware, _expire_cookie)),
    Mutant("naive-hash-beside", "C-cus-11", "the response to PATCH of an account contains the hash", partial(change_body, _add_hash, "updateMe")),
]  # fmt: skip
