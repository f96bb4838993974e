"""What a resource holds before anybody writes to it: fixtures, else examples, else the schema."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from stub_server.server.document import Document, Operation
from stub_server.server.examples import Sample, sample_of
from stub_server.server.stateful.resources import Collection, Singleton
from stub_server.server.stateful.shapes import counted, list_members

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Seed:
    """A value to begin with. source: `state` (from a fixture), `example` or `schema`."""

    value: Any
    source: str


class Seeds:
    """Seeds by path of the document, each made once."""

    def __init__(self, document: Document, fixtures: Mapping[str, Any]) -> None:
        self._document = document
        self._fixtures = fixtures
        self._made: dict[str, Seed] = {}

    def items(self, collection: Collection) -> Seed:
        """Return the items of a collection."""
        if collection.path not in self._made:
            self._made[collection.path] = self._items(collection)
        return self._made[collection.path]

    def singleton(self, singleton: Singleton) -> Seed:
        """Return the object of a singleton."""
        if singleton.path not in self._made:
            sample = sample_of(singleton.get, self._document)
            known = self._fixtures.get(singleton.name)
            seed = Seed(known, "state") if known is not None else None
            self._made[singleton.path] = seed or Seed(
                self._counted(singleton, sample), sample.source
            )
        return self._made[singleton.path]

    def _items(self, collection: Collection) -> Seed:
        known = self._fixtures.get(collection.name)
        if known is not None:
            return Seed(known, "state")
        listed = self._sample(collection.list)
        items: list[Json] = []
        if listed is not None and collection.shape is not None:
            items = collection.shape.unwrap(listed.content)
        one = self._sample(collection.get)
        if one is not None and isinstance(one.content, dict):
            source = listed.source if listed and items else one.source
            if one.source == "example" and not _has(items, one.content, collection.id_member):
                items = [*(items if source == "example" else []), one.content]
                return Seed(items, "example")
            return Seed(items or [one.content], source)
        return Seed(items, listed.source if listed else "state")

    def _counted(self, singleton: Singleton, sample: Sample) -> Any:
        """Return a value made from the schema with its counting members right."""
        content = sample.content
        lists = list_members(singleton.schema, self._document)
        if sample.source != "schema" or not isinstance(content, dict) or len(lists) != 1:
            return content
        return counted(content, len(content.get(next(iter(lists)), ())))

    def _sample(self, operation: Operation | None) -> Sample | None:
        if operation is None or operation.success not in operation.responses:
            return None
        return sample_of(operation, self._document)


def _has(items: list[Json], wanted: Json, member: str) -> bool:
    return any(item.get(member) == wanted.get(member) for item in items)
