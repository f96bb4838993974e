"""The ASGI app of a document: its operations, the stub's own routes, and envelopes for the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from stub_server.runtime.events import EventBus, Listener
from stub_server.runtime.runner import InlineRunner, Runner
from stub_server.server import control, handlers, pages
from stub_server.server.document import Document
from stub_server.server.endpoint import Endpoint, ServerContext
from stub_server.server.errors import ErrorResponses
from stub_server.server.fallback import Fallback, StatefulSetup
from stub_server.server.guard import Guard, TrustedOrigins
from stub_server.server.path_route import PathRoute
from stub_server.server.plugin import Plugin
from stub_server.server.request_log import RequestLog
from stub_server.storage.errors import StoreError
from stub_server.storage.retention import Retention
from stub_server.trust import TrustPolicy


def create_app(
    document: Document,
    plugin: Plugin,
    events: EventBus,
    setup: StatefulSetup,
    *,
    folder: Path,
    policy: TrustPolicy,
    facts: dict[str, Any],
    runner: Runner | None = None,
) -> Starlette:
    """Return the app: one route for each path of the document, and the stub's own.

    DocumentError: the plug-in has a handler for an operation that the document lacks.
    setup: what operations without handler keep their state in.
    folder: the contract's pages, shown at `/_stub/docs/`. policy: who may call what.
    facts: what `/_stub/health` says beside `ok`.
    runner: executes every operation, a plug-in's or not; by default on the event loop.
    """
    handlers.check(plugin, document)
    log = RequestLog(events)
    errors = ErrorResponses(document, events, log, plugin.rules)
    sync = setup.store.sync
    server = ServerContext(document, plugin.sessions, errors, log, runner or InlineRunner(), sync)
    app = Starlette(
        routes=[
            *_contract_routes(document, plugin, server, setup),
            control.health_route(facts),
            *pages.routes(document, folder, errors),
            *control.plugin_routes(plugin, errors, sync),
        ],
        middleware=[
            Middleware(Guard, policy=policy, log=log),
            Middleware(TrustedOrigins, policy=policy),
        ],
        exception_handlers={HTTPException: errors.not_routed, Exception: errors.not_routed},
    )
    app.router.redirect_slashes = False
    return app


def start_plugin(plugin: Plugin, events: EventBus) -> None:
    """Seed the plug-in's data, and have expired data deleted after requests. To be called once."""
    if plugin.retention is not None:
        events.subscribe(_run_after_requests(plugin.retention))
    plugin.seed()


class ReplaceableApp:
    """An ASGI app of a document that can be replaced while it serves.

    Requests under way end in the app that they came to. Plug-in, sessions and state are shared by
    the apps, so nothing is lost.
    """

    def __init__(self, app: Starlette, make: Callable[[Document], Starlette]) -> None:
        """Serve the app. make: returns the app of another document."""
        self._app = app
        self._make = make

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer with the app of the latest document."""
        await self._app(scope, receive, send)

    def replace(self, document: Document) -> None:
        """Serve the document. DocumentError: it can't be, and the one before is served on."""
        self._app = self._make(document)


def _run_after_requests(retention: Retention) -> Listener:
    """Return a listener that runs the retention when a request has ended.

    A store that can't be written to says so to the requests that write; reads go on.
    """

    def listen(name: str, _: dict[str, Any]) -> None:
        if name == "http.answered":
            with suppress(StoreError):
                retention.run()

    return listen


def _contract_routes(
    document: Document, plugin: Plugin, server: ServerContext, setup: StatefulSetup
) -> Iterator[BaseRoute]:
    """Yield a route for each path; a literal step wins over a parameter: /orders/latest first."""
    paths: dict[str, dict[str, Endpoint]] = {}
    fallback = cache(lambda: Fallback(document, plugin.sessions, setup))
    for operation in document.operations.values():
        handler = handlers.bind(plugin, operation) or fallback().handler_of(operation)
        endpoint = Endpoint(operation, handler, server)
        paths.setdefault(operation.path, {})[operation.method] = endpoint
    by_steps = sorted(paths, key=lambda path: [step[:1] == "{" for step in path.split("/")])
    for path in by_steps:
        yield PathRoute(path, paths[path])
