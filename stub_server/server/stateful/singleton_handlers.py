"""Operations on singletons, by REST convention."""

from __future__ import annotations

from typing import Any

from stub_server.server.document import Document, Operation
from stub_server.server.plugin import Request, Result
from stub_server.server.rejection import Rejection
from stub_server.server.stateful.resources import Singleton
from stub_server.server.stateful.responses import respond
from stub_server.server.stateful.state import State
from stub_server.server.stateful.values import Values


class SingletonHandler:
    """What the operations of a singleton share."""

    def __init__(
        self,
        operation: Operation,
        singleton: Singleton,
        document: Document,
        state: State,
        values: Values,
    ) -> None:
        self._operation = operation
        self._singleton = singleton
        self._document = document
        self._state = state
        self._values = values

    async def get(self, request: Request[Any], _: Any) -> Result:
        """Return the object."""
        value, source = self._load(request)
        return respond(self._operation, self._document, source, lambda: value)

    async def update(self, request: Request[Any], _: Any) -> Result:
        """Change the members that the body has."""
        value, _source = self._load(request)
        changed = self._values.change(self._singleton.schema, value or {}, request.body)
        self._state.save_singleton(self._singleton, request, changed)
        return respond(self._operation, self._document, "state", lambda: changed)

    async def replace(self, request: Request[Any], _: Any) -> Result:
        """Replace the object, but for its read-only members."""
        value, _source = self._load(request)
        new = self._values.replace(self._singleton.schema, value or {}, request.body, None)
        self._state.save_singleton(self._singleton, request, new)
        return respond(self._operation, self._document, "state", lambda: new)

    async def delete(self, request: Request[Any], _: Any) -> Result:
        """Bring the object back to what it was in the beginning."""
        self._load(request)
        self._state.delete_singleton(self._singleton, request)
        value, source = self._load(request)
        return respond(self._operation, self._document, source, lambda: value)

    def _load(self, request: Request[Any]) -> tuple[dict[str, Any], str]:
        """Return the object and its source; Rejection when its owner is not there."""
        found = self._state.singleton(self._singleton, request)
        if found is None:
            raise Rejection("request.notFound", f"There is no {self._singleton.name} here.")
        return found
