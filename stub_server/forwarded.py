"""ASGI middleware that believes what a reverse proxy says of a request (`--trust-proxy`)."""

from __future__ import annotations

from typing import Any

Asgi = Any


class ForwardedHeaders:
    """Puts X-Forwarded-For, -Proto and -Host in the place of address, scheme and `Host`.

    The last value of a list counts: the proxy nearest to the stub has added it, and the ones before
    are what a client may have written.
    """

    def __init__(self, app: Asgi) -> None:
        self._app = app
        self.speaks_websocket = getattr(app, "speaks_websocket", False)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass the request on, as its client sent it to the proxy."""
        if scope["type"] in ("http", "websocket"):
            scope = _original(scope)
        await self._app(scope, receive, send)


def _original(scope: dict[str, Any]) -> dict[str, Any]:
    """Return the scope of the request that the proxy received."""
    headers: list[tuple[bytes, bytes]] = scope["headers"]
    client, scheme, host = (
        _last(headers, name)
        for name in (b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host")
    )
    changed = dict(scope)
    if client:
        changed["client"] = (client.decode("latin-1"), 0)
    if scheme in (b"http", b"https"):
        changed["scheme"] = scheme.decode()
    if host:
        others = [pair for pair in headers if pair[0] != b"host"]
        changed["headers"] = [(b"host", host), *others]
    return changed


def _last(headers: list[tuple[bytes, bytes]], name: bytes) -> bytes:
    values = [value for key, value in headers if key == name]
    return b",".join(values).split(b",")[-1].strip()
