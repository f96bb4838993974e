"""Handlers for operations that no plug-in serves: from state, examples and schemas."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from stub_server.runtime.clock import Clock
from stub_server.runtime.ids import Ids
from stub_server.server.document import Document, Operation
from stub_server.server.examples import sample_of
from stub_server.server.handlers import BoundHandler
from stub_server.server.plugin import Handler, Request, Result, Sessions
from stub_server.storage.protocol import Store


@dataclass(frozen=True, slots=True)
class StatefulSetup:
    """What stateful operations need. fixtures: a folder of `*.json`, one for a collection."""

    store: Store
    clock: Clock
    ids: Ids
    fixtures: Path | None = None


class Fallback:
    """Finds a handler for each operation that has none."""

    def __init__(self, document: Document, sessions: Sessions, setup: StatefulSetup) -> None:
        from stub_server.server.stateful import fixtures, handlers, resources, seeds, state, values

        found = resources.Resources(document)
        seed = seeds.Seeds(document, fixtures.read(setup.fixtures, found, document))
        self._document = document
        self._stateful = handlers.StatefulHandlers(
            document,
            found,
            state.State(setup.store, seed, sessions),
            values.Values(document, setup.clock, setup.ids),
            sessions,
        )

    def handler_of(self, operation: Operation) -> BoundHandler:
        """Return the operation's stateful handler, or one that answers a sample."""
        run = self._stateful.find(operation) or self._sample(operation)
        return BoundHandler(run, None, _as_it_is, judges_fields=False, checks_parameters=True)

    def _sample(self, operation: Operation) -> Handler:
        sample = cache(lambda: sample_of(operation, self._document))

        async def run(request: Request[Any], context: Any) -> Result:  # noqa: ARG001
            return Result(sample().content, source=sample().source)

        return run


def _as_it_is(value: Any) -> Any:
    return value
