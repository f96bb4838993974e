"""Mutants of order numbers."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from stub_server.shop.operations import checkout, numbering
from tests.checker.mutants.mutant import Mutant
from tests.checker.mutants.patches import wrap, wrapper


def _numbers(make: Any) -> Any:
    def number(original: Any, shop: Any, year: int) -> str:
        return str(make(original, shop, year))

    return wrapper(numbering.next_number, number)


def _chance(original: Any, shop: Any, year: int) -> str:
    original(shop, year)
    return f"KN-{year}-{int(shop.sandbox.ids.token(6).encode().hex(), 16) % 10**6:06}"


def _by_two(original: Any, shop: Any, year: int) -> str:
    original(shop, year)
    return str(original(shop, year))


def _last_year(original: Any, shop: Any, year: int) -> str:
    return str(original(shop, year - 1))


def _unreadable(original: Any, shop: Any, year: int) -> str:
    return str(original(shop, year)).rsplit("-", 1)[1]


def _by_session() -> None:
    """Number the orders of each buyer separately."""
    counts: dict[str, int] = {}

    async def made(original: Any, request: Any, shop: Any) -> Any:
        answer = await original(request, shop)
        order = shop.orders.get(answer.order_id)
        assert order
        counts[order.session_key] = count = counts.get(order.session_key, 0) + 1
        shop.orders.save(replace(order, number=f"KN-{order.created_at.year}-{count:04}"))
        return answer

    wrap(checkout._create, made)


def _race_for_number() -> None:
    """Read the counter before the call to Stripe and write it afterwards."""

    async def made(original: Any, request: Any, shop: Any) -> Any:
        year = shop.now().year
        counter = shop.sandbox.store.get("counters", str(year))
        mine = 1 + (counter["last"] if counter else 0)
        await asyncio.sleep(0.02)
        answer = await original(request, shop)
        order = shop.orders.get(answer.order_id)
        assert order
        shop.orders.save(replace(order, number=f"KN-{year}-{mine:04}"))
        shop.sandbox.store.put("counters", str(year), {"year": year, "last": mine})
        return answer

    wrap(checkout._create, made)


MUTANTS = [
    Mutant("ord-number-chance", "C-ord-8", "numbers are random", _numbers(_chance)),
    Mutant("ord-number-by-two", "C-ord-8", "numbers grow by two", _numbers(_by_two)),
    Mutant("ord-number-year", "C-ord-8", "numbers contain last year", _numbers(_last_year)),
    Mutant("ord-number-bare", "C-ord-8", "numbers contain no year", _numbers(_unreadable)),
    Mutant("ord-number-by-buyer", "C-ord-8", "each buyer's orders are numbered from 1", _by_session),
    Mutant("ord-number-raced", "C-ord-8", "orders created concurrently have the same number", _race_for_number),
]  # fmt: skip
