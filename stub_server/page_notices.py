"""Warnings for the log about pages in browsers: each once, with what to do."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from urllib.parse import urlsplit

from stub_server.denials import Denial
from stub_server.origins import is_ip_address, is_loopback, split_origin

LOG = logging.getLogger("shopstub.pages")
MAX_NOTICES = 100
"""Origins and hosts that are told about; more would be an attack on the log."""


class PageNotices:
    """Logs what a developer can't see in the browser: refused pages, and lost cookies."""

    def __init__(self) -> None:
        self._told: set[tuple[str, ...]] = set()

    def tell_denial(self, headers: Mapping[bytes, bytes], denial: Denial) -> None:
        """Log that a page or a host name is refused. headers: of the request, in lower case."""
        source = b"host" if denial.status == 421 else b"origin"
        if denial.status in (403, 421):
            self._tell((denial.code, _text(headers, source)), denial.message)

    def tell_lost_cookie(self, headers: Mapping[bytes, bytes], scheme: str) -> None:
        """Log it if the page of the request will not send the session cookie back.

        headers: of a request with `Origin` that is let in. scheme: of the address called.
        """
        origin, host = _text(headers, b"origin"), _text(headers, b"host")
        if not loses_cookie(origin, f"{scheme}://{host}", _text(headers, b"sec-fetch-site")):
            return
        self._tell(
            ("cookie", origin, host),
            f"A page at {origin} called this stub as {scheme}://{host}, which is another site for "
            "browsers: they don't send its session cookie (SameSite=Lax), so carts stay empty and "
            f"logins are lost. {_fix(origin, f'{scheme}://{host}')}",
        )

    def _tell(self, key: tuple[str, ...], message: str) -> None:
        if key not in self._told and len(self._told) < MAX_NOTICES:
            self._told.add(key)
            LOG.warning("%s", message)


def loses_cookie(page: str, address: str, fetch_site: str = "") -> bool:
    """Whether a page is of another site than the address that it calls. Pure.

    page, address: origins. fetch_site: `Sec-Fetch-Site`; the browser knows best. Without it only
    a difference that is certain counts, as the list of public suffixes is not at hand.
    """
    if fetch_site:
        return fetch_site == "cross-site"
    theirs, ours = split_origin(page), split_origin(address)
    if theirs is None or ours is None:
        return False
    return (theirs[0], _site(theirs[1])) != (ours[0], _site(ours[1]))


def _site(name: str) -> str:
    """Return the last two labels of a name; an IP address is a site of its own."""
    return name if is_ip_address(name) else ".".join(name.split(".")[-2:])


def _fix(page: str, address: str) -> str:
    theirs, ours = urlsplit(page), urlsplit(address)
    name = theirs.hostname or ""
    if theirs.scheme == ours.scheme and is_loopback(name) and name.count(".localhost") == 0:
        shown = f"[{name}]" if ":" in name else name
        port = f":{ours.port}" if ours.port else ""
        return (
            f"Call {ours.scheme}://{shown}{port} in that page, or open the page at the same host."
        )
    return (
        "Let the page's own server pass /api on to the stub (Vite: `server.proxy`), or serve both "
        "under one host name and scheme."
    )


def _text(headers: Mapping[bytes, bytes], name: bytes) -> str:
    return headers.get(name, b"").decode("latin-1")[:200]
