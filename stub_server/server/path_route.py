"""Routes for the paths of the document, matched on the raw path."""

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


class Responder(Protocol):
    """An endpoint."""

    async def respond(self, http: Request) -> Response:
        """Return the response to one request."""
        ...


class PathRoute(BaseRoute):
    """All operations of one path, by method.

    The raw path is matched, so that an encoded slash stays inside its parameter. A wrong method
    gets 405 with all the methods of the path; OPTIONS gets them too.
    """

    def __init__(self, path: str, endpoints: Mapping[str, Responder]) -> None:
        self.path = path
        self.methods = sorted(endpoints)
        self._endpoints: dict[str, Responder] = dict(endpoints)
        if "GET" in self._endpoints:
            self._endpoints["HEAD"] = self._endpoints["GET"]
        self._allow = ", ".join(self._endpoints)
        steps = re.split(r"\{([^}]+)\}", path)
        self._names = steps[1::2]
        literal = [re.escape(step) for step in steps[0::2]]
        self._matched = re.compile(r"([^/]+)".join(literal) + r"\Z").match
        self._segments = [_segment(segment).fullmatch for segment in path.split("/")]

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether the raw path is this one; and its parameters, decoded."""
        if scope["type"] != "http":
            return Match.NONE, {}
        raw: bytes | None = scope.get("raw_path")
        path: str = raw.decode("latin-1") if raw is not None else scope["path"]
        match = self._matched(path)
        values = [unquote(value) for value in match.groups()] if match else None
        if match is None and "%" in path:
            values = self._match_encoded(path)
        if values is None:
            return Match.NONE, {}
        return Match.FULL, {"path_params": dict(zip(self._names, values, strict=True))}

    def _match_encoded(self, path: str) -> list[str] | None:
        """Return the parameters of a path whose literal steps are percent-encoded, or None.

        `/api/c%61rt` is `/api/cart` (RFC 3986, 6.2.2.2); `%2F` divides no segments.
        """
        segments = path.split("/")
        if len(segments) != len(self._segments):
            return None
        values: list[str] = []
        for fullmatch, segment in zip(self._segments, segments, strict=True):
            match = fullmatch(unquote(segment))
            if match is None:
                return None
            values += match.groups()
        return values

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request to the endpoint of its method; 405 with `Allow` when there is none."""
        endpoint = self._endpoints.get(scope["method"])
        if endpoint is None and scope["method"] == "OPTIONS":
            allowed = Response(status_code=204, headers={"allow": f"{self._allow}, OPTIONS"})
            await allowed(scope, receive, send)
            return
        if endpoint is None:
            raise HTTPException(405, headers={"Allow": self._allow})
        response = await endpoint.respond(Request(scope, receive, send))
        await response(scope, receive, send)

    def url_path_for(self, name: str, /, **path_params: Any) -> Any:
        """Raise NotImplementedError: routes have no names."""
        raise NotImplementedError(name, path_params)


def _segment(template: str) -> re.Pattern[str]:
    """Return the pattern of a decoded segment of the path."""
    literal = [re.escape(part) for part in re.split(r"\{[^}]+\}", template)]
    return re.compile("(.+)".join(literal), re.DOTALL)
