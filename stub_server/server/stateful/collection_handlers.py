"""Operations on collections and their items, by REST convention."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stub_server.server.document import Document, Operation
from stub_server.server.examples import sample_of
from stub_server.server.plugin import Request, Result
from stub_server.server.rejection import Rejection
from stub_server.server.stateful.resources import Collection, Singleton
from stub_server.server.stateful.responses import respond
from stub_server.server.stateful.state import Items, State
from stub_server.server.stateful.values import Values

Json = dict[str, Any]


class CollectionHandler:
    """What the operations of a collection share."""

    def __init__(
        self,
        operation: Operation,
        collection: Collection,
        document: Document,
        state: State,
        values: Values,
    ) -> None:
        self._operation = operation
        self._collection = collection
        self._document = document
        self._state = state
        self._values = values

    async def list_items(self, request: Request[Any], _: Any) -> Result:
        """Return the items; query parameters that the document names filter by equal members."""
        items = self._items(request)
        found = [item for item in items.items if self._matches(item, request.query)]
        return respond(self._operation, self._document, items.source, lambda: self._wrap(found))

    async def create(self, request: Request[Any], _: Any) -> Result:
        """Store a new item under a generated id."""
        collection = self._collection
        items = self._items(request)
        item = self._values.create(collection.item, request.body, request.path)
        self._values.identify(
            item, collection.id_member, collection.item, request.body, items.items
        )
        position = items.position(str(item.get(collection.id_member)))
        if position is None:
            items.items.append(item)
        else:
            items.items[position] = item
        self._state.save_items(collection, request, items)
        return self._result(request, items, item)

    async def get(self, request: Request[Any], _: Any) -> Result:
        """Return the item; 404 when there is none."""
        items = self._items(request)
        item = items.items[self._position(items, request)]
        return respond(self._operation, self._document, items.source, lambda: item)

    async def update(self, request: Request[Any], _: Any) -> Result:
        """Change the members that the body has."""
        items = self._items(request)
        position = self._position(items, request)
        changed = self._values.change(self._collection.item, items.items[position], request.body)
        return self._store(request, items, position, changed)

    async def replace(self, request: Request[Any], _: Any) -> Result:
        """Replace the item, but for its id and its read-only members."""
        items = self._items(request)
        position = self._position(items, request)
        item = self._values.replace(
            self._collection.item,
            items.items[position],
            request.body,
            self._collection.id_member,
        )
        return self._store(request, items, position, item)

    async def delete(self, request: Request[Any], _: Any) -> Result:
        """Delete the item."""
        items = self._items(request)
        item = items.items.pop(self._position(items, request))
        self._state.save_items(self._collection, request, items)
        self._state.delete_parts(self._collection, request)
        return self._result(request, items, item)

    async def clear(self, request: Request[Any], _: Any) -> Result:
        """Delete all items."""
        items = self._items(request)
        items.items.clear()
        self._state.save_items(self._collection, request, items)
        return self._result(request, items, None)

    async def act(self, request: Request[Any], _: Any) -> Result:
        """Answer an action on an item (`POST /bookings/{id}/cancel`) with the item as it is."""
        items = self._items(request)
        item = items.items[self._position(items, request)]
        return respond(self._operation, self._document, items.source, lambda: item)

    def _store(self, request: Request[Any], items: Items, position: int, item: Json) -> Result:
        items.items[position] = item
        self._state.save_items(self._collection, request, items)
        return self._result(request, items, item)

    def _result(self, request: Request[Any], items: Items, item: Json | None) -> Result:
        """Return the item, the list, or the object that the items belong to: what fits."""
        return respond(
            self._operation,
            self._document,
            "state",
            lambda: item,
            lambda: self._wrap(items.items),
            lambda: self._parent(request),
        )

    def _wrap(self, found: list[Json]) -> Any:
        collection = self._collection
        if collection.shape is None or collection.list is None:
            return found
        sample = sample_of(collection.list, self._document).content
        return collection.shape.wrap(found, sample)

    def _parent(self, request: Request[Any]) -> Any:
        parent = self._collection.member_of
        if parent is None:
            return None
        if isinstance(parent, Singleton):
            found = self._state.singleton(parent, request)
        else:
            found = self._state.item(parent, request)
        return found[0] if found else None

    def _items(self, request: Request[Any]) -> Items:
        items = self._state.items(self._collection, request)
        if items is None:
            raise _not_found(self._collection, request)
        return items

    def _position(self, items: Items, request: Request[Any]) -> int:
        position = items.position(request.path.get(self._collection.parameter or "", ""))
        if position is None:
            raise _not_found(self._collection, request)
        return position

    def _matches(self, item: Json, query: Mapping[str, str]) -> bool:
        return all(
            str(item[name]).lower() == query[name].lower()
            for place, name in self._operation.parameters
            if place == "query" and name in query and name in item
        )


def _not_found(collection: Collection, request: Request[Any]) -> Rejection:
    wanted = request.path.get(collection.parameter or "", "")
    return Rejection("request.notFound", f"There is no “{wanted}” in {collection.name}.")
