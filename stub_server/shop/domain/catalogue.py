"""What the shop sells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from stub_server.shop.domain.money import Cents
from stub_server.shop.domain.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Product:
    """One article. price: cents; stock: pieces; image: a path on the frontend's host."""

    id: str
    title: str
    brand: str
    size: str
    category: str
    price: Cents
    image: str
    href: str
    stock: int


class Catalogue:
    """The products by id, in their order; it never changes."""

    def __init__(self, products: Iterable[Product]) -> None:
        self._products = {product.id: product for product in products}

    def get(self, product_id: str) -> Product | None:
        """The product as the fixtures have it, or None."""
        return self._products.get(product_id)

    def __iter__(self) -> Iterator[Product]:
        return iter(self._products.values())


def unknown(product_id: str) -> Refusal:
    """The no to a product that is not in the catalogue, or not in the cart (C-cart-5)."""
    return Refusal("product.notFound", f"There is no product “{product_id}” here.", rule="C-cart-5")
