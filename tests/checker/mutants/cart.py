"""What can be wrong with a cart."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from stub_server.server.plugin import Result
from stub_server.shop.domain import cart as rules
from stub_server.shop.domain import quantity, shop_policy
from stub_server.shop.domain.cart import Cart, CartLine, PricedCart
from stub_server.shop.domain.money import Cents
from stub_server.shop.operations import cart as operations
from stub_server.shop.operations import inventory
from stub_server.shop.repositories import CartRepository, SessionRepository
from tests.checker.mutants.middleware import CallNext, Request, Response, add_middleware
from tests.checker.mutants.mutant import Mutant
from tests.checker.mutants.patches import wrap_method, wrapper
from tests.checker.mutants.responses import (
    CARTS,
    change_body,
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
    """The price of the line's first day stays when more is added and the cart is looked at."""
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


def _patch_uncapped(
    original: Any, cart: Any, product: Any, wanted: int, limits: Any, now: Any
) -> Any:
    return original(cart, product, wanted, shop_policy.Limits(10_000, 10_000), now)


def _clamped(original: Any, cart: Any, product: Any, wanted: int, limits: Any, now: Any) -> Any:
    line = cart.line_of(product.id)
    room = limits.per_line - (line.quantity if line else 0)
    return original(cart, product, min(wanted, room), limits, now) if room else cart


async def _lost_update(original: Any, request: Any, shop: Any) -> Any:
    cart = shop.carts.get(request.session)
    product = inventory.product(shop, request.body["productId"])
    wanted = quantity.quantity_of(request.body.get("quantity"))
    await asyncio.sleep(0.02)
    changed = rules.add(cart, product, wanted, shop.policy.limits, shop.sandbox.clock.now())
    return operations._save(request, shop, cart, changed)


async def _zero_removes(original: Any, request: Any, shop: Any) -> Any:
    given = request.body.get("quantity")
    if given == 0 and not isinstance(given, bool):
        return await operations.remove_cart_item(request, shop)
    return await original(request, shop)


def _as_string(original: Any, value: Any) -> int:
    return int(original(int(value) if isinstance(value, str) and value.isdigit() else value))


def _as_boolean(original: Any, value: Any) -> int:
    return int(original(1 if value is True else value))


def _truncated(original: Any, value: Any) -> int:
    return int(original(int(value) if isinstance(value, float) else value))


def _nearly_whole(original: Any, value: Any) -> int:
    near = isinstance(value, float) and abs(value - round(value)) < 1e-3
    return int(original(round(value) if near else value))


def _missing_is_one(original: Any, value: Any) -> int:
    return int(original(1 if value is None else value))


def _negative(original: Any, value: Any) -> int:
    return value if isinstance(value, int) and value < 0 else int(original(value))


def _whole_only(original: Any, value: Any) -> int:
    return int(original("no" if isinstance(value, float) else value))


async def _product_first(original: Any, request: Any, shop: Any) -> Any:
    inventory.product(shop, request.body.get("productId", ""))
    return await original(request, shop)


async def _delete_anything(request: Request, call_next: CallNext) -> Response:
    response = await call_next(request)
    if request.operation == "removeCartItem" and response.status == 404:
        return await call_next(replace(request, method="GET", path="/api/cart"))
    return response


async def _changes_all_the_same(original: Any, request: Any, shop: Any) -> Any:
    try:
        return await original(request, shop)
    except Exception:
        cart = shop.carts.get(request.session)
        product = request.body.get("productId")
        if cart.line_of(product or "") is not None and request.body.get("quantity"):
            lines = tuple(
                replace(line, quantity=shop.policy.limits.per_line)
                if line.product_id == product
                else line
                for line in cart.lines
            )
            shop.carts.save(request.session.key, replace(cart, lines=lines))
        raise


def _within(caps_of: Any, original: Any, limits: Any, cart: Any) -> Any:
    return original(caps_of(limits), cart)


async def _price_believed(original: Any, request: Any, shop: Any) -> Any:
    answer = await original(request, shop)
    price = request.body.get("unitPrice") or request.body.get("price")
    if isinstance(price, float):
        cart = shop.carts.get(request.session)
        lines = (*cart.lines[:-1], replace(cart.lines[-1], unit_price=Cents(round(price * 100))))
        shop.carts.save(request.session.key, replace(cart, lines=lines))
        return replace(answer, value=replace(answer.value, cart=replace(cart, lines=lines)))
    return answer


