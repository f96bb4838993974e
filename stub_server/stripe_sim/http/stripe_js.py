"""What browsers load: Stripe's script under each of its names, and the pages of its frames."""

from __future__ import annotations

import hashlib
import re
from functools import cache, lru_cache
from pathlib import Path

from stub_server.stripe_sim.http.response import Reply

STATIC = Path(__file__).parent.parent / "static"
SCRIPT = re.compile(r"/(?:v3/?|(?:v3|acacia|basil|clover|dahlia|endive)/stripe\.js)\Z")
FRAME = re.compile(r"/v3/(elements-inner|controller|three-ds-2-challenge|m-outer)-.*?(\w*)\.html\Z")
BUNDLE = re.compile(r"/v3/fingerprinted/js/(frame|challenge)-(\w+)\.js\Z")
TELEMETRY = ("/0", "/4", "/6", "/b")
"""Where Stripe's own script reports to; taken and forgotten."""

RUNS = {"elements-inner": "frame", "three-ds-2-challenge": "challenge"}
"""The bundle that each page runs; the other pages are empty."""
PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body>{script}</body>
</html>
"""
OWN_SCRIPTS = b"script-src 'self'; object-src 'none'; base-uri 'none'"
"""A frame's address is written by others: no script in it may run."""
ALWAYS, ASK_AGAIN = b"public, max-age=31536000, immutable", b"no-cache"
FINGERPRINT = "__FRAMES__"
"""Stands in the script for the fingerprint of the frames' bundles."""


def reply(method: str, path: str, known: str | None) -> Reply | None:
    """The file at the path; None: there is no such file. `known`: the ETag that the caller has."""
    if method == "POST" and path in TELEMETRY:
        return Reply(204, b"", [(b"access-control-allow-origin", b"*")])
    if method not in ("GET", "HEAD"):
        return None
    if SCRIPT.match(path):
        return _file(_script(), "text/javascript", ASK_AGAIN, known)
    if found := FRAME.match(path):
        # Never from a cache: who may put it into a frame depends on the settings of this run.
        reply = _file(_page(found[1]), "text/html", ASK_AGAIN, None)
        reply.head.append((b"content-security-policy", OWN_SCRIPTS))
        return reply
    if found := BUNDLE.match(path):
        lasts = ALWAYS if found[2] == fingerprint() else ASK_AGAIN
        return _file(_bundle(found[1]), "text/javascript", lasts, known)
    return None


def has(path: str) -> bool:
    """Whether browsers find something here that is the same for everybody."""
    return path in TELEMETRY or any(it.match(path) for it in (SCRIPT, FRAME, BUNDLE))


@cache
def fingerprint() -> str:
    """Changes with the bundles of the frames, which are kept by browsers under this name."""
    return hashlib.sha256(_bundle("frame") + _bundle("challenge")).hexdigest()[:20]


@cache
def _bundle(name: str) -> bytes:
    return (STATIC / f"{name}.js").read_bytes()


@cache
def _script() -> bytes:
    return _bundle("stripe").replace(FINGERPRINT.encode(), fingerprint().encode())


@cache
def _page(kind: str) -> bytes:
    runs = RUNS.get(kind)
    source = f"/v3/fingerprinted/js/{runs}-{fingerprint()}.js"
    script = f'<script src="{source}"></script>' if runs else ""
    return PAGE.format(title=kind, script=script).encode()


def _file(body: bytes, kind: str, lasts: bytes, known: str | None) -> Reply:
    tag = _tag(body)
    head = [
        (b"etag", tag.encode()),
        (b"cache-control", lasts),
        (b"access-control-allow-origin", b"*"),
        (b"cross-origin-resource-policy", b"cross-origin"),
    ]
    if known and tag in known:
        return Reply(304, b"", head)
    head += [
        (b"content-type", f"{kind}; charset=utf-8".encode()),
        (b"content-length", b"%d" % len(body)),
    ]
    return Reply(200, body, head)


@lru_cache(16)
def _tag(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:20]}"'
