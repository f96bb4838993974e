"""Outcomes of test cards, tokens and account numbers, from the JSON files."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, get_args

from stub_server.stripe_sim.store.schema import Json
from stub_server.stripe_sim.testdata.files import read

Authentication = Literal[
    "never",
    "always",
    "unless_set_up",
    "on_session",
    "on_request",
    "on_request_fails",
    "lookup_fails",
]
"""Conditions under which a card requires 3-D Secure."""

AUTHENTICATIONS: tuple[str, ...] = get_args(Authentication)
RISKS = {"normal": 22, "elevated": 66, "highest": 92}
"""Risk level → its score."""


@dataclass(frozen=True, slots=True)
class Card:
    """A test card: its data and its outcomes."""

    number: str
    brand: str
    funding: str
    country: str
    names: tuple[str, ...]
    network: str | None = None
    authentication: Authentication = "never"
    decline: str | None = None
    risk: str = "normal"
    refund: str | None = None
    dispute: str | None = None
    balance: str = "pending"
    attaches: bool = True
    three_d_secure: bool = True
    checks: dict[str, str] = field(default_factory=dict)


def _card(row: Json) -> Card:
    members = {name: value for name, value in row.items() if name not in ("names", "threeDSecure")}
    supported = row.get("threeDSecure", True)
    return Card(names=tuple(row["names"]), three_d_secure=supported, **members)


@cache
def cards() -> dict[str, Card]:
    """Return the test cards by number."""
    return {row["number"]: _card(row) for row in read("cards")}


@cache
def cards_by_key() -> dict[str, Card]:
    """Return the test cards by the key that the store has instead of a number."""
    return {key_of(number): card for number, card in cards().items()}


@cache
def key_of(number: str) -> str:
    """Return the key under which a card is stored, instead of its number."""
    return hashlib.sha256(number.encode()).hexdigest()[:16]


@cache
def cards_by_name() -> dict[str, Card]:
    """Return the test cards by the name after `pm_card_` and `tok_`."""
    return {name: card for card in cards().values() for name in card.names}


def declines() -> dict[str, Json]:
    """Return the members of a card error by decline code."""
    table: dict[str, Json] = read("declines")
    return table


def ibans() -> dict[str, str]:
    """Return the outcome of a SEPA debit by test IBAN."""
    table: dict[str, str] = read("ibans")
    return table


def iban_shapes() -> dict[str, Json]:
    """Return length and positions of bank and branch of IBANs by SEPA country."""
    table: dict[str, Json] = read("iban_shapes")
    return table


DELAYED_SECONDS = 180
"""Time in s of a debit of the `_delayed` accounts, if the usual time is not longer."""

DEBIT_FAILURES = {
    "failed": (
        "debit_not_authorized",
        "The customer has notified their bank that this payment "
        "was unauthorized or there is no mandate held on file.",
    ),
    "failed_delayed": (
        "debit_not_authorized",
        "The customer has notified their bank that this "
        "payment was unauthorized or there is no mandate held on file.",
    ),
    "insufficient_funds": (
        "insufficient_funds",
        "The customer's account has insufficient funds to cover this payment.",
    ),
    "charge_exceeds_source_limit": (
        "charge_exceeds_source_limit",
        "The payment amount exceeds the account payment volume limit.",
    ),
    "charge_exceeds_weekly_limit": (
        "charge_exceeds_weekly_limit",
        "The payment amount exceeds the account's weekly payment volume limit.",
    ),
}
"""Outcome → failure code and message; debits with other outcomes succeed."""

DEBIT_SUCCESSES = ("success", "success_delayed", "disputed")


def has_luhn_digit(number: str) -> bool:
    """Return whether the number's check digit is valid."""
    digits = [int(character) for character in reversed(number)]
    doubled = (sum(divmod(digit * 2, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def is_iban(text: str) -> bool:
    """Return whether the text is an IBAN of a SEPA country, by length and check digits."""
    shape = iban_shapes().get(text[:2])
    if shape is None or len(text) != shape["length"]:
        return False
    rotated = text[4:] + text[:4]
    if not rotated.isalnum() or not rotated.isascii():
        return False
    return int("".join(str(int(character, 36)) for character in rotated)) % 97 == 1
