"""Order numbers, counted by year (C-ord-8)."""

from __future__ import annotations

from stub_server.shop.context import ShopContext
from stub_server.shop.domain.order import format_number


def next_number(shop: ShopContext, year: int) -> str:
    """Return the number for a new order of the year: one more than the year's last (C-ord-8)."""
    return format_number(shop.policy.number_prefix, year, shop.counters.increment(year))
