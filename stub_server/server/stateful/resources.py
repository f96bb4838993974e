"""Which paths of the document are collections, items and singletons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from stub_server.server.document import Document, Operation
from stub_server.server.stateful.shapes import (
    ListShape,
    Node,
    id_member,
    list_members,
    list_shape,
    success_schema,
)

Methods = Mapping[str, Operation]


@dataclass(frozen=True, slots=True)
class Singleton:
    """One object at one path: `/profile`. owner: the collection whose item it belongs to."""

    path: str
    schema: Node
    get: Operation
    per_session: bool
    owner: Collection | None

    @property
    def name(self) -> str:
        """The last step of the path: `profile`."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Collection:
    """Items under one path. parameter: of the path of its items, if they have one.

    shape: of the response of its list. owner: the collection whose item they belong to: that of
    `/rooms` for `/rooms/{id}/photos`. member_of: the resource whose array the items are, when they
    have no list of their own.
    """

    path: str
    item: Node
    parameter: str | None
    id_member: str
    per_session: bool
    list: Operation | None
    get: Operation | None
    shape: ListShape | None
    owner: Collection | None
    member_of: Collection | Singleton | None = None

    @property
    def name(self) -> str:
        """The last literal step of the path: `rooms`."""
        return next(step for step in reversed(self.path.split("/")) if step[:1] != "{")


class Resources:
    """The resources of a document, by path."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._paths: dict[str, dict[str, Operation]] = {}
        for operation in document.operations.values():
            self._paths.setdefault(operation.path, {})[operation.method] = operation
        self._known: dict[str, Collection | Singleton | None] = {}

    def at(self, path: str) -> Collection | Singleton | None:
        """Return what is at a path that does not end in a parameter, or None."""
        if path not in self._known:
            self._known[path] = None  # a path is not its own parent
            self._known[path] = self._collection(path) or self._singleton(path)
        return self._known[path]

    def all(self) -> Iterator[Collection | Singleton]:
        """Yield every resource that has a state of its own."""
        for path in self._paths:
            found = self.at(path) if not path.endswith("}") else self.collection_of(path)
            if isinstance(found, Singleton) or (found is not None and found.member_of is None):
                yield found

    def collection_of(self, item_path: str) -> Collection | None:
        """Return the collection of an item's path, `/rooms/{id}`."""
        head, _, last = item_path.rpartition("/")
        found = self.at(head) if last[:1] == "{" else None
        return found if isinstance(found, Collection) else None

    def parent_of(self, path: str) -> Collection | Singleton | None:
        """Return the resource that the path is below: `/rooms` of `/rooms/{id}/photos`."""
        head = path.rpartition("/")[0]
        return self.collection_of(head) if head.endswith("}") else self.at(head) if head else None

    def _collection(self, path: str) -> Collection | None:
        methods = self._paths.get(path, {})
        parameter, item_methods = self._items_below(path)
        listing = methods.get("GET")
        schema = success_schema(listing, self._document) if listing else None
        shape = list_shape(schema, self._document) if schema is not None else None
        if shape is not None and (parameter or "POST" in methods or shape.member is None):
            return self._built(path, shape.item, parameter, methods, item_methods, shape)
        if listing is not None or not (parameter or "POST" in methods):
            return None
        if (embedded := self._embedded(path, parameter, methods, item_methods)) is not None:
            return embedded
        one = item_methods.get("GET") or methods.get("POST") if parameter else None
        item = success_schema(one, self._document) if one else None
        if item is None or "properties" not in item:
            return None
        return self._built(path, item, parameter, methods, item_methods, None)

    def _embedded(
        self, path: str, parameter: str | None, methods: Methods, item_methods: Methods
    ) -> Collection | None:
        """Return the collection whose items are an array of its parent: `/cart/items`."""
        parent = self.parent_of(path)
        if parent is None:
            return None
        schema = parent.schema if isinstance(parent, Singleton) else parent.item
        item = list_members(schema, self._document).get(path.rpartition("/")[2])
        if item is None:
            return None
        return self._built(path, item, parameter, methods, item_methods, None, parent)

    def _built(
        self,
        path: str,
        item: Node,
        parameter: str | None,
        methods: Methods,
        item_methods: Methods,
        shape: ListShape | None,
        member_of: Collection | Singleton | None = None,
    ) -> Collection:
        every = [*methods.values(), *item_methods.values()]
        return Collection(
            path=path,
            item=item,
            parameter=parameter,
            id_member=id_member(item, parameter),
            per_session=self._document.names_sessions and all(each.cookie for each in every),
            list=methods.get("GET"),
            get=item_methods.get("GET"),
            shape=shape,
            owner=self._owner_of(path),
            member_of=member_of,
        )

    def _singleton(self, path: str) -> Singleton | None:
        get = self._paths.get(path, {}).get("GET")
        schema = success_schema(get, self._document) if get else None
        if get is None or schema is None or "properties" not in schema:
            return None
        per_session = self._document.names_sessions and get.cookie
        return Singleton(path, schema, get, per_session, self._owner_of(path))

    def _owner_of(self, path: str) -> Collection | None:
        head = path.rpartition("/")[0]
        return self.collection_of(head) if head.endswith("}") else None

    def _items_below(self, path: str) -> tuple[str | None, Methods]:
        for candidate, methods in self._paths.items():
            head, _, last = candidate.rpartition("/")
            if head == path and last[:1] == "{":
                return last[1:-1], methods
        return None, {}
