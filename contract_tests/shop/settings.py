"""The shop's own settings: what it sells, its limits, its prices."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, Field

from contract_tests.harness import resources
from contract_tests.harness.config.values import Count, Texts
from contract_tests.harness.document import Document
from contract_tests.harness.session import CheckSession

CATALOGUE = "fixtures/catalogue.json"
LOGIN_ATTEMPTS = (5, 20)
"""Logins a minute that a backend allows, at least and at most (C-cus-6)."""


def _product_ids(path: str) -> list[str]:
    """Read the ids of a catalogue."""
    try:
        rows = json.loads(Path(path).read_text("utf-8"))
        return [str(row["id"]) for row in rows]
    except OSError as error:
        raise ValueError(f"{path} can't be read: {error.strerror}.") from None
    except (ValueError, TypeError, KeyError):
        raise ValueError(f"{path} is no JSON list of objects with an id.") from None


def _amount(text: str) -> str:
    """A number from 0 on, as it is written."""
    try:
        fits = 0 <= float(text) <= 1e9
    except ValueError:
        raise ValueError(f"{text!r} is not a number.") from None
    if not fits:
        raise ValueError(f"{text!r} is not from 0 to 1e9.")
    return text


Amount = Annotated[str, Field(coerce_numbers_to_str=True), AfterValidator(_amount)]


class ShopSettings(BaseModel, extra="forbid"):
    """`tax`: percent; `shipping`, `free_from`: EUR; None: what the first orders show (C-ord-4)."""

    product: Texts = []
    catalogue: Annotated[str, AfterValidator(_product_ids)] | None = None
    line_cap: Count = 99
    cart_cap: Count = 500
    tax: Amount | None = None
    shipping: Amount | None = None
    free_from: Amount | None = None

    def product_ids(self, document: Document) -> list[str]:
        """Return the products that the backend may sell."""
        if self.product:
            return self.product
        if self.catalogue is not None:
            return list(self.catalogue)
        default = resources.path(CATALOGUE)
        return _product_ids(str(default)) if default.is_file() else _example_products(document)


def shop_settings(session: CheckSession) -> ShopSettings:
    """Return the shop's settings of a run."""
    settings = session.pack_settings
    return settings if isinstance(settings, ShopSettings) else ShopSettings()


def _example_products(document: Document) -> list[str]:
    """Return the products that the document's examples name, each once."""
    found: dict[str, None] = {}
    for node in _nodes(document.raw.get("paths", {})):
        if isinstance(node, dict) and isinstance(node.get("productId"), str):
            found[node["productId"]] = None
    return list(found)


def _nodes(node: Any) -> list[Any]:
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return [node, *(inner for child in children for inner in _nodes(child))]
