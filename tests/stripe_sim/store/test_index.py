"""The index of a table: positions in order, and filters that are read when they are needed."""

from __future__ import annotations

from typing import Any

import pytest

from stub_server.stripe_sim.store.index import Index

FIELDS = ("customer", "status")


class Library:
    """Objects by id, and how often each was read."""

    def __init__(self) -> None:
        self.objects: dict[str, dict[str, Any]] = {}
        self.read: list[str] = []
        self.index = Index(FIELDS, self.get)

    def get(self, identifier: str) -> dict[str, Any] | None:
        self.read.append(identifier)
        return self.objects.get(identifier)

    def put(self, identifier: str, created: int, customer: str | None, status: str) -> None:
        filters = {"customer": customer, "status": status}
        self.objects[identifier] = {"created": created, **filters, "_": {"account": "acct_1"}}
        self.index.add(identifier)

    def find(self, since: int = 0, until: int = 99, **filters: Any) -> list[str | None]:
        positions = self.index.positions_of(filters, since, min(until, len(self.index.ids)))
        return [self.index.ids[at] for at in positions]


@pytest.fixture
def library() -> Library:
    made = Library()
    made.put("a", 10, "x", "new")
    made.put("b", 11, "y", "new")
    made.put("c", 11, "x", "old")
    made.put("d", 12, None, "old")
    return made


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ["d", "c", "b", "a"]),
        ({"customer": "x"}, ["c", "a"]),
        ({"customer": None}, ["d"]),
        ({"status": "old"}, ["d", "c"]),
        ({"status": "old", "customer": "x"}, ["c"]),
        ({"status": "new", "customer": None}, []),
        ({"customer": "nobody"}, []),
    ],
)
def test_the_newest_come_first(library: Library, filters: Any, expected: list[str]) -> None:
    assert library.find(**filters) == expected
    library.put("a", 10, "x", "new")
    assert library.find(**filters) == expected


def test_only_the_places_that_are_asked_for(library: Library) -> None:
    assert library.find(1, 3) == ["c", "b"]
    assert library.find(1, 3, status="old") == ["c"]


def test_nothing_is_read_before_a_filter_asks_and_then_only_once(library: Library) -> None:
    assert library.find() == ["d", "c", "b", "a"]
    assert library.index.created_between(None, None) == (0, 4)
    assert library.read == []
    library.find(customer="x")
    library.find(status="new")
    assert library.read == ["a", "b", "c", "d"]
    library.put("e", 13, "x", "new")
    library.put("b", 11, "x", "new")
    library.put("b", 11, "x", "old")
    assert library.find(customer="x") == ["e", "c", "b", "a"]
    assert library.find(status="old") == ["d", "c", "b"]
    assert library.read[4:] == ["b", "e"]


@pytest.mark.parametrize(
    ("earliest", "latest", "expected"),
    [(11, None, (1, 4)), (None, 11, (0, 3)), (11, 11, (1, 3)), (13, None, (4, 4)), (0, 9, (0, 0))],
)
def test_seconds_are_both_included(
    library: Library, earliest: int | None, latest: int | None, expected: tuple[int, int]
) -> None:
    assert library.index.created_between(earliest, latest) == expected


@pytest.mark.parametrize("read_before", [False, True])
def test_what_is_dropped_leaves_a_hole_that_can_be_filled(
    library: Library, read_before: bool
) -> None:
    if read_before:
        library.find(customer="x")
    position = library.index.remove("a")
    assert position == 0
    assert library.find(customer="x") == ["c"]
    assert library.index.remove("a") is None
    library.index.restore("a", position)
    assert library.find(customer="x") == ["c", "a"]


def test_holes_are_closed_when_they_are_many(library: Library) -> None:
    library.find(customer="x")
    for identifier in ("a", "b"):
        library.index.remove(identifier)
    library.index.compact()
    assert library.index.ids == [None, None, "c", "d"]
    library.index.remove("d")
    library.index.cache["sums"] = 1
    library.index.compact()
    assert (library.index.ids, library.index.positions) == (["c"], {"c": 0})
    assert library.index.cache == {}
    assert library.find(customer="x") == ["c"]
