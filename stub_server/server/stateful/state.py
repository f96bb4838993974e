"""Loads and saves resources; each is one record of the store, by session and path."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from stub_server.server.plugin import Request, Sessions
from stub_server.server.sessions import STATE
from stub_server.server.stateful.resources import Collection, Singleton
from stub_server.server.stateful.seeds import Seeds
from stub_server.server.stateful.shapes import counted
from stub_server.storage.protocol import Store

Json = dict[str, Any]


@dataclass(slots=True)
class Items:
    """The items of a collection, to be changed in place and saved. source: as for seeds."""

    items: list[Json]
    source: str
    member: str

    def position(self, wanted: str) -> int | None:
        """Return where the item of that id is, or None."""
        for position, item in enumerate(self.items):
            if str(item.get(self.member)) == wanted:
                return position
        return None


class State:
    """The state of all resources. Nothing here awaits: a request sees and changes it as a whole."""

    def __init__(self, store: Store, seeds: Seeds, sessions: Sessions) -> None:
        self._store = store
        self._seeds = seeds
        self._sessions = sessions

    def items(self, collection: Collection, request: Request[Any]) -> Items | None:
        """Return the collection's items; None when the item that they belong to is not there."""
        if not self._has_owner(collection, request):
            return None
        if collection.member_of is not None:
            return self._embedded(collection, collection.member_of, request)
        record = self._store.get(STATE, self._key(collection, request))
        if record is not None:
            return Items(record["items"], "state", collection.id_member)
        seed = self._seeds.items(collection)
        items = [dict(item) for item in copy.deepcopy(seed.value)]
        return Items(
            _owned(items, seed.source, collection, request), seed.source, collection.id_member
        )

    def save_items(self, collection: Collection, request: Request[Any], items: Items) -> None:
        """Save the collection's items."""
        parent = collection.member_of
        if parent is None:
            self._put(collection, request, {"items": items.items})
        elif isinstance(parent, Singleton):
            found = self.singleton(parent, request)
            value = found[0] if found else {}
            self.save_singleton(parent, request, _with_items(value, collection, items))
        else:
            self._save_in_item(parent, collection, request, items)

    def singleton(self, singleton: Singleton, request: Request[Any]) -> tuple[Json, str] | None:
        """Return the object and where it comes from; None when its owner is not there."""
        if not self._has_owner(singleton, request):
            return None
        record = self._store.get(STATE, self._key(singleton, request))
        if record is not None:
            return record["value"], "state"
        seed = self._seeds.singleton(singleton)
        return copy.deepcopy(seed.value), seed.source

    def save_singleton(self, singleton: Singleton, request: Request[Any], value: Json) -> None:
        """Save the singleton's object."""
        self._put(singleton, request, {"value": value})

    def delete_singleton(self, singleton: Singleton, request: Request[Any]) -> None:
        """Bring the singleton back to its seed."""
        self._store.delete(STATE, self._key(singleton, request))

    def item(self, collection: Collection, request: Request[Any]) -> tuple[Json, str] | None:
        """Return the item that the request's path names, and where it comes from; or None."""
        items = self.items(collection, request)
        position = (
            items.position(request.path.get(collection.parameter or "", "")) if items else None
        )
        return (items.items[position], items.source) if items and position is not None else None

    def _embedded(
        self, collection: Collection, parent: Collection | Singleton, request: Request[Any]
    ) -> Items | None:
        if isinstance(parent, Singleton):
            found = self.singleton(parent, request)
        else:
            found = self.item(parent, request)
        if found is None:
            return None
        value, source = found
        items = (value or {}).get(collection.name) or []
        return Items(items, source, collection.id_member)

    def _save_in_item(
        self, parent: Collection, collection: Collection, request: Request[Any], items: Items
    ) -> None:
        outer = self.items(parent, request)
        position = outer.position(request.path[parent.parameter or ""]) if outer else None
        if outer is not None and position is not None:
            outer.items[position] = _with_items(outer.items[position], collection, items)
            self.save_items(parent, request, outer)

    def delete_parts(self, collection: Collection, request: Request[Any]) -> None:
        """Delete what belongs to the item that the request's path names."""
        name = quote(request.path.get(collection.parameter or "", ""), safe="")
        below = f"{self._key(collection, request)}/{name}/"
        for record in self._store.all(STATE):
            if record["key"].startswith(below):
                self._store.delete(STATE, record["key"])

    def _has_owner(self, resource: Collection | Singleton, request: Request[Any]) -> bool:
        return resource.owner is None or self.item(resource.owner, request) is not None

    def _put(self, resource: Collection | Singleton, request: Request[Any], record: Json) -> None:
        key = self._key(resource, request)
        session = {"session": self._scope(resource, request)} if resource.per_session else {}
        self._store.put(STATE, key, {"key": key, **session, **record})

    def _key(self, resource: Collection | Singleton, request: Request[Any]) -> str:
        return f"{self._scope(resource, request)} {instance_path(resource.path, request.path)}"

    def _scope(self, resource: Collection | Singleton, request: Request[Any]) -> str:
        """Return the key of the session, or "" for a resource that all sessions share."""
        return self._sessions.key_of(request.session) if resource.per_session else ""


def _owned(
    items: list[Json], source: str, collection: Collection, request: Request[Any]
) -> list[Json]:
    """Return the seeds that belong to the owner in the path; one made by schema belongs to any."""
    names = [name for name in request.path if name != collection.parameter]
    if source == "schema":
        known = {name: request.path[name] for name in names}
        return [
            {
                name: known.get(name, value) if isinstance(value, str) else value
                for name, value in item.items()
            }
            for item in items
        ]
    return [
        item
        for item in items
        if all(str(item.get(name, request.path[name])) == request.path[name] for name in names)
    ]


def _with_items(parent: Json, collection: Collection, items: Items) -> Json:
    return counted({**parent, collection.name: items.items}, len(items.items))


def instance_path(path: str, parameters: Mapping[str, str]) -> str:
    """Return the path with its parameters filled in."""
    for name, value in parameters.items():
        path = path.replace(f"{{{name}}}", quote(value, safe=""))
    return path
