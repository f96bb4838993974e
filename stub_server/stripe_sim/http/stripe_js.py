"""Files for browsers: Stripe.js under each of its URLs, and the pages of its frames."""

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
"""Paths of telemetry of Stripe.js; the data are ignored."""

BUNDLES = {"elements-inner": "frame", "three-ds-2-challenge": "challenge"}
"""Page → its bundle; other pages are empty."""
PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body>{script}</body>
</html>
"""
OWN_SCRIPTS = b"script-src 'self'; object-src 'none'; base-uri 'none'"
"""The URL of a frame is untrusted: no script of it may run."""
CACHE_FOREVER, REVALIDATE = b"public, max-age=31536000, immutable", b"no-cache"
FINGERPRINT = "__FRAMES__"
"""Placeholder in the script for the fingerprint of the frames' bundles."""


def reply(method: str, path: str, etag: str | None) -> Reply | None:
    """Return the file at the path, or None. `etag`: value of If-None-Match."""
    if method == "POST" and path in TELEMETRY:
        return Reply(204, b"", [(b"access-control-allow-origin", b"*")])
    if method not in ("GET", "HEAD"):
        return None
    if SCRIPT.match(path):
        return _file(_script(), "text/javascript", REVALIDATE, etag)
    if match := FRAME.match(path):
        # Not cached: the pages that may embed it depend on the settings.
        reply = _file(_page(match[1]), "text/html", REVALIDATE, None)
        reply.head.append((b"content-security-policy", OWN_SCRIPTS))
        return reply
    if match := BUNDLE.match(path):
        cache_control = CACHE_FOREVER if match[2] == fingerprint() else REVALIDATE
        return _file(_bundle(match[1]), "text/javascript", cache_control, etag)
    return None


def is_known_path(path: str) -> bool:
    """Return whether the path has a public file."""
    return path in TELEMETRY or any(pattern.match(path) for pattern in (SCRIPT, FRAME, BUNDLE))


@cache
def fingerprint() -> str:
    """Return the fingerprint of the bundles, for URLs that browsers may cache for ever."""
    return hashlib.sha256(_bundle("frame") + _bundle("challenge")).hexdigest()[:20]


@cache
def _bundle(name: str) -> bytes:
    return (STATIC / f"{name}.js").read_bytes()


@cache
def _script() -> bytes:
    return _bundle("stripe").replace(FINGERPRINT.encode(), fingerprint().encode())


@cache
def _page(name: str) -> bytes:
    bundle = BUNDLES.get(name)
    source = f"/v3/fingerprinted/js/{bundle}-{fingerprint()}.js"
    script = f'<script src="{source}"></script>' if bundle else ""
    return PAGE.format(title=name, script=script).encode()


def _file(body: bytes, content_type: str, cache_control: bytes, etag: str | None) -> Reply:
    tag = _tag(body)
    head = [
        (b"etag", tag.encode()),
        (b"cache-control", cache_control),
        (b"access-control-allow-origin", b"*"),
        (b"cross-origin-resource-policy", b"cross-origin"),
    ]
    if etag and tag in etag:
        return Reply(304, b"", head)
    head += [
        (b"content-type", f"{content_type}; charset=utf-8".encode()),
        (b"content-length", b"%d" % len(body)),
    ]
    return Reply(200, body, head)


@lru_cache(16)
def _tag(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:20]}"'
