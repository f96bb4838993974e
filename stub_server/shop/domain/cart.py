"""The cart: lines in the order in which the buyer put them in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from stub_server.server.rejection import Rejection
from stub_server.shop.domain import moment
from stub_server.shop.domain.catalogue import Product, product_not_found
from stub_server.shop.domain.money import Cents
from stub_server.shop.domain.shop_policy import Limits


@dataclass(frozen=True, slots=True)
class CartLine:
    """So many pieces of a product. unit_price: cents, as the buyer was last shown it."""

    product_id: str
    quantity: int
    unit_price: Cents

    @property
    def total(self) -> Cents:
        """Unit price times quantity, exact in cents (C-cart-7)."""
        return Cents(self.unit_price * self.quantity)


@dataclass(frozen=True, slots=True)
class Cart:
    """What one session means to buy. updated_at: when it last changed (C-cart-11)."""

    lines: tuple[CartLine, ...]
    updated_at: datetime

    @property
    def count(self) -> int:
        """The sum of the quantities (C-cart-7)."""
        return sum(line.quantity for line in self.lines)

    @property
    def subtotal(self) -> Cents:
        """The sum of the line totals, in cents (C-cart-7)."""
        return Cents(sum(line.unit_price * line.quantity for line in self.lines))

    def line_of(self, product_id: str) -> CartLine | None:
        """The product's line, if there is one."""
        return next((line for line in self.lines if line.product_id == product_id), None)

    def with_lines(self, lines: tuple[CartLine, ...], now: datetime) -> Cart:
        """These lines from now on; nothing moves when they are the same (C-cart-11)."""
        if lines == self.lines:
            return self
        return Cart(lines, moment.monotonic(self.updated_at, now))


@dataclass(frozen=True, slots=True)
class PricedCart:
    """A cart as it is shown: beside each of its lines the product as it is today."""

    cart: Cart
    products: Sequence[Product]


def add(cart: Cart, product: Product, quantity: int, limits: Limits, now: datetime) -> Cart:
    """Grow the product's line, or append one; the order of lines stays (C-cart-2, C-cart-8)."""
    line = cart.line_of(product.id)
    if line is None:
        lines = (*cart.lines, CartLine(product.id, quantity, product.price))
    else:
        lines = _replace_line(cart, CartLine(product.id, line.quantity + quantity, product.price))
    return _require_within(limits, cart.with_lines(lines, now))


def set_quantity(
    cart: Cart, product: Product, quantity: int, limits: Limits, now: datetime
) -> Cart:
    """Let the product's line hold exactly so many, at today's price (C-cart-3).

    Raises `product.notFound` when the cart has no such line (C-cart-5).
    """
    if cart.line_of(product.id) is None:
        raise product_not_found(product.id)
    line = CartLine(product.id, quantity, product.price)
    return _require_within(limits, cart.with_lines(_replace_line(cart, line), now))


def remove(cart: Cart, product_id: str, now: datetime) -> Cart:
    """Take the product's line out; `product.notFound` when there is none (C-cart-5)."""
    if cart.line_of(product_id) is None:
        raise product_not_found(product_id)
    left = tuple(line for line in cart.lines if line.product_id != product_id)
    return cart.with_lines(left, now)


def clear(cart: Cart, now: datetime) -> Cart:
    """No lines; an empty cart stays as it is (C-cart-10)."""
    return cart.with_lines((), now)


def reprice(cart: Cart, products: Sequence[Product], now: datetime) -> Cart:
    """Take over today's prices; `products` are those of the lines, in their order (C-cart-12)."""
    if all(
        line.unit_price == product.price for line, product in zip(cart.lines, products, strict=True)
    ):
        return cart
    lines = tuple(
        replace(line, unit_price=product.price)
        for line, product in zip(cart.lines, products, strict=True)
    )
    return cart.with_lines(lines, now)


def subtract(cart: Cart, bought: Mapping[str, int], now: datetime) -> Cart:
    """Subtract what was bought, product by product, never below nothing (C-chk-13)."""
    left = tuple(
        replace(line, quantity=line.quantity - bought.get(line.product_id, 0))
        for line in cart.lines
        if line.quantity > bought.get(line.product_id, 0)
    )
    return cart.with_lines(left, now)


def _replace_line(cart: Cart, new: CartLine) -> tuple[CartLine, ...]:
    return tuple(new if line.product_id == new.product_id else line for line in cart.lines)


def _require_within(limits: Limits, cart: Cart) -> Cart:
    """The cart, if it is not over a cap; `cart.itemLimit` otherwise (C-cart-6)."""
    if cart.count > limits.per_cart or any(line.quantity > limits.per_line for line in cart.lines):
        raise Rejection(
            "cart.itemLimit",
            f"A cart holds at most {limits.per_cart} pieces, and {limits.per_line} of one product.",
            rule="C-cart-6",
        )
    return cart
