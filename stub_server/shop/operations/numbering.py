"""Order numbers after a loss: none that a buyer may have seen is handed out again."""

from __future__ import annotations

from stub_server.shop.domain.order import place_of
from stub_server.shop.ports import Store

MOST = 1_000
"""Numbers that are left out at most."""


def raise_counters(store: Store, *, lost: int = 0) -> None:
    """Let each year's numbers go on above the highest number of the orders that are there.

    For a store that lost records: the counter may be older than the orders, or gone. lost: how
    many orders may have been lost; the latest year leaves out as many numbers.
    """
    highest: dict[int, int] = {}
    for order in store.all("orders"):
        if place := place_of(str(order.get("number"))):
            year, count = place
            highest[year] = max(count, highest.get(year, 0))
    for counter in store.all("counters"):
        match counter:
            case {"year": int(year), "last": int(count)}:
                highest[year] = max(count, highest.get(year, 0))
    if highest:
        highest[max(highest)] += min(lost, MOST)
    for year, count in highest.items():
        store.put("counters", str(year), {"year": year, "last": count})
