"""The cart, and the rules for changing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from stub_server.runtime import clock
from stub_server.server.rejection import Rejection
from stub_server.shop.domain.catalogue import Product, product_not_found
from stub_server.shop.domain.money import Cents
from stub_server.shop.domain.shop_policy import Limits


@dataclass(frozen=True, slots=True)
class CartLine:
    """A quantity of one product. unit_price: cents, as the buyer last saw it."""

    product_id: str
    quantity: int
    unit_price: Cents

    @property
    def total(self) -> Cents:
        """Unit price times quantity, in cents (C-cart-7)."""
        return Cents(self.unit_price * self.quantity)


@dataclass(frozen=True, slots=True)
class Cart:
    """The cart of one session. lines: oldest first. updated_at: its last change (C-cart-11)."""

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
        """Return the product's line, or None."""
        return next((line for line in self.lines if line.product_id == product_id), None)

    def with_lines(self, lines: tuple[CartLine, ...], now: datetime) -> Cart:
        """Return the cart with these lines; the same cart if they are equal (C-cart-11)."""
        if lines == self.lines:
            return self
        return Cart(lines, change_time(self.updated_at, now))


@dataclass(frozen=True, slots=True)
class PricedCart:
    """A cart and the current products of its lines, in the same order."""

    cart: Cart
    products: Sequence[Product]


def change_time(previous: datetime, now: datetime) -> datetime:
    """Return now, or 1 ms after `previous` if the clock stands still (C-cart-11)."""
    return max(clock.truncate(now), previous + clock.MILLISECOND)


def parse_quantity(value: object) -> int:
    """Return the quantity, a whole number of at least 1; `2.0` is 2.

    Reject any other value with `cart.quantityInvalid`: booleans, strings, fractions, null
    (C-cart-4).
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise Rejection(
            "cart.quantityInvalid",
            "The quantity must be a whole number of at least 1.",
            rule="C-cart-4",
            members={"field": "quantity"},
        )
    return value


def add(cart: Cart, product: Product, quantity: int, limits: Limits, now: datetime) -> Cart:
    """Add to the product's line, or append a line; keep the order (C-cart-2, C-cart-8)."""
    line = cart.line_of(product.id)
    if line is None:
        lines = (*cart.lines, CartLine(product.id, quantity, product.price))
    else:
        lines = _replace_line(cart, CartLine(product.id, line.quantity + quantity, product.price))
    return _require_within(limits, cart.with_lines(lines, now))


def set_quantity(
    cart: Cart, product: Product, quantity: int, limits: Limits, now: datetime
) -> Cart:
    """Set the quantity of the product's line, at the current price (C-cart-3).

    Reject with `product.notFound` if the cart has no such line (C-cart-5).
    """
    if cart.line_of(product.id) is None:
        raise product_not_found(product.id)
    line = CartLine(product.id, quantity, product.price)
    return _require_within(limits, cart.with_lines(_replace_line(cart, line), now))


def remove(cart: Cart, product_id: str, now: datetime) -> Cart:
    """Remove the product's line; reject with `product.notFound` without one (C-cart-5)."""
    if cart.line_of(product_id) is None:
        raise product_not_found(product_id)
    lines = tuple(line for line in cart.lines if line.product_id != product_id)
    return cart.with_lines(lines, now)


def clear(cart: Cart, now: datetime) -> Cart:
    """Remove all lines; return an empty cart unchanged (C-cart-10)."""
    return cart.with_lines((), now)


def reprice(cart: Cart, products: Sequence[Product], now: datetime) -> Cart:
    """Set the current prices. products: those of the lines, in their order (C-cart-12)."""
    if all(
        line.unit_price == product.price for line, product in zip(cart.lines, products, strict=True)
    ):
        return cart
    lines = tuple(
        replace(line, unit_price=product.price)
        for line, product in zip(cart.lines, products, strict=True)
    )
    return cart.with_lines(lines, now)


def subtract(cart: Cart, quantities: Mapping[str, int], now: datetime) -> Cart:
    """Subtract quantities by product id; remove a line that reaches 0 (C-chk-13)."""
    lines = tuple(
        replace(line, quantity=line.quantity - quantities.get(line.product_id, 0))
        for line in cart.lines
        if line.quantity > quantities.get(line.product_id, 0)
    )
    return cart.with_lines(lines, now)


def _replace_line(cart: Cart, new: CartLine) -> tuple[CartLine, ...]:
    return tuple(new if line.product_id == new.product_id else line for line in cart.lines)


def _require_within(limits: Limits, cart: Cart) -> Cart:
    """Return the cart; reject with `cart.itemLimit` if it exceeds a limit (C-cart-6)."""
    if cart.count > limits.per_cart or any(line.quantity > limits.per_line for line in cart.lines):
        raise Rejection(
            "cart.itemLimit",
            f"A cart holds at most {limits.per_cart} pieces, and {limits.per_line} of one product.",
            rule="C-cart-6",
        )
    return cart
