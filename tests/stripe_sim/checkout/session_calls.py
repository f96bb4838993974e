"""Calls of tests of Checkout Sessions."""

from __future__ import annotations

from typing import Any

MUG = {
    "line_items[0][price_data][currency]": "eur",
    "line_items[0][price_data][unit_amount]": 1200,
    "line_items[0][price_data][product_data][name]": "A mug",
    "line_items[0][quantity]": 2,
}
HOSTED = {"mode": "payment", "success_url": "https://shop.example/thanks"}


async def create_session(api: Any, **more: Any) -> dict[str, Any]:
    """A hosted session over two mugs."""
    made: dict[str, Any] = await api.post("checkout/sessions", {**HOSTED, **MUG, **more})
    return made
