"""Mutants of quantities and limits."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from stub_server.shop.domain import cart as cart_rules
from stub_server.shop.domain import cart as rules
from stub_server.shop.domain import shop_policy
from stub_server.shop.operations import cart as operations
from tests.checker.mutants.mutant import Mutant
from tests.checker.mutants.patches import wrapper
from tests.checker.mutants.responses import (
    change_status,
)


def _patch_uncapped(
    original: Any, cart: Any, product: Any, wanted: int, limits: Any, now: Any
) -> Any:
    return original(cart, product, wanted, shop_policy.Limits(10_000, 10_000), now)


def _clamp(original: Any, cart: Any, product: Any, wanted: int, limits: Any, now: Any) -> Any:
    line = cart.line_of(product.id)
    room = limits.per_line - (line.quantity if line else 0)
    return original(cart, product, min(wanted, room), limits, now) if room else cart


async def _zero_removes(original: Any, request: Any, shop: Any) -> Any:
    given = request.body.get("quantity")
    if given == 0 and not isinstance(given, bool):
        return await operations.remove_cart_item(request, shop)
    return await original(request, shop)


def _accept_strings(original: Any, value: Any) -> int:
    return int(original(int(value) if isinstance(value, str) and value.isdigit() else value))


def _accept_booleans(original: Any, value: Any) -> int:
    return int(original(1 if value is True else value))


def _truncate(original: Any, value: Any) -> int:
    return int(original(int(value) if isinstance(value, float) else value))


def _round_nearly_whole(original: Any, value: Any) -> int:
    near = isinstance(value, float) and abs(value - round(value)) < 1e-3
    return int(original(round(value) if near else value))


def _default_to_one(original: Any, value: Any) -> int:
    return int(original(1 if value is None else value))


def _accept_negative(original: Any, value: Any) -> int:
    return value if isinstance(value, int) and value < 0 else int(original(value))


def _reject_floats(original: Any, value: Any) -> int:
    return int(original("no" if isinstance(value, float) else value))


async def _fill_and_reject(original: Any, request: Any, shop: Any) -> Any:
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


def _change_limits(caps_of: Any, original: Any, limits: Any, cart: Any) -> Any:
    return original(caps_of(limits), cart)


MUTANTS = [
    Mutant("cart-zero-removes", "C-cart-4", "PATCH with quantity 0 removes the line", wrapper(operations.set_cart_item_quantity, _zero_removes)),
    Mutant("cart-string-quantity", "C-cart-4", "the quantity \"3\" is accepted", wrapper(cart_rules.parse_quantity, _accept_strings)),
    Mutant("cart-true-is-one", "C-cart-4", "the quantity true counts as 1", wrapper(cart_rules.parse_quantity, _accept_booleans)),
    Mutant("cart-truncates", "C-cart-4", "the quantity 1.5 counts as 1", wrapper(cart_rules.parse_quantity, _truncate)),
    Mutant("cart-nearly-whole", "C-cart-4", "the quantity 2.000001 counts as 2", wrapper(cart_rules.parse_quantity, _round_nearly_whole)),
    Mutant("cart-missing-is-one", "C-cart-4", "a missing quantity counts as 1", wrapper(cart_rules.parse_quantity, _default_to_one)),
    Mutant("cart-negative", "C-cart-4", "a negative quantity is accepted", wrapper(cart_rules.parse_quantity, _accept_negative)),
    Mutant("cart-no-two-point-nought", "C-cart-4", "the quantity 2.0 is rejected", wrapper(cart_rules.parse_quantity, _reject_floats)),
    Mutant("cart-quantity-422", "C-cart-4", "an invalid quantity is 422", partial(change_status, "cart.quantityInvalid", 422)),
    Mutant("cart-cap-98", "C-cart-6", "99 pieces of one product are rejected", wrapper(rules._require_within, partial(_change_limits, lambda limits: shop_policy.Limits(limits.per_line - 1, limits.per_cart)))),
    Mutant("cart-cap-100", "C-cart-6", "100 pieces of one product are accepted", wrapper(rules._require_within, partial(_change_limits, lambda limits: shop_policy.Limits(limits.per_line + 1, limits.per_cart)))),
    Mutant("cart-whole-cap-501", "C-cart-6", "501 pieces fit into a cart", wrapper(rules._require_within, partial(_change_limits, lambda limits: shop_policy.Limits(limits.per_line, limits.per_cart + 1)))),
    Mutant("cart-patch-uncapped", "C-cart-6", "PATCH ignores the limits", wrapper(rules.set_quantity, _patch_uncapped)),
    Mutant("cart-clamps", "C-cart-6", "a quantity above the limit is reduced to the limit", wrapper(rules.add, _clamp)),
    Mutant("cart-cap-changes", "C-cart-6", "409, but the line is filled up to the limit", wrapper(operations.add_cart_item, _fill_and_reject)),
    Mutant("cart-cap-400", "C-cart-6", "exceeding the limit is 400", partial(change_status, "cart.itemLimit", 400)),
]  # fmt: skip
