"""Mutants of stock and price checks at the checkout."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from stub_server.server.rejection import Rejection
from stub_server.shop.domain import purchase
from stub_server.shop.operations import checkout
from tests.checker.mutants.checkout.common import INTENT
from tests.checker.mutants.middleware import Request, Response
from tests.checker.mutants.mutant import Mutant
from tests.checker.mutants.patches import wrapper
from tests.checker.mutants.responses import (
    change_error,
    change_response,
    change_status,
)


async def _create_and_reject(original: Any, request: Any, shop: Any) -> Any:
    """Create an order although stock or prices have changed."""
    try:
        return await original(request, shop)
    except Rejection as rejection:
        if rejection.code in ("checkout.stockChanged", "checkout.priceChanged"):
            found = purchase._check_against
            purchase._check_against = lambda *_: None
            try:
                await original(request, shop)
            finally:
                purchase._check_against = found
        raise


def _stock(seen: Any) -> Any:
    """Check the stock that `seen` returns for each product."""

    def check(original: Any, cart: Any, products: Any) -> None:
        shown = [
            replace(product, stock=seen(product.stock, line.quantity))
            for line, product in zip(cart.lines, products, strict=True)
        ]
        original(cart, shown)

    return wrapper(purchase._check_against, check)


def _price(keeps: Any) -> Any:
    def check(original: Any, cart: Any, products: Any) -> None:
        shown = [
            replace(product, price=line.unit_price) if keeps(line, product) else product
            for line, product in zip(cart.lines, products, strict=True)
        ]
        original(cart, shown)

    return wrapper(purchase._check_against, check)


def _first_only(original: Any, cart: Any, products: Any) -> None:
    original(replace(cart, lines=cart.lines[:1]), products[:1])


def _all_lines(content: Any) -> None:
    if "lines" in content["error"]:
        content["error"]["lines"] = ["kaiser-natron-bad-500-g"]


def _swapped_codes(_: Request, response: Response) -> None:
    if response.status == 409:
        one, other = b"checkout.stockChanged", b"checkout.priceChanged"
        new, old = (other, one) if one in response.body else (one, other)
        response.body = response.body.replace(old, new)


MUTANTS = [
    Mutant("chk-stock-ignored", "C-chk-5", "stock is not checked", _stock(lambda *_: 10_000)),
    Mutant("chk-stock-plus-one", "C-chk-5", "one piece more than the stock can be ordered", _stock(lambda stock, _: stock + 1)),
    Mutant("chk-last-piece-kept", "C-chk-5", "the last piece can't be ordered", _stock(lambda stock, _: stock - 1)),
    Mutant("chk-stock-any", "C-chk-5", "one piece in stock is enough for any quantity", _stock(lambda stock, wanted: wanted if stock else 0)),
    Mutant("chk-price-ignored", "C-chk-5", "a changed price is not detected", _price(lambda *_: True)),
    Mutant("chk-price-lower", "C-chk-5", "a lower price is not detected", _price(lambda line, product: product.price < line.unit_price)),
    Mutant("chk-price-little", "C-chk-5", "a price change of less than ten cents is not detected", _price(lambda line, product: abs(product.price - line.unit_price) < 10)),
    Mutant("chk-first-line", "C-chk-5", "only the first line's stock and price are checked", wrapper(purchase._check_against, _first_only)),
    Mutant("chk-swapped-codes", "C-chk-5", "the codes stockChanged and priceChanged are swapped", partial(change_response, _swapped_codes, INTENT)),
    Mutant("chk-wrong-lines", "C-chk-5", "error.lines names another product", partial(change_error, _all_lines, INTENT)),
    Mutant("chk-refused-made", "C-chk-5", "a rejected checkout leaves an order behind", wrapper(checkout.create_checkout_intent, _create_and_reject)),
    Mutant("chk-stock-400", "C-chk-5", "insufficient stock is 400", partial(change_status, "checkout.stockChanged", 400)),
]  # fmt: skip
