"""Chooses what an operation without handler does, by its method and path."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from stub_server.server.document import Document, Operation
from stub_server.server.plugin import Handler
from stub_server.server.stateful.collection_handlers import CollectionHandler
from stub_server.server.stateful.logins import (
    LOGIN,
    LOGOUT,
    LoginHandler,
    LoginSessions,
    last_step,
)
from stub_server.server.stateful.resources import Collection, Resources, Singleton
from stub_server.server.stateful.singleton_handlers import SingletonHandler
from stub_server.server.stateful.state import State
from stub_server.server.stateful.values import Values

ITEM = {"GET": "get", "PATCH": "update", "PUT": "replace", "DELETE": "delete"}
COLLECTION = {"GET": "list_items", "POST": "create", "DELETE": "clear"}
SINGLETON = {"GET": "get", "PATCH": "update", "PUT": "replace", "DELETE": "delete"}


class StatefulHandlers:
    """Finds the handler of an operation; None where no convention fits."""

    def __init__(
        self,
        document: Document,
        resources: Resources,
        state: State,
        values: Values,
        sessions: Any,
    ) -> None:
        self._document = document
        self._resources = resources
        self._state = state
        self._values = values
        self._sessions = sessions

    def find(self, operation: Operation) -> Handler | None:
        """Return the handler of the operation, or None."""
        if operation.signature_header is not None:
            return None
        return self._login(operation) or self._resource(operation)

    def _login(self, operation: Operation) -> Handler | None:
        if operation.method != "POST" or not hasattr(self._sessions, "log_in"):
            return None
        sessions = cast("LoginSessions", self._sessions)
        handler = LoginHandler(operation, self._document, sessions)
        if last_step(operation) in LOGIN:
            return handler.log_in
        return handler.log_out if last_step(operation) in LOGOUT else None

    def _resource(self, operation: Operation) -> Handler | None:
        if (collection := self._resources.collection_of(operation.path)) is not None:
            return self._method(self._of_collection(operation, collection), ITEM, operation)
        if operation.path.endswith("}"):
            return None
        resource = self._resources.at(operation.path)
        if isinstance(resource, Collection):
            return self._method(self._of_collection(operation, resource), COLLECTION, operation)
        if isinstance(resource, Singleton):
            handler = SingletonHandler(
                operation, resource, self._document, self._state, self._values
            )
            return self._method(handler, SINGLETON, operation)
        parent = self._resources.parent_of(operation.path)
        if isinstance(parent, Collection) and "}" in operation.path.split("/")[-2]:
            return self._of_collection(operation, parent).act
        return None

    def _of_collection(self, operation: Operation, collection: Collection) -> CollectionHandler:
        return CollectionHandler(operation, collection, self._document, self._state, self._values)

    @staticmethod
    def _method(handler: object, methods: dict[str, str], operation: Operation) -> Handler | None:
        name = methods.get(operation.method)
        found: Callable[..., Any] | None = getattr(handler, name) if name else None
        return found
