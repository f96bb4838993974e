"""Who may call what, on both ports: the trust model of docs/security.md. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hmac import compare_digest
from typing import Literal

from stub_server.denials import NO_TOKEN, Denial, foreign_origin, unknown_host
from stub_server.origins import (
    host_name,
    is_ip_address,
    is_loopback,
    is_same_origin,
    matches_any,
    split_origin,
)

Access = Literal["page", "api", "secret", "control"]
"""What a request is for, from the most open to the best protected.

page: a page or script that anybody may open or load; it changes nothing.
api: a call that frontends make: the contract's API, Stripe calls with a publishable key.
secret: a Stripe call with a secret key.
control: a call that steers the stub: provider states, the outbox, Stripe's control calls.
"""

ANY = "*"


@dataclass(frozen=True, slots=True)
class Caller:
    """What a request says about its sender: the values of its headers, None where one is absent."""

    method: str
    host: str | None
    origin: str | None = None
    fetch_site: str | None = None
    fetch_mode: str | None = None
    fetch_dest: str | None = None
    authorization: str | None = None

    @classmethod
    def from_headers(cls, method: str, headers: Mapping[bytes, bytes]) -> Caller:
        """Read the headers of a request; their names are in lower case."""

        def value(name: bytes) -> str | None:
            raw = headers.get(name)
            return None if raw is None else raw.decode("latin-1")

        return cls(
            method,
            value(b"host"),
            value(b"origin"),
            value(b"sec-fetch-site"),
            value(b"sec-fetch-mode"),
            value(b"sec-fetch-dest"),
            value(b"authorization"),
        )

    @property
    def is_browser(self) -> bool:
        """Whether a browser says where the request comes from."""
        return self.origin is not None or self.fetch_site is not None

    @property
    def opens_page(self) -> bool:
        """Whether a person follows a link, in a tab of its own: no page can read the response."""
        return (
            self.method in ("GET", "HEAD")
            and self.fetch_mode == "navigate"
            and self.fetch_dest == "document"
        )


@dataclass(frozen=True, slots=True)
class TrustPolicy:
    """Decides which requests are let in.

    hosts: host names that are served, beside loopback names and IP addresses; `*.example.com`
    stands for every name below.
    origins: origins that are trusted, beside those of this machine: `https://shop.example`,
    `https://*.example.com`; `*` lets every origin use the API, and nothing more.
    token: what control calls have to bring; None on loopback.
    """

    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    token: str | None = None

    def denial_of(
        self, method: str, headers: Mapping[bytes, bytes], access: Access
    ) -> Denial | None:
        """Why the request with these headers is refused, or None. Quick for SDKs, curl, PHP."""
        host = headers.get(b"host")
        if (
            access != "control"
            and not is_browser(headers)
            and (host is None or _serves(host.decode("latin-1"), self.hosts))
        ):
            return None
        return self.denial(Caller.from_headers(method, headers), access)

    def denial(self, caller: Caller, access: Access) -> Denial | None:
        """Why the request is refused, or None."""
        if not self.serves(caller.host):
            return unknown_host(caller.host or "")
        if access == "page":
            return None
        if caller.is_browser and not self._trusts(caller, access):
            return foreign_origin(caller.origin)
        if access == "control" and not self._has_token(caller):
            return NO_TOKEN
        return None

    def serves(self, host: str | None) -> bool:
        """Whether requests for this `Host` are answered. No browser leaves the header out."""
        return host is None or _serves(host, self.hosts)

    def trusts_origin(self, origin: str, access: Access = "api") -> bool:
        """Whether pages of the origin may make calls of this kind."""
        return _trusts_origin(origin, self.origins, access)

    @property
    def frame_ancestors(self) -> str:
        """The Content-Security-Policy that lets only trusted pages put ours into a frame."""
        return _frame_ancestors(self.origins)

    def _trusts(self, caller: Caller, access: Access) -> bool:
        if caller.origin is not None:
            own = is_same_origin(caller.origin, caller.host)
            return own or self.trusts_origin(caller.origin, access)
        return caller.fetch_site != "cross-site" or (access == "api" and caller.opens_page)

    def _has_token(self, caller: Caller) -> bool:
        if self.token is None or caller.method == "OPTIONS":  # a preflight brings no token
            return True
        scheme, _, sent = (caller.authorization or "").partition(" ")
        return scheme.lower() == "bearer" and compare_digest(
            sent.strip().encode(), self.token.encode()
        )


def is_browser(headers: Mapping[bytes, bytes]) -> bool:
    """Whether a browser says in the headers where the request comes from."""
    return b"origin" in headers or b"sec-fetch-site" in headers


@lru_cache(maxsize=1024)
def _serves(host: str, hosts: tuple[str, ...]) -> bool:
    found = host_name(host)
    if not found:
        return False
    name = found.strip("[]").removesuffix(".").lower()
    return is_loopback(name) or is_ip_address(name) or matches_any(name, hosts)


@lru_cache(maxsize=1024)
def _trusts_origin(origin: str, origins: tuple[str, ...], access: Access) -> bool:
    if access in ("page", "api") and ANY in origins:
        return True
    parts = split_origin(origin)
    if parts is None:
        return False
    scheme, name, port = parts
    if is_loopback(name):
        return True
    return any(
        wanted is not None
        and (scheme, port) == (wanted[0], wanted[2])
        and matches_any(name, (wanted[1],))
        for wanted in map(split_origin, origins)
    )


@lru_cache(maxsize=16)
def _frame_ancestors(origins: tuple[str, ...]) -> str:
    if ANY in origins:
        return "frame-ancestors *"
    local = [
        f"{scheme}://{name}:*"
        for scheme in ("http", "https")
        for name in ("localhost", "*.localhost", "127.0.0.1", "[::1]")
    ]
    return "frame-ancestors " + " ".join(["'self'", *local, *origins])
