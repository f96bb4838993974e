"""The objects of one account and table in their order, and the values that lists filter by."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from stub_server.stripe_sim.store.schema import PRIVATE, Json

Read = Callable[[str], Json | None]
"""Return the object with an id, or None."""

ValuesOf = Callable[[Json], tuple[Any, ...]]
"""Return the values of an object by which it is found, one for each field."""

MAX_SEARCHES = 16
"""Searched fields of a table whose values are indexed: those that were used last."""


class Index:
    """Ids by position, oldest first; a deleted object leaves a gap.

    cache: results that callers compute from the objects up to some position; `compact` clears it.
    """

    def __init__(self, fields: tuple[str, ...], read: Read) -> None:
        self.ids: list[str | None] = []
        self.positions: dict[str, int] = {}
        self.cache: dict[str, Any] = {}
        self._read = read
        self._filter_values = FilterValues(fields, read)
        self._searches: dict[str, FilterValues] = {}

    def add(self, identifier: str) -> None:
        """Give a new object the next position; invalidate the values of a known object."""
        position = self.positions.get(identifier)
        if position is None:
            self.positions[identifier] = len(self.ids)
            self.ids.append(identifier)
        else:
            self._invalidate(position)

    def _invalidate(self, position: int) -> None:
        self._filter_values.invalidate(position)
        for values in self._searches.values():
            values.invalidate(position)

    def remove(self, identifier: str) -> int | None:
        """Remove an object and return its position, or None; the others keep theirs."""
        position = self.positions.pop(identifier, None)
        if position is not None:
            self.ids[position] = None
        return position

    def restore(self, identifier: str, position: int) -> None:
        """Put a removed object back to its position."""
        self.positions[identifier], self.ids[position] = position, identifier
        self._invalidate(position)

    def positions_with(self, field: str, values_of: ValuesOf, values: list[str]) -> list[int]:
        """Return the positions of objects with one of the values, oldest first, gaps included.

        field: a name for what `values_of` returns, one value for an object. The first search for
        a field reads every object, later ones those that have changed.
        """
        searched = self._searches.pop(field, None) or FilterValues((field,), self._read, values_of)
        self._searches[field] = searched
        if len(self._searches) > MAX_SEARCHES:
            del self._searches[next(iter(self._searches))]
        searched.refresh(self.ids)
        end = len(self.ids)
        found = (searched.positions_of({field: value}, 0, end) for value in dict.fromkeys(values))
        return sorted(position for positions in found for position in positions)

    def positions_of(self, filters: Mapping[str, Any], since: int, until: int) -> Iterator[int]:
        """Return the matching positions from `since` up to before `until`, newest first."""
        matching: range | list[int] = range(since, until)
        if filters:
            values = self._filter_values.refresh(self.ids)
            matching = values.positions_of(filters, since, until)
        return (position for position in reversed(matching) if self.ids[position] is not None)

    def created_between(self, earliest: int | None, latest: int | None) -> tuple[int, int]:
        """Return the first position, and the one after the last, of the objects created then.

        earliest, latest: Unix seconds, both included; None: no limit.
        """
        if earliest is None and latest is None:
            return 0, len(self.ids)
        created = self._filter_values.refresh(self.ids).created
        since = 0 if earliest is None else bisect_left(created, earliest)
        until = len(self.ids) if latest is None else bisect_right(created, latest)
        return since, until

    def compact(self) -> None:
        """Close the gaps if they are more than the objects; this changes positions."""
        if len(self.ids) > 2 * len(self.positions):
            identifiers = [identifier for identifier in self.ids if identifier is not None]
            self.positions = {
                identifier: position for position, identifier in enumerate(identifiers)
            }
            self.ids = [*identifiers]
            self.cache.clear()
            self._filter_values = self._filter_values.without_values()
            self._searches.clear()


class FilterValues:
    """By position: the second of creation, and the values of the members that lists filter by."""

    def __init__(
        self, fields: tuple[str, ...], read: Read, values_of: ValuesOf | None = None
    ) -> None:
        """Start empty. values_of: by default the top-level members of those names."""
        self.created = array("q")
        self._fields = fields
        self._read = read
        self._values: list[tuple[Any, ...]] = []
        self._positions: tuple[dict[Any, list[int]], ...] = tuple({} for _ in fields)
        self._stale: set[int] = set()
        self._values_of = values_of or self._members_of

    def without_values(self) -> FilterValues:
        """Return an empty table for the same members."""
        return FilterValues(self._fields, self._read)

    def invalidate(self, position: int) -> None:
        """Have the object at the position read again at the next refresh."""
        if position < len(self._values):
            self._stale.add(position)

    def refresh(self, ids: list[str | None]) -> FilterValues:
        """Read the new and the changed objects, and return self; gaps have no values."""
        for position in self._stale:
            record = self._find(ids[position])
            if record is not None:
                self._update(position, self._values_of(record))
        self._stale.clear()
        for position in range(len(self._values), len(ids)):
            record = self._find(ids[position])
            if record is None:
                self.created.append(self.created[-1] if self.created else 0)
                self._values.append(())
                continue
            values = self._values_of(record)
            # An object on a test clock has its own time; its position follows the simulator's.
            self.created.append(record[PRIVATE].get("filed") or record["created"])
            self._values.append(values)
            for value, positions in zip(values, self._positions, strict=True):
                positions.setdefault(value, []).append(position)
        return self

    def _find(self, identifier: str | None) -> Json | None:
        return None if identifier is None else self._read(identifier)

    def _members_of(self, record: Json) -> tuple[Any, ...]:
        return tuple([record.get(name) for name in self._fields])

    def _update(self, position: int, values: tuple[Any, ...]) -> None:
        before = self._values[position] or (None,) * len(values)
        for by_value, old, new in zip(self._positions, before, values, strict=True):
            if self._values[position] and old == new:
                continue
            if self._values[position]:
                positions = by_value[old]
                del positions[bisect_left(positions, position)]
            insort(by_value.setdefault(new, []), position)
        self._values[position] = values

    def positions_of(self, filters: Mapping[str, Any], since: int, until: int) -> list[int]:
        """Return the matching positions, oldest first, gaps included."""
        wanted = [(self._fields.index(name), value) for name, value in filters.items()]
        # The rarest value leaves the fewest positions to compare.
        rarest = min((self._positions[field].get(value, []) for field, value in wanted), key=len)
        near = rarest[bisect_left(rarest, since) : bisect_left(rarest, until)]
        if len(wanted) == 1:
            return near
        values = self._values
        return [
            position
            for position in near
            if all(values[position][field] == value for field, value in wanted)
        ]
