"""Hints in the log where a page's origin keeps it from working: told once for each origin."""

from __future__ import annotations

from collections.abc import Mapping

from stub_server.denials import Denial
from stub_server.origins import host_name, is_loopback, split_origin
from stub_server.runtime.events import EventBus

MOST = 1000
"""Origins that are remembered: a page can make up any number of them."""


class OriginHints:
    """Publishes `origin.hint` the first time that an origin loses its cookie, or is refused."""

    def __init__(self, events: EventBus) -> None:
        self._events = events
        self._told: set[tuple[str, str]] = set()

    def on_request(self, headers: Mapping[bytes, bytes]) -> None:
        """Look at a request of a page that was let in."""
        origin = headers.get(b"origin")
        if origin is None or b"cookie" in headers:
            return
        host = headers.get(b"host", b"").decode("latin-1")
        hint = lost_cookie(origin.decode("latin-1"), host)
        if hint:
            self._tell(origin.decode("latin-1"), hint)

    def on_denial(self, headers: Mapping[bytes, bytes], denial: Denial) -> None:
        """Look at a request that was refused."""
        if denial.code == "stub.originNotAllowed":
            origin = headers.get(b"origin", b"null").decode("latin-1")
            self._tell(origin, denial.message)

    def _tell(self, origin: str, hint: str) -> None:
        told = origin[:200], hint
        if told not in self._told and len(self._told) < MOST:
            self._told.add(told)
            self._events.publish("origin.hint", origin=told[0], hint=hint)


def lost_cookie(origin: str, host: str) -> str:
    """Return why the session's cookie does not come back to a page of this machine; "": it does.

    The sites of `localhost` and `127.0.0.1` differ, and browsers send a cookie with
    `SameSite=Lax` to its own site only (RFC 6265bis, 5.2); a port makes no difference.
    """
    page, called = split_origin(origin), split_origin(f"http://{host}")
    if page is None or called is None or not is_loopback(page[1]) or not is_loopback(called[1]):
        return ""
    if _site(page[1]) == _site(called[1]):
        return ""
    name = page[1] if ":" not in page[1] else f"[{page[1]}]"
    address = host.replace(host_name(host) or host, name, 1)
    return (
        f"A page of {origin} calls {host}. To browsers these are two sites, so the session's "
        f"cookie does not come back, and the cart stays empty: call http://{address} instead, or "
        "let the page's own server pass the calls on."
    )


def _site(name: str) -> str:
    """Return the site of a loopback name: its last label, or the address."""
    return "localhost" if name.endswith("localhost") else name