def _shared(original: Any, carts: Any, session: Any) -> Any:
    return original(carts, replace(session, key="guests") if not session.customer_id else session)


def _kept_shared(original: Any, carts: Any, key: str, cart: Any) -> None:
    found = SessionRepository(carts._store).find_by(key=key)
    guest = bool(found) and found[0].customer_id is None
    original(carts, "guests" if guest else key, cart)


def _all_share() -> None:
    wrap_method(CartRepository, "save", _kept_shared)
    wrap_method(CartRepository, "get", _shared)


def _last_shown() -> None:
    """A read within half a second of another's write is answered from the cache."""
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


def _only_the_line(request: Request, response: Response) -> None:
    cart = response.json
    if response.status == 200:
        name = request.path.rsplit("/", 1)[1]
        lines = [line for line in cart["items"] if line["productId"] == name]
        total = round(sum(line["lineTotal"] for line in lines), 2)
        count = sum(line["quantity"] for line in lines)
        response.set_json({**cart, "items": lines, "count": count, "subtotal": total})


async def _as_before(request: Request, call_next: CallNext) -> Response:
    if request.operation != "removeCartItem":
        return await call_next(request)
    before = await call_next(replace(request, method="GET", path="/api/cart", body=b""))
    response = await call_next(request)
    return before if response.status == 200 else response


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


def _unrounded(line: Any) -> None:
    line["lineTotal"] = line["unitPrice"] * line["quantity"]


def _cut_off(line: Any) -> None:
    line["lineTotal"] = int(line["unitPrice"] * line["quantity"] * 100) / 100


def _singles(line: Any) -> None:
    """Single-precision floats, as `real` columns have."""
    import struct

    exact = line["unitPrice"] * line["quantity"]
    line["lineTotal"] = struct.unpack("f", struct.pack("f", exact))[0]


async def _cleared_404(request: Request, call_next: CallNext) -> Response:
    """Emptying an empty cart is 404."""
    if request.operation != "clearCart":
        return await call_next(request)
    before = await call_next(replace(request, method="GET"))
    response = await call_next(request)
    if not before.json["items"]:
        response.status = 404
        response.set_json({"error": {"code": "cart.empty", "message": "The cart is empty."}})
    return response


def _clears_all_but_one(original: Any, cart: Any, now: Any) -> Any:
    return cart.with_lines(cart.lines[:1] if len(cart.lines) > 1 else (), now)


def _stands_still(original: Any, self: Any, lines: Any, now: Any) -> Any:
    return replace(self, lines=lines)


def _stands_on_delete(original: Any, cart: Any, product: str, now: Any) -> Any:
    return replace(original(cart, product, now), updated_at=cart.updated_at)


def _goes_back(original: Any, cart: Any, now: Any) -> Any:
    return Cart((), datetime.fromisoformat("2020-01-01T00:00:00.000+00:00"))


def _moves_when_looked_at(request: Request, response: Response) -> None:
    from stub_server.runtime.clock import SystemClock
    from stub_server.shop.domain import moment

    cart = response.json
    response.set_json({**cart, "updatedAt": moment.isoformat(SystemClock().now())})


def _same_moves(original: Any, self: Any, lines: Any, now: Any) -> Any:
    return original(self, lines, now) if lines != self.lines else replace(self, updated_at=now)


async def _old_prices(original: Any, request: Any, shop: Any) -> Any:
    cart = shop.carts.get(request.session)
    return Result(PricedCart(cart, inventory.products_of(shop, cart)))


async def _shown_not_kept(original: Any, request: Any, shop: Any) -> Any:
    key = request.session.key
    before = shop.carts.get(request.session)
    answer = await original(request, shop)
    if before.lines:
        shop.carts.save(key, before)
    return answer


def _only_dearer(original: Any, cart: Any, products: Any, now: Any) -> Any:
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


def _set(member: str, change: Any) -> Any:
    def put(thing: Any) -> None:
        thing[member] = change(thing)

    return put


def _put(operation: str, change: Any) -> Any:
    return partial(change_response, change, operation)


