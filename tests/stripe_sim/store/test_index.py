"""A shelf: places in order, and filters that are read only when somebody asks."""

from __future__ import annotations

from typing import Any

import pytest

from stub_server.stripe_sim.store.index import Shelf

FIELDS = ("customer", "status")


class Library:
    """Objects by id, and how often each was read."""

    def __init__(self) -> None:
        self.objects: dict[str, dict[str, Any]] = {}
        self.read: list[str] = []
        self.shelf = Shelf(FIELDS, self.get)

    def get(self, identifier: str) -> dict[str, Any] | None:
        self.read.append(identifier)
        return self.objects.get(identifier)

    def put(self, identifier: str, created: int, customer: str | None, status: str) -> None:
        filters = {"customer": customer, "status": status}
        self.objects[identifier] = {"created": created, **filters, "_": {"account": "acct_1"}}
        self.shelf.note(identifier)

    def found(self, since: int = 0, until: int = 99, **filters: Any) -> list[str | None]:
        places = self.shelf.places_of(filters, since, min(until, len(self.shelf.ids)))
        return [self.shelf.ids[at] for at in places]


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
    assert library.found(**filters) == expected
    library.put("a", 10, "x", "new")
    assert library.found(**filters) == expected


def test_only_the_places_that_are_asked_for(library: Library) -> None:
    assert library.found(1, 3) == ["c", "b"]
    assert library.found(1, 3, status="old") == ["c"]


def test_nothing_is_read_before_a_filter_asks_and_then_only_once(library: Library) -> None:
    assert library.found() == ["d", "c", "b", "a"]
    assert library.shelf.span(None, None) == (0, 4)
    assert library.read == []
    library.found(customer="x")
    library.found(status="new")
    assert library.read == ["a", "b", "c", "d"]
    library.put("e", 13, "x", "new")
    library.put("b", 11, "x", "new")
    library.put("b", 11, "x", "old")
    assert library.found(customer="x") == ["e", "c", "b", "a"]
    assert library.found(status="old") == ["d", "c", "b"]
    assert library.read[4:] == ["b", "e"]


@pytest.mark.parametrize(
    ("earliest", "latest", "expected"),
    [(11, None, (1, 4)), (None, 11, (0, 3)), (11, 11, (1, 3)), (13, None, (4, 4)), (0, 9, (0, 0))],
)
def test_seconds_are_both_included(
    library: Library, earliest: int | None, latest: int | None, expected: tuple[int, int]
) -> None:
    assert library.shelf.span(earliest, latest) == expected


@pytest.mark.parametrize("read_before", [False, True])
def test_what_is_dropped_leaves_a_hole_that_can_be_filled(
    library: Library, read_before: bool
) -> None:
    if read_before:
        library.found(customer="x")
    place = library.shelf.drop("a")
    assert place == 0
    assert library.found(customer="x") == ["c"]
    assert library.shelf.drop("a") is None
    library.shelf.restore("a", place)
    assert library.found(customer="x") == ["c", "a"]


def test_holes_are_closed_when_they_are_many(library: Library) -> None:
    library.found(customer="x")
    for identifier in ("a", "b"):
        library.shelf.drop(identifier)
    library.shelf.tidy()
    assert library.shelf.ids == [None, None, "c", "d"]
    library.shelf.drop("d")
    library.shelf.worked_out["sums"] = 1
    library.shelf.tidy()
    assert (library.shelf.ids, library.shelf.places) == (["c"], {"c": 0})
    assert library.shelf.worked_out == {}
    assert library.found(customer="x") == ["c"]
