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
from tests.examiner.fault import (
    Answered,
    Asked,
    Fault,
    Go,
    around,
    between,
    changing,
    instead,
    showing,
    wrapping,
)


def _allows_all(_: Asked, answered: Answered) -> None:
    if answered.status == 405:
        answered.headers["allow"] = "GET, POST, PUT, PATCH, DELETE"


async def _options_fail(asked: Asked, go: Go) -> Answered:
    answered = await go(asked)
    if asked.method == "OPTIONS":
        answered.status = 500
    return answered


async def _changes_of_any_kind(asked: Asked, go: Go) -> Answered:
    if asked.method == "PATCH":
        asked = replace(asked, headers={**asked.headers, "content-type": "application/json"})
    return await go(asked)


def _ok(_: Asked, answered: Answered) -> None:
    if answered.status == 200:
        answered.body, answered.headers["content-type"] = b"ok", "text/plain"


def _countries_without(*codes: str) -> None:
    instead(countries.COUNTRIES, countries.COUNTRIES - set(codes))


def _key_without_case(original: Any, request: Any) -> str:
    return str(original(request)).lower()


def _charges_pay() -> None:
    def news(original: Any, event_type: str, subject: Any) -> Any:
        if event_type == "charge.succeeded":
            return payment.PaymentEvent(str(subject.get("payment_intent")), "succeeded")
        return original(event_type, subject)

    around(payment.parse_event, news)


def _consents(content: Any) -> None:
    content["acceptsMarketing"] = True


async def _id_cut(original: Any, request: Any, shop: Any) -> Any:
    return await original(replace(request, path={"id": request.path["id"].strip()}), shop)


def _current_only(content: Any) -> None:
    content["items"] = [it for it in content["items"] if it["status"] in ("pending", "paid")]
    content["count"] = len(content["items"])


async def _tells_whose(original: Any, request: Any, shop: Any) -> Any:
    found = shop.orders.get(request.path["id"])
    if found is not None and not found.visible_to(request.session):
        words = f"This order was made by {found.purchase.email}."
        raise Rejection("order.notFound", words, rule="C-ord-2")
    return await original(request, shop)


async def _ascii_passwords(asked: Asked, go: Go) -> Answered:
    body = asked.json
    if isinstance(body, dict) and isinstance(body.get("password"), str):
        plain = body["password"].encode("ascii", "replace").decode()
        asked = replace(asked, body=json.dumps({**body, "password": plain}).encode())
    return await go(asked)


async def _short_sessions(asked: Asked, go: Go) -> Answered:
    answered = await go(asked)
    answered.cookies = [f"{it}; Max-Age=20" for it in answered.cookies]
    return answered


def _hash_beside(content: Any) -> None:
    content["hash"] = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


FAULTS = [
    Fault("str-allows-all", "C-conv-7", "a 405 allows what it refuses", partial(changing, _allows_all)),
    Fault("str-options", "C-conv-7", "OPTIONS is 500", partial(between, _options_fail)),
    Fault("str-changes-of-any-kind", "C-conv-7", "PATCH takes text/plain", partial(between, _changes_of_any_kind)),
    Fault("str-ok", "C-conv-1", "Stripe is answered ok, which is no JSON", partial(changing, _ok, "receiveStripeEvent")),
    Fault("str-no-norway", "C-chk-3", "Norway is missing: YAML has made a false of NO", partial(_countries_without, "NO")),
    Fault("str-key-case", "C-chk-14", "idempotency keys are compared without case", wrapping(idempotency._name, _key_without_case)),
    Fault("str-charge-pays", "C-chk-12", "charge.succeeded pays, too", _charges_pay),
    Fault("str-consents", "C-cus-2", "whoever registers accepts marketing", partial(showing, _consents, "registerCustomer")),
    Fault("str-id-trimmed", "C-ord-2", "spaces around an order's id do not count", wrapping(seen.get_order, _id_cut)),
    Fault("str-current-only", "C-ord-1", "failed orders are not listed", partial(showing, _current_only, "listOrders")),
    Fault("str-tells-whose", "C-ord-1", "a 404 tells whose order it is", wrapping(seen.get_order, _tells_whose)),
    Fault("str-ascii-passwords", "C-cus-4", "umlauts in passwords are all alike", partial(between, _ascii_passwords)),
    Fault("str-short-sessions", "C-conv-2", "a session ends after twenty seconds", partial(between, _short_sessions)),
    Fault("str-hash-beside", "C-cus-11", "a changed account shows its hash", partial(showing, _hash_beside, "updateMe")),
]  # fmt: skip
