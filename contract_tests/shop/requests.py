"""Bodies of requests that a backend accepts."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Iterator
from typing import Any

ADDRESS = {
    "name": "Ada Beispiel",
    "street": "Musterweg 1",
    "postalCode": "10115",
    "city": "Berlin",
    "country": "DE",
}
PASSWORD = "correct horse battery"
_emails: Iterator[int] = itertools.count(1)


def new_email(name: str = "shopper") -> str:
    """Return an address that nobody has used."""
    return f"{name}.{secrets.token_hex(5)}{next(_emails)}@example.com"


def checkout_request(**members: Any) -> dict[str, Any]:
    """Return a CheckoutRequest with these members; `...` takes one out."""
    usual = {"email": "buyer@example.com", "shippingAddress": ADDRESS, "acceptsMarketing": False}
    return {name: value for name, value in {**usual, **members}.items() if value is not ...}
