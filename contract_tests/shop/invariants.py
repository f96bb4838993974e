"""What holds of every single response, whatever led to it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from contract_tests.harness.exchange import Exchange
from contract_tests.harness.failures import Evidence, Failure
from contract_tests.harness.values import in_one_line, joined
from contract_tests.shop.body_invariants import BODY_CHECKS, CENT

LIMIT = Decimal(10) ** 20
"""Above this, no amount is plausible, and Decimal's precision ends soon after."""
TIMESTAMP = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$")
CODE = re.compile(r"^[A-Za-z][\w-]*(\.[\w-]+)+$", re.ASCII)
PRODUCT_ID = re.compile(r"^[a-z0-9-]{1,80}$")
SUMS = frozenset({"subtotal", "shipping", "tax", "total", "amount"})
PRICES = frozenset({"unitPrice", "lineTotal"})
TIMES = frozenset({"createdAt", "paidAt", "updatedAt"})
SECRET = re.compile(r"\b[sr]k_(test|live)_\w{8}|\bwhsec_\w{8}")
INSIDE = re.compile(
    r"Traceback \(most recent|Stack trace:|SQLSTATE\[|\.php[:(]\d+"
    r"|\.py\", line \d+|\bat \S+\.js:\d+"
)
"""What a message says to developers alone, and to whoever looks for a way in."""
PASSWORD = re.compile(
    r"passw(or)?d(_?(hash|digest|salt))?$|^(pw_?)?(hash|digest|salt)$", re.IGNORECASE
)
HASH = re.compile(r"\$argon2|\$2[aby]\$\d\d\$|\$scrypt\$|\$pbkdf2")


def failures(exchange: Exchange) -> list[Failure]:
    """Return the rules that this response breaks by itself."""
    found: list[Failure] = list(_check_headers(exchange))
    text = exchange.body.decode("utf-8", "replace")
    if _leaks(SECRET, text, exchange):
        found.append(Failure("C-str-2", "a secret of the Stripe account is in the answer"))
    if exchange.method == "HEAD":
        return found  # it has no body
    if exchange.status >= 400:
        found += _check_error(exchange)
        return found
    body = exchange.json
    for path, member, value in _members(body):
        found += [
            replace(each, evidence=Evidence(member=path)) for each in _check_money(member, value)
        ]
        if member in TIMES and not _is_time(value):
            words = f"{member} is {in_one_line(value)}, no ISO-8601 time in UTC with Z"
            found.append(
                Failure("C-conv-5", words, Evidence("2026-01-31T12:00:00.000Z, say", value, path))
            )
        if member == "productId" and isinstance(value, str) and not PRODUCT_ID.match(value):
            words = f"the product id {in_one_line(value)} has other signs than a-z, 0-9, -"
            found.append(Failure("C-conv-6", words, Evidence(member=path)))
    check_body = BODY_CHECKS.get(exchange.operation)
    if check_body is not None and body is not None:
        found += check_body(body)
    found += _check_passwords(exchange.full_json)
    if _leaks(HASH, text, exchange):
        found.append(Failure("C-cus-11", "a password hash is in the answer"))
    return found


def _leaks(pattern: re.Pattern[str], text: str, exchange: Exchange) -> bool:
    """Whether a response has such a text, and not because the request had it."""
    match = pattern.search(text)
    return match is not None and match[0].encode() not in (exchange.request_body or b"")


def _check_headers(exchange: Exchange) -> Iterator[Failure]:
    if exchange.operation == "receiveStripeEvent" and exchange.status < 400:
        if exchange.full_json is None and exchange.body.strip() not in (b"", b"null"):
            yield Failure("C-conv-1", "what Stripe is answered is neither empty nor JSON")
        return
    kind = exchange.headers.get("content-type", "")
    if not exchange.body:
        return
    name, _, rest = kind.partition(";")
    if name.strip().lower() != "application/json":
        words = f"the body is {kind or 'of no content type'}, not application/json"
        yield Failure("C-conv-1", words, Evidence("application/json", kind or "no content type"))
    elif "charset" in rest.lower() and "utf-8" not in rest.lower():
        yield Failure("C-conv-1", f"the body is in {rest.strip()}, not in utf-8")


def _check_error(exchange: Exchange) -> Iterator[Failure]:
    body = exchange.json
    error = body.get("error") if isinstance(body, dict) else None
    if not isinstance(error, dict):
        words = f"a {exchange.status} without the error envelope"
        yield Failure("C-conv-3", words, Evidence(member="error"))
        return
    code, message = error.get("code"), error.get("message")
    if not isinstance(code, str) or not CODE.match(code):
        words = f"the error's code is {in_one_line(code)}, not a dotted word"
        yield Failure("C-conv-3", words, Evidence(member="error.code"))
    if not isinstance(message, str) or not message.strip():
        words = f"the error's message is {in_one_line(message)}, no words for people"
        yield Failure("C-conv-3", words, Evidence(member="error.message"))
    elif INSIDE.search(message):
        words = f"the error's message tells of the machine: {message[:200]!r}"
        yield Failure("C-conv-3", words, Evidence(member="error.message"))
    if exchange.status == 405:
        allowed = exchange.headers.get("allow", "")
        if not allowed:
            evidence = Evidence("a header Allow", "none")
            yield Failure("C-conv-7", "a 405 without Allow", evidence)
        elif exchange.method in {name.strip().upper() for name in allowed.split(",")}:
            yield Failure("C-conv-7", f"a 405 to {exchange.method}, and Allow is {allowed}")
    if exchange.status == 429 and not _is_wait(exchange.headers.get("retry-after", "")):
        evidence = Evidence(
            "a header Retry-After in whole seconds", exchange.headers.get("retry-after", "none")
        )
        yield Failure("C-cus-6", "a 429 without a Retry-After in whole seconds", evidence)


def _is_wait(value: str) -> bool:
    return value.isdigit() and int(value) > 0


def _is_time(value: Any) -> bool:
    return isinstance(value, str) and bool(TIMESTAMP.match(value))


def _check_money(member: str, value: Any) -> Iterator[Failure]:
    if member not in SUMS and member not in PRICES:
        return
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield Failure("C-conv-4", f"{member} is {in_one_line(value)}, no number")
        return
    exact = Decimal(str(value))
    if not exact.is_finite() or abs(exact) >= LIMIT:
        yield Failure("C-conv-4", f"{member} is {in_one_line(value)}, no amount of money")
        return
    if exact != exact.quantize(CENT):
        yield Failure("C-conv-4", f"{member} is {in_one_line(value)}: more than two decimals")
    if exact < 0 or (exact == 0 and member in PRICES):
        yield Failure("C-conv-4", f"{member} is {in_one_line(value)}")


def _check_passwords(body: Any) -> Iterator[Failure]:
    for path, member, value in _members(body):
        if PASSWORD.search(member) and isinstance(value, str):
            yield Failure("C-cus-11", f"{member} is in the answer", Evidence(member=path))


def _members(node: Any, path: str = "") -> Iterator[tuple[str, str, Any]]:
    """Yield each member: its path, its name, its value."""
    if isinstance(node, dict):
        for name, value in node.items():
            yield joined(path, name), name, value
            yield from _members(value, joined(path, name))
    elif isinstance(node, list):
        for at, value in enumerate(node):
            yield from _members(value, joined(path, at))
