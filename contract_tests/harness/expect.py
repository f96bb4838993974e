"""What a rule test expects of a response. Each function raises CheckFailed if it is not so."""

from __future__ import annotations

from collections.abc import Collection
from itertools import combinations
from typing import Any

from contract_tests.harness.exchange import Exchange
from contract_tests.harness.failures import STATUS, CheckFailed, Evidence
from contract_tests.harness.values import difference

INVALID = frozenset({400, 413, 415, 422})
"""Statuses for a request that does not fit the document."""


def ok(exchange: Exchange, status: int = 200) -> Any:
    """Return the response's JSON; expect that status."""
    if exchange.status != status:
        raise _unexpected(exchange, str(status), STATUS)
    return exchange.json


def error(exchange: Exchange, status: int, code: str, *others: tuple[int, str]) -> Any:
    """Return the error of an envelope; expect that status and code, or one of the others."""
    allowed = [(status, code), *others]
    if (exchange.status, exchange.code) in allowed:
        return envelope_error(exchange)
    raise unexpected(exchange, allowed)


def rejected(exchange: Exchange, what: str) -> None:
    """Expect that a request which does not fit is rejected, with any code."""
    if exchange.status not in INVALID:
        wanted = " or ".join(str(status) for status in sorted(INVALID))
        evidence = Evidence(wanted, outcome(exchange), STATUS, exchange)
        raise CheckFailed(f"the status for {what} is {exchange.status}", evidence=evidence)


def check(holds: bool, message: str, rule: str = "", exchange: Exchange | None = None) -> None:
    """Expect that it holds. exchange: the one that shows it, by default the last one."""
    if not holds:
        raise CheckFailed(message, rule, evidence=Evidence(exchange=exchange))


def equal(
    actual: Any, expected: Any, what: str, rule: str = "", exchange: Exchange | None = None
) -> None:
    """Expect two equal values; `what` names the thing. exchange: see `check`."""
    if actual != expected:
        words = difference(what, actual, expected)
        raise CheckFailed(words, rule, evidence=Evidence(expected, actual, exchange=exchange))


def unguessable(names: Collection[str], what: str, rule: str = "") -> None:
    """Expect that these secret names are long, and differ in many characters."""
    equal(len(set(names)), len(names), f"how many of {len(names)} {what}s differ", rule)
    shortest = len(min(names, key=len))
    check(shortest >= 16, f"a {what} of {shortest} characters can be guessed", rule)
    for one, two in combinations(names, 2):
        common = sum(a == b for a, b in zip(one, two, strict=False))
        differing = max(len(one), len(two)) - common
        message = f"two {what}s differ in {differing} characters"  # not which: they are secret
        check(differing >= 8, message, rule)


def envelope_error(exchange: Exchange) -> Any:
    """Return the error of an envelope; empty if the response is none."""
    body = exchange.json
    return body.get("error", {}) if isinstance(body, dict) else {}


def unexpected(exchange: Exchange, allowed: Collection[tuple[int, str]]) -> CheckFailed:
    """Build the exception for a response that is none of these."""
    words = " or ".join(f"{status} {code}" for status, code in allowed)
    known = exchange.status in {status for status, _ in allowed}
    return _unexpected(exchange, words, "error.code" if known else STATUS)


def name(exchange: Exchange) -> str:
    """Return what was called."""
    return exchange.operation or f"{exchange.method} {exchange.url}"


def outcome(exchange: Exchange) -> str:
    """Return status and error code: `404 order.notFound`."""
    return f"{exchange.status} {exchange.code}" if exchange.code else str(exchange.status)


def _unexpected(exchange: Exchange, wanted: str, member: str) -> CheckFailed:
    came = outcome(exchange)
    words = f"{wanted} was expected of {name(exchange)}: {came} came"
    return CheckFailed(words, evidence=Evidence(wanted, came, member, exchange))
