"""A path of the document, matched on what was sent, not on what it decodes to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Protocol
from urllib.parse import unquote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send


class Answering(Protocol):
    """Whatever answers a request."""

    async def answer(self, request: Request) -> Response:
        """One request, one response."""
        ...


class PathRoute(BaseRoute):
    """All operations of one path, by method.

    The raw path is matched, so that an encoded slash stays inside its parameter, and a wrong
    method is told all the methods that the path has (C-conv-7).
    """

    def __init__(self, path: str, doors: Mapping[str, Answering]) -> None:
        self.path = path
        self.methods = sorted(doors)
        self._doors: dict[str, Answering] = dict(doors)
        if "GET" in self._doors:
            self._doors["HEAD"] = self._doors["GET"]
        self._allow = ", ".join(self._doors)
        steps = re.split(r"\{([^}]+)\}", path)
        self._names = steps[1::2]
        literal = [re.escape(step) for step in steps[0::2]]
        self._matched = re.compile(r"([^/]+)".join(literal) + r"\Z").match

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether the raw path is this one; the parameters, decoded."""
        if scope["type"] != "http":
            return Match.NONE, {}
        raw: bytes | None = scope.get("raw_path")
        match = self._matched(raw.decode("latin-1") if raw is not None else scope["path"])
        if match is None:
            return Match.NONE, {}
        values = [unquote(value) for value in match.groups()]
        return Match.FULL, {"path_params": dict(zip(self._names, values, strict=True))}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Through the door of the method; 405 with `Allow` when there is none."""
        door = self._doors.get(scope["method"])
        if door is None:
            raise HTTPException(405, headers={"Allow": self._allow})
        response = await door.answer(Request(scope, receive, send))
        await response(scope, receive, send)

    def url_path_for(self, name: str, /, **path_params: Any) -> Any:
        """No names here: the document has them."""
        raise NotImplementedError(name, path_params)