MUTANTS = [
    Mutant("cart-delete-204", "C-cart-1", "DELETE of a line answers 204", _put("removeCartItem", _no_content)),
    Mutant("cart-clear-204", "C-cart-1", "DELETE of the cart answers 204", _put("clearCart", _no_content)),
    Mutant("cart-add-201", "C-cart-1", "POST answers 201", _put("addCartItem", lambda _, response: setattr(response, "status", 201 if response.status == 200 else response.status))),
    Mutant("cart-patch-one-line", "C-cart-1", "PATCH answers the changed line alone", _put("setCartItemQuantity", _only_the_line)),
    Mutant("cart-delete-before", "C-cart-1", "DELETE answers the cart as it was before", partial(add_middleware, _as_before)),
    Mutant("cart-add-sets", "C-cart-2", "POST sets the quantity of a line that is there", wrapper(rules.add, _add_sets)),
    Mutant("cart-add-second-line", "C-cart-2", "POST makes a second line of the same product", wrapper(rules.add, _add_twice)),
    Mutant("cart-add-in-front", "C-cart-2", "a new line comes first", wrapper(rules.add, _add_in_front)),
    Mutant("cart-add-moves", "C-cart-2", "adding again moves the line to the end", wrapper(rules.add, _add_moves)),
    Mutant("cart-sorted", "C-cart-2", "lines are sorted by product id", wrapper(rules.add, _add_by_second)),
    Mutant("cart-lost-update", "C-cart-2", "two additions at once: one is lost", wrapper(operations.add_cart_item, _lost_update)),
    Mutant("cart-patch-moves", "C-cart-2", "PATCH moves the line to the end", wrapper(rules.set_quantity, _patch_moves)),
    Mutant("cart-patch-adds", "C-cart-3", "PATCH adds to the quantity", wrapper(rules.set_quantity, _patch_adds)),
    Mutant("cart-patch-grows", "C-cart-3", "PATCH never makes a line smaller", wrapper(rules.set_quantity, _patch_grows)),
    Mutant("cart-zero-removes", "C-cart-4", "PATCH to 0 takes the line out", wrapper(operations.set_cart_item_quantity, _zero_removes)),
    Mutant("cart-string-quantity", "C-cart-4", "the quantity \"3\" is taken", wrapper(quantity.quantity_of, _as_string)),
    Mutant("cart-true-is-one", "C-cart-4", "the quantity true is 1", wrapper(quantity.quantity_of, _as_boolean)),
    Mutant("cart-truncates", "C-cart-4", "1.5 pieces are 1", wrapper(quantity.quantity_of, _truncated)),
    Mutant("cart-nearly-whole", "C-cart-4", "2.000001 pieces are 2", wrapper(quantity.quantity_of, _nearly_whole)),
    Mutant("cart-missing-is-one", "C-cart-4", "no quantity is 1", wrapper(quantity.quantity_of, _missing_is_one)),
    Mutant("cart-negative", "C-cart-4", "a negative quantity is taken", wrapper(quantity.quantity_of, _negative)),
    Mutant("cart-no-two-point-nought", "C-cart-4", "2.0 is refused", wrapper(quantity.quantity_of, _whole_only)),
    Mutant("cart-quantity-422", "C-cart-4", "a bad quantity is 422", partial(change_status, "cart.quantityInvalid", 422)),
    Mutant("cart-unknown-400", "C-cart-5", "an unknown product is 400", partial(change_status, "product.notFound", 400, "addCartItem")),
    Mutant("cart-delete-anything", "C-cart-5", "DELETE of what is not in the cart is 200", partial(add_middleware, _delete_anything)),
    Mutant("cart-patch-upserts", "C-cart-5", "PATCH of what is not in the cart adds it", wrapper(rules.set_quantity, _patch_upserts)),
    Mutant("cart-product-first", "C-cart-5", "the product is judged before the quantity", wrapper(operations.add_cart_item, _product_first)),
    Mutant("cart-code-not-found", "C-cart-5", "the code is cart.itemNotFound", partial(change_code, "product.notFound", "cart.itemNotFound", "removeCartItem")),
    Mutant("cart-cap-98", "C-cart-6", "99 of one product are refused", wrapper(rules._require_within, partial(_within, lambda limits: shop_policy.Limits(limits.per_line - 1, limits.per_cart)))),
    Mutant("cart-cap-100", "C-cart-6", "100 of one product are taken", wrapper(rules._require_within, partial(_within, lambda limits: shop_policy.Limits(limits.per_line + 1, limits.per_cart)))),
    Mutant("cart-whole-cap-501", "C-cart-6", "501 pieces fit into a cart", wrapper(rules._require_within, partial(_within, lambda limits: shop_policy.Limits(limits.per_line, limits.per_cart + 1)))),
    Mutant("cart-patch-uncapped", "C-cart-6", "PATCH knows no caps", wrapper(rules.set_quantity, _patch_uncapped)),
    Mutant("cart-clamps", "C-cart-6", "more than fits is cut to what fits", wrapper(rules.add, _clamped)),
    Mutant("cart-cap-changes", "C-cart-6", "409, and the line is full all the same", wrapper(operations.add_cart_item, _changes_all_the_same)),
    Mutant("cart-cap-400", "C-cart-6", "over the cap is 400", partial(change_status, "cart.itemLimit", 400)),
    Mutant("cart-cut-off", "C-cart-7", "a line's total is cut off after a float product", _lines(_cut_off)),
    Mutant("cart-count-lines", "C-cart-7", "count is the number of lines", partial(change_body, _set("count", lambda cart: len(cart["items"])), *CARTS)),
    Mutant("cart-stale-subtotal", "C-cart-7", "PATCH answers the subtotal of before", _stale_subtotal),
    Mutant("cart-subtotal-of-units", "C-cart-7", "the subtotal adds unit prices", partial(change_body, _set("subtotal", lambda cart: round(sum(line["unitPrice"] for line in cart["items"]), 2)), *CARTS)),
    Mutant("cart-subtotal-taxed", "C-cart-7", "a large cart's subtotal has a discount", partial(change_body, _set("subtotal", lambda cart: round(cart["subtotal"] * 0.95, 2) if cart["subtotal"] > 500 else cart["subtotal"]), *CARTS)),
    Mutant("cart-singles", "C-conv-4", "line totals are single-precision floats", _lines(_singles)),
    Mutant("cart-unrounded", "C-conv-4", "line totals are float products", _lines(_unrounded)),
    Mutant("cart-price-believed", "C-cart-8", "the unit price of the request is taken", wrapper(operations.add_cart_item, _price_believed)),
    Mutant("cart-shared", "C-cart-9", "all guests share a cart", _all_share),
    Mutant("cart-cached", "C-cart-9", "GET is cached for half a second, for everybody", _last_shown),
    Mutant("cart-clear-404", "C-cart-10", "emptying an empty cart is 404", partial(add_middleware, _cleared_404)),
    Mutant("cart-clear-leaves-one", "C-cart-1", "DELETE of the cart leaves its first line", wrapper(rules.clear, _clears_all_but_one)),
    Mutant("cart-updated-never", "C-cart-11", "updatedAt never moves", partial(wrap_method, Cart, "with_lines", _stands_still)),
    Mutant("cart-updated-not-on-delete", "C-cart-11", "updatedAt stays when a line is removed", wrapper(rules.remove, _stands_on_delete)),
    Mutant("cart-updated-back", "C-cart-11", "an emptied cart's updatedAt goes back", wrapper(rules.clear, _goes_back)),
    Mutant("cart-old-prices", "C-cart-12", "GET shows the prices of when it was added", wrapper(operations.get_cart, _old_prices)),
    Mutant("cart-shown-not-kept", "C-cart-12", "GET shows today's prices and does not take them in", wrapper(operations.get_cart, _shown_not_kept)),
    Mutant("cart-only-dearer", "C-cart-12", "GET takes prices over only when they rose", wrapper(rules.reprice, _only_dearer)),
    Mutant("cart-first-line-only", "C-cart-12", "GET takes over the first line's price only", wrapper(rules.reprice, _first_line_only)),
    Mutant("cart-no-brand", "C-cart-13", "a line's product lacks its brand", _without("brand")),
    Mutant("cart-image-url", "C-cart-13", "image is a whole URL", _lines(lambda line: line["product"].update(image="https://cdn.example" + line["product"]["image"]))),
    Mutant("cart-quantity-text", "C-cart-13", "quantities are text", _lines(_set("quantity", lambda line: str(line["quantity"])))),
    Mutant("cart-one-product", "C-cart-13", "every line shows the first line's product", partial(change_body, _first_product, *CARTS)),
    Mutant("cart-items-null", "C-cart-13", "an empty cart's items are null", partial(change_body, _set("items", lambda cart: cart["items"] or None), *CARTS)),
    Mutant("cart-no-updated-at", "C-cart-13", "an empty cart has no updatedAt", partial(change_body, lambda cart: cart if cart["items"] else {k: v for k, v in cart.items() if k != "updatedAt"}, *CARTS)),
]  # fmt: skip
