"""Mutants of what a cart change_order: amounts, prices, times, products."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from stub_server.server.plugin import Result
from stub_server.shop.domain import cart as rules
from stub_server.shop.domain.cart import Cart, PricedCart
from stub_server.shop.domain.money import Cents
from stub_server.shop.operations import cart as operations
from stub_server.shop.operations import inventory
from tests.checker.mutants.middleware import Request, Response
from tests.checker.mutants.mutant import Mutant
from tests.checker.mutants.patches import wrap_method, wrapper
from tests.checker.mutants.responses import (
    CARTS,
    change_body,
    change_response,
)


async def _use_requested_price(original: Any, request: Any, shop: Any) -> Any:
    answer = await original(request, shop)
    price = request.body.get("unitPrice") or request.body.get("price")
    if isinstance(price, float):
        cart = shop.carts.get(request.session)
        lines = (*cart.lines[:-1], replace(cart.lines[-1], unit_price=Cents(round(price * 100))))
        shop.carts.save(request.session.key, replace(cart, lines=lines))
        return replace(answer, value=replace(answer.value, cart=replace(cart, lines=lines)))
    return answer


def _stale_subtotal() -> None:
    last: dict[str, Any] = {}

    def shown(request: Request, response: Response) -> None:
        cart, who = response.json, request.headers.get("cookie", "")
        if response.status == 200:
            now = cart["subtotal"]
            if request.operation == "setCartItemQuantity":
                response.set_json({**cart, "subtotal": last.get(who, now)})
            last[who] = now

    change_response(shown, *CARTS)


def _lines(change: Any) -> Any:
    def each(cart: Any) -> None:
        for line in cart["items"]:
            change(line)

    return partial(change_body, each, *CARTS)


def _skip_rounding(line: Any) -> None:
    line["lineTotal"] = line["unitPrice"] * line["quantity"]


def _truncate_total(line: Any) -> None:
    line["lineTotal"] = int(line["unitPrice"] * line["quantity"] * 100) / 100


def _single_precision(line: Any) -> None:
    """Compute the line total in single precision, as a database's `real` columns do."""
    import struct

    exact = line["unitPrice"] * line["quantity"]
    line["lineTotal"] = struct.unpack("f", struct.pack("f", exact))[0]


def _keep_updated_at(original: Any, self: Any, lines: Any, now: Any) -> Any:
    return replace(self, lines=lines)


def _keep_updated_at_on_delete(original: Any, cart: Any, product: str, now: Any) -> Any:
    return replace(original(cart, product, now), updated_at=cart.updated_at)


def _reset_updated_at(original: Any, cart: Any, now: Any) -> Any:
    return Cart((), datetime.fromisoformat("2020-01-01T00:00:00.000+00:00"))


async def _old_prices(original: Any, request: Any, shop: Any) -> Any:
    cart = shop.carts.get(request.session)
    return Result(PricedCart(cart, inventory.products_of(shop, cart)))


async def _discard_new_prices(original: Any, request: Any, shop: Any) -> Any:
    key = request.session.key
    before = shop.carts.get(request.session)
    answer = await original(request, shop)
    if before.lines:
        shop.carts.save(key, before)
    return answer


def _take_over_rises(original: Any, cart: Any, products: Any, now: Any) -> Any:
    kept = [
        replace(product, price=max(product.price, line.unit_price))
        for line, product in zip(cart.lines, products, strict=True)
    ]
    return original(cart, kept, now)


def _first_line_only(original: Any, cart: Any, products: Any, now: Any) -> Any:
    kept = [
        product if at == 0 else replace(product, price=line.unit_price)
        for at, (line, product) in enumerate(zip(cart.lines, products, strict=True))
    ]
    return original(cart, kept, now)


def _first_product(cart: Any) -> None:
    for line in cart["items"]:
        line["product"] = {**cart["items"][0]["product"]}


def _without(*names: str) -> Any:
    def lacking(line: Any) -> None:
        for name in names:
            del line["product"][name]

    return _lines(lacking)


