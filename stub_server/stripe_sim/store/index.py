"""One account's objects of a kind, in their order; what lists filter by is read when asked for."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from stub_server.stripe_sim.store.schema import PRIVATE, Json

Read = Callable[[str], Json | None]
"""The object of an id, or None."""


class Shelf:
    """Ids oldest first, by place; a deleted one leaves a hole.

    worked_out: what somebody has worked out of the objects up to some place; it goes with them.
    """

    def __init__(self, fields: tuple[str, ...], read: Read) -> None:
        self.ids: list[str | None] = []
        self.places: dict[str, int] = {}
        self.worked_out: dict[str, Any] = {}
        self._facts = Facts(fields, read)

    def note(self, identifier: str) -> None:
        """Give a new object its place; of an old one, what was read is no longer true."""
        place = self.places.get(identifier)
        if place is None:
            self.places[identifier] = len(self.ids)
            self.ids.append(identifier)
        else:
            self._facts.doubt(place)

    def drop(self, identifier: str) -> int | None:
        """Take an object out of its place, if it has one; the others keep theirs."""
        place = self.places.pop(identifier, None)
        if place is not None:
            self.ids[place] = None
        return place

    def restore(self, identifier: str, place: int) -> None:
        """Put an object back where it was dropped."""
        self.places[identifier], self.ids[place] = place, identifier
        self._facts.doubt(place)

    def places_of(self, filters: Mapping[str, Any], since: int, until: int) -> Iterator[int]:
        """Places from `since` up to before `until` that match, newest first."""
        chosen: range | list[int] = range(since, until)
        if filters:
            chosen = self._facts.up_to_date(self.ids).places_of(filters, since, until)
        return (place for place in reversed(chosen) if self.ids[place] is not None)

    def span(self, earliest: int | None, latest: int | None) -> tuple[int, int]:
        """The places of what was created between two Unix seconds, both included."""
        if earliest is None and latest is None:
            return 0, len(self.ids)
        created = self._facts.up_to_date(self.ids).created
        since = 0 if earliest is None else bisect_left(created, earliest)
        until = len(self.ids) if latest is None else bisect_right(created, latest)
        return since, until

    def tidy(self) -> None:
        """Close the holes, if they are many: places are other ones then."""
        if len(self.ids) > 2 * len(self.places):
            self.ids = [identifier for identifier in self.ids if identifier is not None]
            self.places = {it: place for place, it in enumerate(self.ids) if it is not None}
            self.worked_out.clear()
            self._facts = self._facts.emptied()


class Facts:
    """When the object at each place was created, and the values that it is filtered by."""

    def __init__(self, fields: tuple[str, ...], read: Read) -> None:
        self.created = array("q")
        self._fields = fields
        self._read = read
        self._values: list[tuple[Any, ...]] = []
        self._by: tuple[dict[Any, list[int]], ...] = tuple({} for _ in fields)
        self._doubted: set[int] = set()

    def emptied(self) -> Facts:
        """The same, with nothing read."""
        return Facts(self._fields, self._read)

    def doubt(self, place: int) -> None:
        """What stands at the place has changed."""
        if place < len(self._values):
            self._doubted.add(place)

    def up_to_date(self, ids: list[str | None]) -> Facts:
        """These facts, after what is new or changed has been read; holes have none."""
        for place in self._doubted:
            record = self._record(ids[place])
            if record is not None:
                self._move(place, self._values_of(record))
        self._doubted.clear()
        for place in range(len(self._values), len(ids)):
            record = self._record(ids[place])
            if record is None:
                self.created.append(self.created[-1] if self.created else 0)
                self._values.append(())
                continue
            values = self._values_of(record)
            # What lives by a test clock has a time of its own, and its place in ours.
            self.created.append(record[PRIVATE].get("filed") or record["created"])
            self._values.append(values)
            for value, by in zip(values, self._by, strict=True):
                by.setdefault(value, []).append(place)
        return self

    def _record(self, identifier: str | None) -> Json | None:
        return None if identifier is None else self._read(identifier)

    def _values_of(self, record: Json) -> tuple[Any, ...]:
        return tuple([record.get(name) for name in self._fields])

    def _move(self, place: int, values: tuple[Any, ...]) -> None:
        before = self._values[place] or (None,) * len(values)
        for by, old, new in zip(self._by, before, values, strict=True):
            if self._values[place] and old == new:
                continue
            if self._values[place]:
                places = by[old]
                del places[bisect_left(places, place)]
            insort(by.setdefault(new, []), place)
        self._values[place] = values

    def places_of(self, filters: Mapping[str, Any], since: int, until: int) -> list[int]:
        """Places from `since` up to before `until` that match, oldest first, holes too."""
        wanted = [(self._fields.index(name), value) for name, value in filters.items()]
        # The rarest value leaves the fewest to look at.
        first = min((self._by[at].get(value, []) for at, value in wanted), key=len)
        near = first[bisect_left(first, since) : bisect_left(first, until)]
        if len(wanted) == 1:
            return near
        values = self._values
        return [it for it in near if all(values[it][at] == is_ for at, is_ in wanted)]
