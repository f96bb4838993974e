"""Mutants of the cart's lines: which ones a request adds, changes and removes."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import Any

from stub_server.shop.domain import cart as cart_rules
from stub_server.shop.domain import cart as rules
from stub_server.shop.domain.cart import Cart, CartLine
from stub_server.shop.operations import cart as operations
from stub_server.shop.operations import inventory
from stub_server.shop.repositories import CartRepository, SessionRepository
from tests.checker.mutants.middleware import CallNext, Request, Response, add_middleware
from tests.checker.mutants.mutant import Mutant
from tests.checker.mutants.patches import wrap_method, wrapper
from tests.checker.mutants.responses import (
    change_code,
    change_response,
    change_status,
)


def _to_last(cart: Cart, product: str, now: Any) -> Cart:
    line = cart.line_of(product)
    assert line
    others = tuple(line for line in cart.lines if line.product_id != product)
    return cart.with_lines((*others, line), now)


def _add_sets(original: Any, cart: Any, product: Any, wanted: int, limits: Any, now: Any) -> Any:
    known = cart.line_of(product.id)
    change = rules.set_quantity if known else original
    return change(cart, product, wanted, limits, now)


def _add_twice(original: Any, cart: Any, product: Any, wanted: int, limits: Any, now: Any) -> Any:
    line = CartLine(product.id, wanted, product.price)
    return cart.with_lines((*cart.lines, line), now)


def _add_in_front(
    original: Any, cart: Any, product: Any, wanted: int, limits: Any, now: Any
) -> Any:
    changed = original(cart, product, wanted, limits, now)
    if cart.line_of(product.id):
        return changed
    return replace(changed, lines=(changed.lines[-1], *changed.lines[:-1]))


def _add_moves(original: Any, cart: Any, product: Any, wanted: int, limits: Any, now: Any) -> Any:
    return _to_last(original(cart, product, wanted, limits, now), product.id, now)


def _add_by_second(
    original: Any, cart: Any, product: Any, wanted: int, limits: Any, now: Any
) -> Any:
    """Sort the lines by product id after each addition."""
    changed = original(cart, product, wanted, limits, now)
    return replace(changed, lines=tuple(sorted(changed.lines, key=lambda line: line.product_id)))


def _patch_adds(original: Any, cart: Any, product: Any, wanted: int, limits: Any, now: Any) -> Any:
    if cart.line_of(product.id) is None:
        return original(cart, product, wanted, limits, now)
    return rules.add(cart, product, wanted, limits, now)


def _patch_grows(original: Any, cart: Any, product: Any, wanted: int, limits: Any, now: Any) -> Any:
    line = cart.line_of(product.id)
    return original(cart, product, max(wanted, line.quantity if line else 0), limits, now)


def _patch_moves(original: Any, cart: Any, product: Any, wanted: int, limits: Any, now: Any) -> Any:
    return _to_last(original(cart, product, wanted, limits, now), product.id, now)


def _patch_upserts(
    original: Any, cart: Any, product: Any, wanted: int, limits: Any, now: Any
) -> Any:
    change = original if cart.line_of(product.id) else rules.add
    return change(cart, product, wanted, limits, now)


async def _lost_update(original: Any, request: Any, shop: Any) -> Any:
    cart = shop.carts.get(request.session)
    product = inventory.product(shop, request.body["productId"])
    wanted = cart_rules.parse_quantity(request.body.get("quantity"))
    await asyncio.sleep(0.02)
    changed = rules.add(cart, product, wanted, shop.policy.limits, shop.sandbox.clock.now())
    return operations._save(request, shop, cart, changed)


async def _product_first(original: Any, request: Any, shop: Any) -> Any:
    inventory.product(shop, request.body.get("productId", ""))
    return await original(request, shop)


async def _delete_anything(request: Request, call_next: CallNext) -> Response:
    response = await call_next(request)
    if request.operation == "removeCartItem" and response.status == 404:
        return await call_next(replace(request, method="GET", path="/api/cart"))
    return response


def _load_shared(original: Any, carts: Any, session: Any) -> Any:
    return original(carts, replace(session, key="guests") if not session.customer_id else session)


def _save_shared(original: Any, carts: Any, key: str, cart: Any) -> None:
    found = SessionRepository(carts._store).find_by(key=key)
    guest = bool(found) and found[0].customer_id is None
    original(carts, "guests" if guest else key, cart)


def _share_carts() -> None:
    wrap_method(CartRepository, "save", _save_shared)
    wrap_method(CartRepository, "get", _load_shared)


def _cache_cart() -> None:
    """Cache the last response to GET for half a second, for all sessions."""
    last: dict[str, Any] = {"at": 0.0, "body": b""}

    async def cached(request: Request, call_next: CallNext) -> Response:
        at = asyncio.get_running_loop().time()
        if request.operation == "getCart" and last["body"] and at - last["at"] < 0.5:
            response = await call_next(request)
            response.body = last["body"]
            return response
        response = await call_next(request)
        if request.operation == "getCart" and response.status == 200:
            last.update(at=at, body=response.body)
        return response

    add_middleware(cached)


def _no_content(_: Request, response: Response) -> None:
    if response.status == 200:
        response.status, response.body = 204, b""


def _return_changed_line(request: Request, response: Response) -> None:
    cart = response.json
    if response.status == 200:
        name = request.path.rsplit("/", 1)[1]
        lines = [line for line in cart["items"] if line["productId"] == name]
        total = round(sum(line["lineTotal"] for line in lines), 2)
        count = sum(line["quantity"] for line in lines)
        response.set_json({**cart, "items": lines, "count": count, "subtotal": total})


async def _return_previous_cart(request: Request, call_next: CallNext) -> Response:
    if request.operation != "removeCartItem":
        return await call_next(request)
    before = await call_next(replace(request, method="GET", path="/api/cart", body=b""))
    response = await call_next(request)
    return before if response.status == 200 else response


async def _reject_clear_of_empty(request: Request, call_next: CallNext) -> Response:
    """Return 404 when an empty cart is cleared."""
    if request.operation != "clearCart":
        return await call_next(request)
    before = await call_next(replace(request, method="GET"))
    response = await call_next(request)
    if not before.json["items"]:
        response.status = 404
        response.set_json({"error": {"code": "cart.empty", "message": "The cart is empty."}})
    return response


def _keep_first_line(original: Any, cart: Any, now: Any) -> Any:
    return cart.with_lines(cart.lines[:1] if len(cart.lines) > 1 else (), now)


def _put(operation: str, change: Any) -> Any:
    return partial(change_response, change, operation)


MUTANTS = [
    Mutant("cart-delete-204", "C-cart-1", "DELETE of a line answers 204", _put("removeCartItem", _no_content)),
    Mutant("cart-clear-204", "C-cart-1", "DELETE of the cart answers 204", _put("clearCart", _no_content)),
    Mutant("cart-add-201", "C-cart-1", "POST answers 201", _put("addCartItem", lambda _, response: setattr(response, "status", 201 if response.status == 200 else response.status))),
    Mutant("cart-patch-one-line", "C-cart-1", "PATCH returns only the changed line", _put("setCartItemQuantity", _return_changed_line)),
    Mutant("cart-delete-before", "C-cart-1", "DELETE returns the cart as it was before", partial(add_middleware, _return_previous_cart)),
    Mutant("cart-add-sets", "C-cart-2", "POST sets the quantity of an existing line instead of adding", wrapper(rules.add, _add_sets)),
    Mutant("cart-add-second-line", "C-cart-2", "POST adds a second line for the same product", wrapper(rules.add, _add_twice)),
    Mutant("cart-add-in-front", "C-cart-2", "a new line is inserted first", wrapper(rules.add, _add_in_front)),
    Mutant("cart-add-moves", "C-cart-2", "adding again moves the line to the end", wrapper(rules.add, _add_moves)),
    Mutant("cart-sorted", "C-cart-2", "lines are sorted by product id", wrapper(rules.add, _add_by_second)),
    Mutant("cart-lost-update", "C-cart-2", "of two concurrent additions one is lost", wrapper(operations.add_cart_item, _lost_update)),
    Mutant("cart-patch-moves", "C-cart-2", "PATCH moves the line to the end", wrapper(rules.set_quantity, _patch_moves)),
    Mutant("cart-patch-adds", "C-cart-3", "PATCH adds to the quantity", wrapper(rules.set_quantity, _patch_adds)),
    Mutant("cart-patch-grows", "C-cart-3", "PATCH never makes a line smaller", wrapper(rules.set_quantity, _patch_grows)),
    Mutant("cart-unknown-400", "C-cart-5", "an unknown product is 400", partial(change_status, "product.notFound", 400, "addCartItem")),
    Mutant("cart-delete-anything", "C-cart-5", "DELETE of a product that is not in the cart is 200", partial(add_middleware, _delete_anything)),
    Mutant("cart-patch-upserts", "C-cart-5", "PATCH of a product that is not in the cart adds it", wrapper(rules.set_quantity, _patch_upserts)),
    Mutant("cart-product-first", "C-cart-5", "the product is validated before the quantity", wrapper(operations.add_cart_item, _product_first)),
    Mutant("cart-code-not-found", "C-cart-5", "the code is cart.itemNotFound", partial(change_code, "product.notFound", "cart.itemNotFound", "removeCartItem")),
    Mutant("cart-shared", "C-cart-9", "all guests share a cart", _share_carts),
    Mutant("cart-cached", "C-cart-9", "GET returns a response that is cached for half a second and shared by all sessions", _cache_cart),
    Mutant("cart-clear-404", "C-cart-10", "emptying an empty cart is 404", partial(add_middleware, _reject_clear_of_empty)),
    Mutant("cart-clear-leaves-one", "C-cart-1", "DELETE of the cart keeps its first line", wrapper(rules.clear, _keep_first_line)),
]  # fmt: skip
