"""The log event that every request ends with."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from stub_server.runtime.events import EventBus
from stub_server.server.rejection import Rejection


class RequestLog:
    """Publishes how each request ended, as the event `http.answered`."""

    def __init__(self, events: EventBus) -> None:
        self._events = events

    def record(
        self,
        request: Request,
        response: Response,
        seconds: float,
        rejection: Rejection | None = None,
        *,
        code: str | None = None,
    ) -> None:
        """Publish that a request is over. code: of an error that is not the contract's."""
        self._events.publish(
            "http.answered",
            method=request.method,
            path=request.scope["path"],
            status=response.status_code,
            seconds=seconds,
            code=rejection.code if rejection else code,
            rule=(rejection.rule or None) if rejection else None,
        )