def _cut_to_seconds(cart: Any) -> str:
    return f"{cart['updatedAt'][:19]}Z"


def _set(member: str, change: Any) -> Any:
    def put(thing: Any) -> None:
        thing[member] = change(thing)

    return put


MUTANTS = [
    Mutant("cart-cut-off", "C-cart-7", "a line's total is a truncated float product", _lines(_truncate_total)),
    Mutant("cart-count-lines", "C-cart-7", "count is the number of lines", partial(change_body, _set("count", lambda cart: len(cart["items"])), *CARTS)),
    Mutant("cart-stale-subtotal", "C-cart-7", "PATCH returns the subtotal from before the change", _stale_subtotal),
    Mutant("cart-subtotal-of-units", "C-cart-7", "the subtotal adds unit prices without quantities", partial(change_body, _set("subtotal", lambda cart: round(sum(line["unitPrice"] for line in cart["items"]), 2)), *CARTS)),
    Mutant("cart-subtotal-taxed", "C-cart-7", "a large cart's subtotal has a discount", partial(change_body, _set("subtotal", lambda cart: round(cart["subtotal"] * 0.95, 2) if cart["subtotal"] > 500 else cart["subtotal"]), *CARTS)),
    Mutant("cart-singles", "C-conv-4", "line totals are single-precision floats", _lines(_single_precision)),
    Mutant("cart-unrounded", "C-conv-4", "line totals are float products", _lines(_skip_rounding)),
    Mutant("cart-price-believed", "C-cart-8", "the unit price in the request is used", wrapper(operations.add_cart_item, _use_requested_price)),
    Mutant("cart-updated-never", "C-cart-11", "updatedAt never changes", partial(wrap_method, Cart, "with_lines", _keep_updated_at)),
    Mutant("cart-updated-not-on-delete", "C-cart-11", "updatedAt does not change when a line is removed", wrapper(rules.remove, _keep_updated_at_on_delete)),
    Mutant("cart-updated-back", "C-cart-11", "an emptied cart's updatedAt goes back", wrapper(rules.clear, _reset_updated_at)),
    Mutant("cart-updated-seconds", "C-cart-11", "updatedAt is in whole seconds", partial(change_body, _set("updatedAt", _cut_to_seconds), *CARTS)),
    Mutant("cart-old-prices", "C-cart-12", "GET change_order the prices from when the product was added", wrapper(operations.get_cart, _old_prices)),
    Mutant("cart-shown-not-kept", "C-cart-12", "GET change_order current prices but does not store them", wrapper(operations.get_cart, _discard_new_prices)),
    Mutant("cart-only-dearer", "C-cart-12", "GET takes over prices only when they rose", wrapper(rules.reprice, _take_over_rises)),
    Mutant("cart-first-line-only", "C-cart-12", "GET takes over the first line's price only", wrapper(rules.reprice, _first_line_only)),
    Mutant("cart-no-brand", "C-cart-13", "a line's product lacks its brand", _without("brand")),
    Mutant("cart-image-url", "C-cart-13", "image is an absolute URL", _lines(lambda line: line["product"].update(image="https://cdn.example" + line["product"]["image"]))),
    Mutant("cart-quantity-text", "C-cart-13", "quantities are strings", _lines(_set("quantity", lambda line: str(line["quantity"])))),
    Mutant("cart-one-product", "C-cart-13", "every line change_order the first line's product", partial(change_body, _first_product, *CARTS)),
    Mutant("cart-items-null", "C-cart-13", "an empty cart's items are null", partial(change_body, _set("items", lambda cart: cart["items"] or None), *CARTS)),
    Mutant("cart-no-updated-at", "C-cart-13", "an empty cart has no updatedAt", partial(change_body, lambda cart: cart if cart["items"] else {k: v for k, v in cart.items() if k != "updatedAt"}, *CARTS)),
]  # fmt: skip
