"""Host names and origins of requests: read and compared. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit

HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?\Z")
ORIGIN = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s/?#@]+\Z")


def host_name(host: str) -> str | None:
    """Return the name in a `Host` header, an IPv6 address with brackets; None if it is none."""
    found = HOST.match(host)
    return found[1] if found else None


def split_origin(origin: str) -> tuple[str, str, int | None] | None:
    """Return scheme, host name and port of an origin; None: it is none, or the opaque `null`."""
    if not ORIGIN.match(origin):
        return None
    try:
        parts = urlsplit(origin)
        name, port = parts.hostname, parts.port
    except ValueError:
        return None
    default = {"http": 80, "https": 443}.get(parts.scheme)
    return (parts.scheme, name, port or default) if name else None


def is_same_origin(origin: str, host: str | None) -> bool:
    """Whether a page of the origin calls its own address, the `Host` header."""
    parts = split_origin(origin)
    return parts is not None and parts == split_origin(f"{parts[0]}://{host}")


def is_loopback(name: str) -> bool:
    """Whether a host name or IP address (IPv6 without brackets) is this machine, by definition."""
    name = name.lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def is_ip_address(name: str) -> bool:
    """Whether the name is an IP address (IPv6 without brackets)."""
    try:
        return bool(ip_address(name))
    except ValueError:
        return False


def matches_any(name: str, patterns: Iterable[str]) -> bool:
    """Whether a pattern is the name, without case; `*.example.com` stands for all names below."""
    return any(
        name.endswith(pattern[1:].lower()) if pattern.startswith("*.") else name == pattern.lower()
        for pattern in patterns
    )
