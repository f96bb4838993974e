"""Order numbers after a loss of records (R1)."""

from __future__ import annotations

import pytest

from stub_server.shop.domain.order import format_number, parse_number
from stub_server.shop.ports import INDEXES
from stub_server.shop.store_repair import MAX_SKIPPED_NUMBERS, raise_counters
from stub_server.storage import MemoryStore


def store_with(numbers: list[str], counters: dict[int, int]) -> MemoryStore:
    store = MemoryStore(INDEXES)
    for number in numbers:
        store.put("orders", number, {"number": number})
    for year, last in counters.items():
        store.put("counters", str(year), {"year": year, "last": last})
    return store


@pytest.mark.parametrize(
    ("numbers", "counters", "lost", "expected"),
    [
        ([], {}, 5, {}),
        (["KN-2026-0007", "KN-2026-0003"], {}, 0, {2026: 7}),
        (["KN-2026-0007"], {2026: 5}, 0, {2026: 7}),
        (["KN-2026-0007"], {2026: 9}, 0, {2026: 9}),
        (["KN-2025-0007", "KN-2026-0002"], {2025: 9}, 3, {2025: 9, 2026: 5}),
        (["KN-2026-0007"], {}, 10**9, {2026: 7 + MAX_SKIPPED_NUMBERS}),
        (["none", "KN-2026-0001"], {}, 0, {2026: 1}),
    ],
)
def test_numbers_go_on_above_the_highest(
    numbers: list[str], counters: dict[int, int], lost: int, expected: dict[int, int]
) -> None:
    store = store_with(numbers, counters)
    raise_counters(store, lost=lost)
    assert {record["year"]: record["last"] for record in store.all("counters")} == expected


def test_a_counter_that_is_damaged_is_replaced() -> None:
    store = store_with(["KN-2026-0007"], {})
    store.put("counters", "2026", {"year": 2026, "lasu": 9})
    raise_counters(store)
    assert store.get("counters", "2026") == {"year": 2026, "last": 7}


def test_a_number_is_read_as_it_was_made() -> None:
    assert parse_number(format_number("A-B", 2026, 12345)) == (2026, 12345)
    assert parse_number("KN-x-0001") is None
    assert parse_number("") is None
