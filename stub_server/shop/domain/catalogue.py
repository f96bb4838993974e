"""Products, and the overrides of their values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from stub_server.server.rejection import Rejection
from stub_server.shop.domain.money import Cents


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


@dataclass(frozen=True, slots=True)
class ProductOverride:
    """Values that apply instead of a product's own; None: the product's own applies."""

    product_id: str
    title: str | None = None
    price: Cents | None = None
    stock: int | None = None

    def apply(self, product: Product) -> Product:
        """Return the product with these values."""
        return replace(
            product,
            title=product.title if self.title is None else self.title,
            price=product.price if self.price is None else self.price,
            stock=product.stock if self.stock is None else self.stock,
        )


Catalogue = Mapping[str, Product]
"""The products of the fixtures by id, in the order of the file."""


def build_catalogue(products: Iterable[Product]) -> Catalogue:
    """Return the catalogue of these products."""
    return {product.id: product for product in products}


def product_not_found(product_id: str) -> Rejection:
    """Return the rejection of a product that is not in the catalogue or the cart (C-cart-5)."""
    return Rejection(
        "product.notFound", f"There is no product “{product_id}” here.", rule="C-cart-5"
    )
