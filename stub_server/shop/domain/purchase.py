"""Purchases: the part of an order that is fixed at its creation (C-chk-1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stub_server.server.rejection import Rejection
from stub_server.shop.domain.address import Address, parse_address
from stub_server.shop.domain.cart import Cart
from stub_server.shop.domain.catalogue import Product
from stub_server.shop.domain.money import Cents
from stub_server.shop.domain.pricing import Totals, compute_totals
from stub_server.shop.domain.shop_policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """A quantity of a product, with its values at the purchase (C-ord-3). unit_price: cents."""

    product_id: str
    title: str
    brand: str
    size: str
    image: str
    href: str
    quantity: int
    unit_price: Cents

    @property
    def total(self) -> Cents:
        """Unit price times quantity, in cents (C-cart-7)."""
        return Cents(self.unit_price * self.quantity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """Lines, sums and addresses of an order; they never change (C-chk-1)."""

    email: str
    shipping_address: Address
    billing_address: Address
    lines: tuple[OrderLine, ...]
    totals: Totals

    @property
    def quantities(self) -> dict[str, int]:
        """Product id → quantity."""
        return {line.product_id: line.quantity for line in self.lines}


def build_purchase(
    cart: Cart,
    products: Sequence[Product],
    *,
    email: str,
    shipping: object,
    billing: object,
    policy: Policy,
) -> Purchase:
    """Return the purchase of a cart's content (C-chk-1).

    products: those of the cart's lines, in their order. shipping, billing: addresses as JSON
    values; billing None stands for the shipping address. Reject, in this order (C-chk-4), with
    `checkout.cartEmpty`, `checkout.addressInvalid`, `checkout.stockChanged`,
    `checkout.priceChanged`.
    """
    if not cart.lines:
        raise cart_empty()
    shipping_address = parse_address(shipping, "shippingAddress")
    billing_address = (
        shipping_address if billing is None else parse_address(billing, "billingAddress")
    )
    _check_against(cart, products)
    return Purchase(
        email=email,
        shipping_address=shipping_address,
        billing_address=billing_address,
        lines=tuple(
            _order_line(product, line.quantity)
            for line, product in zip(cart.lines, products, strict=True)
        ),
        totals=compute_totals(cart.subtotal, policy),
    )


def cart_empty() -> Rejection:
    """Return the rejection of a checkout with an empty cart (C-chk-2)."""
    return Rejection("checkout.cartEmpty", "There is nothing in the cart.", rule="C-chk-2")


def _check_against(cart: Cart, products: Sequence[Product]) -> None:
    """Reject lines without enough stock, then lines with another price (C-chk-5)."""
    pairs = list(zip(cart.lines, products, strict=True))
    if short := [product.id for line, product in pairs if product.stock < line.quantity]:
        raise Rejection(
            "checkout.stockChanged",
            "There is no longer enough in stock of: " + ", ".join(short) + ".",
            rule="C-chk-5",
            members={"lines": short},
        )
    if changed := [product.id for line, product in pairs if product.price != line.unit_price]:
        raise Rejection(
            "checkout.priceChanged",
            "The price has changed of: " + ", ".join(changed) + ". Refresh the cart and try again.",
            rule="C-chk-5",
            members={"lines": changed},
        )


def _order_line(product: Product, quantity: int) -> OrderLine:
    return OrderLine(
        product_id=product.id,
        title=product.title,
        brand=product.brand,
        size=product.size,
        image=product.image,
        href=product.href,
        quantity=quantity,
        unit_price=product.price,
    )
