"""Faults of a backend that somebody wrote from the contract alone, in another language."""

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


def _allows_all(_: Request, response: Response) -> None:
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


def _ok(_: Request, response: Response) -> None:
    if response.status == 200:
        response.body, response.headers["content-type"] = b"ok", "text/plain"


def _countries_without(*codes: str) -> None:
    replace_everywhere(countries.COUNTRIES, countries.COUNTRIES - set(codes))


def _key_without_case(original: Any, request: Any) -> str:
    return str(original(request)).lower()


def _charges_pay() -> None:
    def news(original: Any, event_type: str, subject: Any) -> Any:
        if event_type == "charge.succeeded":
            return payment.PaymentEvent(str(subject.get("payment_intent")), "succeeded")
        return original(event_type, subject)

    wrap(payment.parse_event, news)


def _consents(content: Any) -> None:
    content["acceptsMarketing"] = True


async def _id_cut(original: Any, request: Any, shop: Any) -> Any:
    return await original(replace(request, path={"id": request.path["id"].strip()}), shop)


def _current_only(content: Any) -> None:
    content["items"] = [
        order for order in content["items"] if order["status"] in ("pending", "paid")
    ]
    content["count"] = len(content["items"])


async def _tells_whose(original: Any, request: Any, shop: Any) -> Any:
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


async def _short_sessions(request: Request, call_next: CallNext) -> Response:
    response = await call_next(request)
    response.cookies = [f"{cookie}; Max-Age=20" for cookie in response.cookies]
    return response


def _hash_beside(content: Any) -> None:
    content["hash"] = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


MUTANTS = [
    Mutant("naive-allows-all", "C-conv-7", "a 405 allows what it refuses", partial(change_response, _allows_all)),
    Mutant("naive-options", "C-conv-7", "OPTIONS is 500", partial(add_middleware, _options_fail)),
    Mutant("naive-changes-of-any-kind", "C-conv-7", "PATCH takes text/plain", partial(add_middleware, _changes_of_any_kind)),
    Mutant("naive-ok", "C-conv-1", "Stripe is answered ok, which is no JSON", partial(change_response, _ok, "receiveStripeEvent")),
    Mutant("naive-no-norway", "C-chk-3", "Norway is missing: YAML has made a false of NO", partial(_countries_without, "NO")),
    Mutant("naive-key-case", "C-chk-14", "idempotency keys are compared without case", wrapper(idempotency._name, _key_without_case)),
    Mutant("naive-charge-pays", "C-chk-12", "charge.succeeded pays, too", _charges_pay),
    Mutant("naive-consents", "C-cus-2", "whoever registers accepts marketing", partial(change_body, _consents, "registerCustomer")),
    Mutant("naive-id-trimmed", "C-ord-2", "spaces around an order's id do not count", wrapper(seen.get_order, _id_cut)),
    Mutant("naive-current-only", "C-ord-1", "failed orders are not listed", partial(change_body, _current_only, "listOrders")),
    Mutant("naive-tells-whose", "C-ord-1", "a 404 tells whose order it is", wrapper(seen.get_order, _tells_whose)),
    Mutant("naive-ascii-passwords", "C-cus-4", "umlauts in passwords are all alike", partial(add_middleware, _ascii_passwords)),
    Mutant("naive-short-sessions", "C-conv-2", "a session ends after twenty seconds", partial(add_middleware, _short_sessions)),
    Mutant("naive-hash-beside", "C-cus-11", "a changed account shows its hash", partial(change_body, _hash_beside, "updateMe")),
]  # fmt: skip
