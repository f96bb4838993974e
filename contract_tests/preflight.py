"""Before anything is examined: does the backend answer, and like one of the contract's?"""

from __future__ import annotations

import contextlib

from contract_tests.client import Desk
from contract_tests.exchange import Exchange
from contract_tests.ledger import Broken

CART = frozenset({"items", "count", "subtotal", "updatedAt"})


class Unfit(Exception):
    """There is nothing to examine; the message says what was found instead, and what to do."""


def look(desk: Desk) -> None:
    """Ask for a cart. Unfit: nobody answers, or something that is no backend of this contract."""
    visitor = desk.visitor()
    url = desk.target.base_url
    with contextlib.suppress(Broken):
        visitor.call("getCart")
    exchange = desk.ledger.recent[-1]
    desk.ledger.findings.clear()
    reason = _unfit(exchange)
    if reason:
        raise Unfit(f"{url} {reason}")


def _unfit(exchange: Exchange) -> str:
    if not exchange.status:
        if "Timeout" in exchange.failure:
            return "took the request and never answered; --timeout gives it more seconds."
        return f"can't be reached ({exchange.failure}). Is the backend running?"
    kind = exchange.headers.get("content-type", "").partition(";")[0]
    if 300 <= exchange.status < 400:
        where = exchange.headers.get("location", "nowhere")
        return f"redirects GET /api/cart to {where}: name the address that answers itself."
    if exchange.status >= 500:
        return f"answers GET /api/cart with {exchange.status}: it does not run properly."
    if "html" in kind:
        return (
            f"answers GET /api/cart with a page ({kind}, {exchange.status}): "
            "is it the frontend's address?"
        )
    if exchange.status in (401, 403):
        return (
            f"answers GET /api/cart with {exchange.status}: if a gate stands before the backend, "
            "--header or --cookie opens it."
        )
    if exchange.status == 404 and exchange.code is None:
        return "answers GET /api/cart with 404 and no error envelope: is it the right address?"
    if exchange.status == 200 and not _like_a_cart(exchange):
        return "answers GET /api/cart with 200 and no cart: is it the right address?"
    return ""


def _like_a_cart(exchange: Exchange) -> bool:
    """Whether the answer has anything of a cart's: what is wrong with it, the rules say."""
    body = exchange.json
    if isinstance(body, dict):
        return bool(CART & body.keys())
    return body is not None or exchange.body.strip() == b"null"
