"""A customer, and PaymentMethods attached to it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

Attach = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
async def customer(api: Any) -> str:
    """Create a customer and return its id."""
    return str((await api.post("customers", email="jenny@example.com"))["id"])


@pytest.fixture
def attach(api: Any, customer: str) -> Attach:
    """Return a function that attaches a PaymentMethod, by default a Visa, to the customer."""

    async def attach_method(method: str = "pm_card_visa") -> dict[str, Any]:
        record: dict[str, Any] = await api.post(
            f"payment_methods/{method}/attach", customer=customer
        )
        return record

    return attach_method
