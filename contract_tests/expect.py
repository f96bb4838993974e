"""What an answer should be: status and code, with what a real backend may answer otherwise."""

from __future__ import annotations

from collections.abc import Collection
from itertools import combinations
from typing import Any

from contract_tests.exchange import Exchange
from contract_tests.ledger import Broken

FREE = ("request.", "auth.required", "address.notFound", "webhook.signatureInvalid")
"""Codes that are the stub's own: of a real backend, status and envelope are looked at."""
UNFIT = frozenset({400, 413, 415, 422})
"""What a request that is no good may be answered: of `request.*`, the class counts (C-conv-7)."""


def answered(exchange: Exchange, status: int = 200) -> Any:
    """The answer's JSON. Broken: it has another status."""
    if exchange.status != status:
        raise Broken(f"{status} was expected of {_name(exchange)}: {_came(exchange)}")
    return exchange.json


def refused(exchange: Exchange, status: int, code: str, *others: tuple[int, str]) -> Any:
    """The error of a refusal. Broken: it is neither this one nor one of the others."""
    allowed = [(status, code), *others]
    for it_status, it_code in allowed:
        free = it_code.startswith(FREE)
        fits = exchange.status == it_status or (
            it_code == "request.invalid" and exchange.status in UNFIT
        )
        if fits and (free or exchange.code == it_code):
            body = exchange.json
            return body.get("error", {}) if isinstance(body, dict) else {}
    words = " or ".join(f"{it_status} {it_code}" for it_status, it_code in allowed)
    raise Broken(f"{words} was expected of {_name(exchange)}: {_came(exchange)}")


def hidden(exchange: Exchange, *others: tuple[int, str]) -> None:
    """Broken unless somebody else's order is not to be seen (fine print 4: a guest's is 404)."""
    if exchange.status < 400:
        raise Broken("an order is shown to who must not see it", "C-ord-1", "C-ord-2")
    told = [it for it in ("Musterweg", "buyer@example.com") if it.encode() in exchange.body]
    that(not told, f"the refusal tells of the order: {told}", "C-ord-1")
    refused(exchange, 404, "order.notFound", (403, "order.forbidden"), *others)


def unguessable(names: Collection[str], what: str, rule: str = "") -> None:
    """Broken if who knows some of these secret names can guess another."""
    same(len(set(names)), len(names), f"how many of {len(names)} {what}s differ", rule)
    shortest = len(min(names, key=len))
    that(shortest >= 16, f"a {what} of {shortest} signs can be guessed", rule)
    for one, two in combinations(names, 2):
        alike = sum(a == b for a, b in zip(one, two, strict=False))
        apart = max(len(one), len(two)) - alike
        that(apart >= 8, f"two {what}s differ in {apart} signs: {one} and {two}", rule)


def unfit(exchange: Exchange, what: str) -> None:
    """Broken unless it is refused as a request that is no good, of whatever code."""
    that(exchange.status in UNFIT, f"the status for {what} is {exchange.status}")


def that(holds: bool, words: str, rule: str = "") -> None:
    """Broken, in these words, unless it holds."""
    if not holds:
        raise Broken(words, rule)


def same(found: Any, wanted: Any, what: str, rule: str = "") -> None:
    """Broken unless both are equal; `what` names the thing."""
    if found != wanted:
        raise Broken(f"{what} is {found!r}, not {wanted!r}", rule)


def _name(exchange: Exchange) -> str:
    return exchange.operation or f"{exchange.method} {exchange.url}"


def _came(exchange: Exchange) -> str:
    code = f" {exchange.code}" if exchange.code else ""
    return f"{exchange.status}{code} came"
