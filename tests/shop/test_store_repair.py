"""Order numbers after a loss of records (R1)."""

from __future__ import annotations

import pytest

from stub_server.shop.domain.order import number_of, place_of
from stub_server.shop.ports import INDEXES
from stub_server.shop.store_repair import MOST, raise_counters
from stub_server.storage import JsonStore


def store_with(numbers: list[str], counters: dict[int, int]) -> JsonStore:
    store = JsonStore.in_memory(INDEXES)
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
        (["KN-2026-0007"], {}, 10**9, {2026: 7 + MOST}),
        (["none", "KN-2026-0001"], {}, 0, {2026: 1}),
    ],
)
def test_numbers_go_on_above_the_highest(
    numbers: list[str], counters: dict[int, int], lost: int, expected: dict[int, int]
) -> None:
    store = store_with(numbers, counters)
    raise_counters(store, lost=lost)
    assert {it["year"]: it["last"] for it in store.all("counters")} == expected


def test_a_counter_that_is_damaged_is_replaced() -> None:
    store = store_with(["KN-2026-0007"], {})
    store.put("counters", "2026", {"year": 2026, "lasu": 9})
    raise_counters(store)
    assert store.get("counters", "2026") == {"year": 2026, "last": 7}


def test_a_number_is_read_as_it_was_made() -> None:
    assert place_of(number_of("A-B", 2026, 12345)) == (2026, 12345)
    assert place_of("KN-x-0001") is None
    assert place_of("") is None
