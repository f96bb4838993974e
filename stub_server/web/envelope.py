"""Every no of the shop as HTTP: status, envelope, the rule that it comes from (C-conv-3)."""

from __future__ import annotations

from typing import Any

import orjson
from starlette.responses import Response

from stub_server.shop.domain.refusal import Refusal

STATUS: dict[str, int] = {
    "address.notFound": 404,
    "auth.emailTaken": 409,
    "auth.invalidCredentials": 401,
    "auth.passwordWeak": 400,
    "auth.rateLimited": 429,
    "auth.required": 401,
    "auth.tokenInvalid": 400,
    "cart.itemLimit": 409,
    "cart.quantityInvalid": 400,
    "checkout.addressInvalid": 400,
    "checkout.cartEmpty": 400,
    "checkout.priceChanged": 409,
    "checkout.stockChanged": 409,
    "order.notFound": 404,
    "payment.authRequired": 402,
    "payment.declined": 402,
    "product.notFound": 404,
    "request.idempotencyConflict": 409,
    "request.invalid": 400,
    "request.methodNotAllowed": 405,
    "request.notFound": 404,
    "request.tooLarge": 413,
    "request.unsupportedMediaType": 415,
    "server.error": 500,
    "webhook.signatureInvalid": 400,
}
"""The status of each code: the pages' error tables, held together with them by a test."""

MEDIA_TYPE = "application/json; charset=utf-8"


def content_of(refusal: Refusal, docs: str | None) -> dict[str, Any]:
    """The error envelope: code, message, what the rule adds, the rule, and a link to it."""
    error: dict[str, Any] = {"code": refusal.code, "message": refusal.message, **refusal.members}
    error["rule"] = refusal.rule
    if docs:
        error["docs"] = docs
    return {"error": error}


def of(refusal: Refusal, docs: str | None = None) -> Response:
    """The refusal as a response; `docs` is the address of its rule."""
    headers = {"cache-control": "no-store"}
    if refusal.retry_after is not None:
        headers["retry-after"] = str(refusal.retry_after)
    return Response(
        orjson.dumps(content_of(refusal, docs)),
        status_code=STATUS[refusal.code],
        headers=headers,
        media_type=MEDIA_TYPE,
    )


def not_found(path: str) -> Refusal:
    """No page of the contract has this path (C-conv-7)."""
    return Refusal("request.notFound", f"There is nothing at {path}.", rule="C-conv-7")


def method_not_allowed(method: str, path: str) -> Refusal:
    """The path is known, the method is not (C-conv-7)."""
    return Refusal(
        "request.methodNotAllowed", f"{path} does not answer to {method}.", rule="C-conv-7"
    )


def server_error(message: str) -> Refusal:
    """A fault of our own (C-conv-7)."""
    return Refusal("server.error", message, rule="C-conv-7")
