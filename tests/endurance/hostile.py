"""Stage: bytes that are no HTTP, ambiguous bodies, and text that attacks terminals and logs."""

from __future__ import annotations

import asyncio
import time
from urllib.parse import quote, quote_from_bytes, urlsplit

from tests.endurance.plan import Plan
from tests.endurance.row import Row
from tests.hostile import HIDDEN, HOSTILE, assert_harmless
from tests.hostile_http import FRAMINGS, NONSENSE, SPLITTING_LINES, with_line
from tests.process.running import Running

TARGETS = ("POST /api/cart/items", "POST /v1/customers")
"""A request of the shop, and one of Stripe's."""


def run(plan: Plan) -> Row:
    """Send every message to both ports; then both still serve, and the log is harmless."""
    stub = Running(plan.new_folder("hostile"))
    failures: list[str] = []
    sent, slowest = 0, 0.0
    for url, target in zip((stub.url, stub.stripe), TARGETS, strict=True):
        for message, may_succeed in messages(target):
            began = time.monotonic()
            answer = asyncio.run(send(url, message))
            slowest = max(slowest, time.monotonic() - began)
            sent += 1
            failures += [f"{message[:80]!r}: {wrong}" for wrong in mistakes(answer, may_succeed)]
    with stub.buyer() as client:
        for url in (stub.url, stub.stripe):
            if client.get(f"{url}/_stub/health").status_code != 200:
                failures.append(f"{url} does not serve any more")
    if stub.stops() != 0 or "Traceback" in stub.printed():
        failures.append(f"in the log: {stub.printed()[-300:]}")
    try:
        assert_harmless(stub.printed())
    except AssertionError as error:
        failures.append(f"the log is not harmless: {str(error)[:200]}")
    what = "hostile HTTP on both ports"
    return Row(what, f"{sent} messages", f"slowest: {slowest * 1000:.0f} ms", tuple(failures))


def messages(target: str) -> list[tuple[bytes, bool]]:
    """Return messages for the target, each with whether it may get 2xx."""
    post = target.encode()
    refused = [*NONSENSE, *(with_line(line, post) for line in SPLITTING_LINES)]
    refused += [post + b" HTTP/1.1\r\nHost: localhost\r\n" + framing for framing in FRAMINGS]
    hostile = HOSTILE + HIDDEN
    raw = hostile.encode("utf-8", "surrogatepass")
    path, query = quote(hostile, safe="", errors="surrogatepass"), quote_from_bytes(b"\xff" + raw)
    line = "".join(char for char in hostile if char not in "\r\n\0").encode("utf-8", "replace")
    served = [
        f"GET /{path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode(),
        with_line(b"A: b", f"{target}?{query}={query}".encode()),
        *(
            with_line(name + b": " + line, post)
            for name in (b"User-Agent", b"Authorization", b"Cookie", b"Origin", b"Referer")
        ),
        *(
            post
            + b" HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
            + kind
            + b"\r\nContent-Length: %d\r\n\r\n" % len(raw)
            + raw
            for kind in (b"application/json", b"application/x-www-form-urlencoded", b"text/" + line)
        ),
    ]
    return [(message, False) for message in refused] + [(message, True) for message in served]


async def send(url: str, message: bytes) -> bytes:
    """Send the bytes; return what is answered in a second, or until the connection closes."""
    reader, writer = await asyncio.open_connection(*urlsplit(url).netloc.split(":"))
    writer.write(message)
    writer.write_eof()
    try:
        return await asyncio.wait_for(reader.read(), 2)
    except TimeoutError:
        return b""
    except ConnectionResetError:
        return b"HTTP/1.1 400 reset\r\n\r\n"
    finally:
        writer.close()


def mistakes(answer: bytes, may_succeed: bool) -> list[str]:
    """Return what is wrong with the answer."""
    status = int(answer[9:12]) if answer.startswith(b"HTTP/1.1 ") else 0
    wrong = []
    if not (400 <= status < 500 or (may_succeed and 200 <= status < 300)):
        wrong.append(f"answer {answer[:60]!r}")
    head = answer.partition(b"\r\n\r\n")[0].lower()
    if b"\r\nset-cookie: evil" in head or b"\x1b" in answer or b"\x07" in answer:
        wrong.append("the text was sent back as it was")
    return wrong
