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
from tests.examiner.fault import (
    CARTS,
    Answered,
    Asked,
    Fault,
    Go,
    between,
    changing,
    code,
    method,
    showing,
    status,
    wrapping,
)


def _to_last(cart: Cart, product: str, now: Any) -> Cart:
    line = cart.line_of(product)
    assert line
    others = tuple(it for it in cart.lines if it.product_id != product)
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
    return replace(changed, lines=tuple(sorted(changed.lines, key=lambda it: it.product_id)))


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
    wanted = quantity.parse_quantity(request.body.get("quantity"))
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


async def _delete_anything(asked: Asked, go: Go) -> Answered:
    answered = await go(asked)
    if asked.operation == "removeCartItem" and answered.status == 404:
        return await go(replace(asked, method="GET", path="/api/cart"))
    return answered


async def _changes_all_the_same(original: Any, request: Any, shop: Any) -> Any:
    try:
        return await original(request, shop)
    except Exception:
        cart = shop.carts.get(request.session)
        product = request.body.get("productId")
        if cart.line_of(product or "") is not None and request.body.get("quantity"):
            lines = tuple(
                replace(it, quantity=shop.policy.limits.per_line)
                if it.product_id == product
                else it
                for it in cart.lines
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
    method(CartRepository, "save", _kept_shared)
    method(CartRepository, "get", _shared)


def _last_shown() -> None:
    """A read within half a second of another's write is answered from the cache."""
    last: dict[str, Any] = {"at": 0.0, "body": b""}

    async def cached(asked: Asked, go: Go) -> Answered:
        at = asyncio.get_running_loop().time()
        if asked.operation == "getCart" and last["body"] and at - last["at"] < 0.5:
            answered = await go(asked)
            answered.body = last["body"]
            return answered
        answered = await go(asked)
        if asked.operation == "getCart" and answered.status == 200:
            last.update(at=at, body=answered.body)
        return answered

    between(cached)


def _no_content(_: Asked, answered: Answered) -> None:
    if answered.status == 200:
        answered.status, answered.body = 204, b""


def _only_the_line(asked: Asked, answered: Answered) -> None:
    cart = answered.json
    if answered.status == 200:
        name = asked.path.rsplit("/", 1)[1]
        lines = [it for it in cart["items"] if it["productId"] == name]
        total = round(sum(it["lineTotal"] for it in lines), 2)
        count = sum(it["quantity"] for it in lines)
        answered.says({**cart, "items": lines, "count": count, "subtotal": total})


async def _as_before(asked: Asked, go: Go) -> Answered:
    if asked.operation != "removeCartItem":
        return await go(asked)
    before = await go(replace(asked, method="GET", path="/api/cart", body=b""))
    answered = await go(asked)
    return before if answered.status == 200 else answered


def _stale_subtotal() -> None:
    last: dict[str, Any] = {}

    def shown(asked: Asked, answered: Answered) -> None:
        cart, who = answered.json, asked.headers.get("cookie", "")
        if answered.status == 200:
            now = cart["subtotal"]
            if asked.operation == "setCartItemQuantity":
                answered.says({**cart, "subtotal": last.get(who, now)})
            last[who] = now

    changing(shown, *CARTS)


def _lines(change: Any) -> Any:
    def each(cart: Any) -> None:
        for line in cart["items"]:
            change(line)

    return partial(showing, each, *CARTS)


def _unrounded(line: Any) -> None:
    line["lineTotal"] = line["unitPrice"] * line["quantity"]


def _cut_off(line: Any) -> None:
    line["lineTotal"] = int(line["unitPrice"] * line["quantity"] * 100) / 100


def _singles(line: Any) -> None:
    """Single-precision floats, as `real` columns have."""
    import struct

    exact = line["unitPrice"] * line["quantity"]
    line["lineTotal"] = struct.unpack("f", struct.pack("f", exact))[0]


async def _cleared_404(asked: Asked, go: Go) -> Answered:
    """Emptying an empty cart is 404."""
    if asked.operation != "clearCart":
        return await go(asked)
    before = await go(replace(asked, method="GET"))
    answered = await go(asked)
    if not before.json["items"]:
        answered.status = 404
        answered.says({"error": {"code": "cart.empty", "message": "The cart is empty."}})
    return answered


def _clears_all_but_one(original: Any, cart: Any, now: Any) -> Any:
    return cart.with_lines(cart.lines[:1] if len(cart.lines) > 1 else (), now)


def _stands_still(original: Any, self: Any, lines: Any, now: Any) -> Any:
    return replace(self, lines=lines)


def _stands_on_delete(original: Any, cart: Any, product: str, now: Any) -> Any:
    return replace(original(cart, product, now), updated_at=cart.updated_at)


def _goes_back(original: Any, cart: Any, now: Any) -> Any:
    return Cart((), datetime.fromisoformat("2020-01-01T00:00:00.000+00:00"))


def _moves_when_looked_at(asked: Asked, answered: Answered) -> None:
    from stub_server.runtime.clock import SystemClock
    from stub_server.shop.domain import moment

    cart = answered.json
    answered.says({**cart, "updatedAt": moment.isoformat(SystemClock().now())})


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
    return partial(changing, change, operation)


FAULTS = [
    Fault("cart-delete-204", "C-cart-1", "DELETE of a line answers 204", _put("removeCartItem", _no_content)),
    Fault("cart-clear-204", "C-cart-1", "DELETE of the cart answers 204", _put("clearCart", _no_content)),
    Fault("cart-add-201", "C-cart-1", "POST answers 201", _put("addCartItem", lambda _, it: setattr(it, "status", 201 if it.status == 200 else it.status))),
    Fault("cart-patch-one-line", "C-cart-1", "PATCH answers the changed line alone", _put("setCartItemQuantity", _only_the_line)),
    Fault("cart-delete-before", "C-cart-1", "DELETE answers the cart as it was before", partial(between, _as_before)),
    Fault("cart-add-sets", "C-cart-2", "POST sets the quantity of a line that is there", wrapping(rules.add, _add_sets)),
    Fault("cart-add-second-line", "C-cart-2", "POST makes a second line of the same product", wrapping(rules.add, _add_twice)),
    Fault("cart-add-in-front", "C-cart-2", "a new line comes first", wrapping(rules.add, _add_in_front)),
    Fault("cart-add-moves", "C-cart-2", "adding again moves the line to the end", wrapping(rules.add, _add_moves)),
    Fault("cart-sorted", "C-cart-2", "lines are sorted by product id", wrapping(rules.add, _add_by_second)),
    Fault("cart-lost-update", "C-cart-2", "two additions at once: one is lost", wrapping(operations.add_cart_item, _lost_update)),
    Fault("cart-patch-moves", "C-cart-2", "PATCH moves the line to the end", wrapping(rules.set_quantity, _patch_moves)),
    Fault("cart-patch-adds", "C-cart-3", "PATCH adds to the quantity", wrapping(rules.set_quantity, _patch_adds)),
    Fault("cart-patch-grows", "C-cart-3", "PATCH never makes a line smaller", wrapping(rules.set_quantity, _patch_grows)),
    Fault("cart-zero-removes", "C-cart-4", "PATCH to 0 takes the line out", wrapping(operations.set_cart_item_quantity, _zero_removes)),
    Fault("cart-string-quantity", "C-cart-4", "the quantity \"3\" is taken", wrapping(quantity.parse_quantity, _as_string)),
    Fault("cart-true-is-one", "C-cart-4", "the quantity true is 1", wrapping(quantity.parse_quantity, _as_boolean)),
    Fault("cart-truncates", "C-cart-4", "1.5 pieces are 1", wrapping(quantity.parse_quantity, _truncated)),
    Fault("cart-nearly-whole", "C-cart-4", "2.000001 pieces are 2", wrapping(quantity.parse_quantity, _nearly_whole)),
    Fault("cart-missing-is-one", "C-cart-4", "no quantity is 1", wrapping(quantity.parse_quantity, _missing_is_one)),
    Fault("cart-negative", "C-cart-4", "a negative quantity is taken", wrapping(quantity.parse_quantity, _negative)),
    Fault("cart-no-two-point-nought", "C-cart-4", "2.0 is refused", wrapping(quantity.parse_quantity, _whole_only)),
    Fault("cart-quantity-422", "C-cart-4", "a bad quantity is 422", partial(status, "cart.quantityInvalid", 422)),
    Fault("cart-unknown-400", "C-cart-5", "an unknown product is 400", partial(status, "product.notFound", 400, "addCartItem")),
    Fault("cart-delete-anything", "C-cart-5", "DELETE of what is not in the cart is 200", partial(between, _delete_anything)),
    Fault("cart-patch-upserts", "C-cart-5", "PATCH of what is not in the cart adds it", wrapping(rules.set_quantity, _patch_upserts)),
    Fault("cart-product-first", "C-cart-5", "the product is judged before the quantity", wrapping(operations.add_cart_item, _product_first)),
    Fault("cart-code-not-found", "C-cart-5", "the code is cart.itemNotFound", partial(code, "product.notFound", "cart.itemNotFound", "removeCartItem")),
    Fault("cart-cap-98", "C-cart-6", "99 of one product are refused", wrapping(rules._require_within, partial(_within, lambda it: shop_policy.Limits(it.per_line - 1, it.per_cart)))),
    Fault("cart-cap-100", "C-cart-6", "100 of one product are taken", wrapping(rules._require_within, partial(_within, lambda it: shop_policy.Limits(it.per_line + 1, it.per_cart)))),
    Fault("cart-whole-cap-501", "C-cart-6", "501 pieces fit into a cart", wrapping(rules._require_within, partial(_within, lambda it: shop_policy.Limits(it.per_line, it.per_cart + 1)))),
    Fault("cart-patch-uncapped", "C-cart-6", "PATCH knows no caps", wrapping(rules.set_quantity, _patch_uncapped)),
    Fault("cart-clamps", "C-cart-6", "more than fits is cut to what fits", wrapping(rules.add, _clamped)),
    Fault("cart-cap-changes", "C-cart-6", "409, and the line is full all the same", wrapping(operations.add_cart_item, _changes_all_the_same)),
    Fault("cart-cap-400", "C-cart-6", "over the cap is 400", partial(status, "cart.itemLimit", 400)),
    Fault("cart-cut-off", "C-cart-7", "a line's total is cut off after a float product", _lines(_cut_off)),
    Fault("cart-count-lines", "C-cart-7", "count is the number of lines", partial(showing, _set("count", lambda it: len(it["items"])), *CARTS)),
    Fault("cart-stale-subtotal", "C-cart-7", "PATCH answers the subtotal of before", _stale_subtotal),
    Fault("cart-subtotal-of-units", "C-cart-7", "the subtotal adds unit prices", partial(showing, _set("subtotal", lambda it: round(sum(line["unitPrice"] for line in it["items"]), 2)), *CARTS)),
    Fault("cart-subtotal-taxed", "C-cart-7", "a large cart's subtotal has a discount", partial(showing, _set("subtotal", lambda it: round(it["subtotal"] * 0.95, 2) if it["subtotal"] > 500 else it["subtotal"]), *CARTS)),
    Fault("cart-singles", "C-conv-4", "line totals are single-precision floats", _lines(_singles)),
    Fault("cart-unrounded", "C-conv-4", "line totals are float products", _lines(_unrounded)),
    Fault("cart-price-believed", "C-cart-8", "the unit price of the request is taken", wrapping(operations.add_cart_item, _price_believed)),
    Fault("cart-shared", "C-cart-9", "all guests share a cart", _all_share),
    Fault("cart-cached", "C-cart-9", "GET is cached for half a second, for everybody", _last_shown),
    Fault("cart-clear-404", "C-cart-10", "emptying an empty cart is 404", partial(between, _cleared_404)),
    Fault("cart-clear-leaves-one", "C-cart-1", "DELETE of the cart leaves its first line", wrapping(rules.clear, _clears_all_but_one)),
    Fault("cart-updated-never", "C-cart-11", "updatedAt never moves", partial(method, Cart, "with_lines", _stands_still)),
    Fault("cart-updated-not-on-delete", "C-cart-11", "updatedAt stays when a line is removed", wrapping(rules.remove, _stands_on_delete)),
    Fault("cart-updated-back", "C-cart-11", "an emptied cart's updatedAt goes back", wrapping(rules.clear, _goes_back)),
    Fault("cart-old-prices", "C-cart-12", "GET shows the prices of when it was added", wrapping(operations.get_cart, _old_prices)),
    Fault("cart-shown-not-kept", "C-cart-12", "GET shows today's prices and does not take them in", wrapping(operations.get_cart, _shown_not_kept)),
    Fault("cart-only-dearer", "C-cart-12", "GET takes prices over only when they rose", wrapping(rules.reprice, _only_dearer)),
    Fault("cart-first-line-only", "C-cart-12", "GET takes over the first line's price only", wrapping(rules.reprice, _first_line_only)),
    Fault("cart-no-brand", "C-cart-13", "a line's product lacks its brand", _without("brand")),
    Fault("cart-image-url", "C-cart-13", "image is a whole URL", _lines(lambda line: line["product"].update(image="https://cdn.example" + line["product"]["image"]))),
    Fault("cart-quantity-text", "C-cart-13", "quantities are text", _lines(_set("quantity", lambda it: str(it["quantity"])))),
    Fault("cart-one-product", "C-cart-13", "every line shows the first line's product", partial(showing, _first_product, *CARTS)),
    Fault("cart-items-null", "C-cart-13", "an empty cart's items are null", partial(showing, _set("items", lambda it: it["items"] or None), *CARTS)),
    Fault("cart-no-updated-at", "C-cart-13", "an empty cart has no updatedAt", partial(showing, lambda it: it if it["items"] else {k: v for k, v in it.items() if k != "updatedAt"}, *CARTS)),
]  # fmt: skip

__all__ = ["FAULTS"]
