"""Which pages of a browser may use the control API: those of this machine, and our own. Pure."""

from __future__ import annotations

from urllib.parse import urlsplit

HERE = ("localhost", "127.0.0.1", "::1")


def welcome(origin: str | None, host: str | None) -> bool:
    """Whether the page may: `origin` and `host` as the request names them; scripts have no origin.

    A page of the web knows the simulator's address too, and could forget a day's work.
    """
    if origin is None:
        return True
    name = _name_of(origin)
    if name is None:
        return False
    return name in HERE or name.endswith(".localhost") or name == _name_of(f"//{host}")


def _name_of(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None
