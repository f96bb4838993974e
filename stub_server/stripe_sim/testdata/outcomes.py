"""Which test card, token or account number ends how: the tables of `data/`, typed."""

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
"""When a card asks for 3-D Secure."""

AUTHENTICATIONS: tuple[str, ...] = get_args(Authentication)
RISKS = {"normal": 22, "elevated": 66, "highest": 92}
"""Risk levels with the score that stands for them."""


@dataclass(frozen=True, slots=True)
class Card:
    """A test card: what is printed on it, and how it behaves."""

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
    """The test cards by number."""
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
    """The test cards by what follows `pm_card_` and `tok_`."""
    return {name: card for card in cards().values() for name in card.names}


def declines() -> dict[str, Json]:
    """The members of a card error by decline code."""
    table: dict[str, Json] = read("declines")
    return table


def ibans() -> dict[str, str]:
    """How a SEPA debit ends, by test IBAN."""
    table: dict[str, str] = read("ibans")
    return table


def iban_shapes() -> dict[str, Json]:
    """The IBANs of the countries in SEPA: their length, and where bank and branch stand in it."""
    table: dict[str, Json] = read("iban_shapes")
    return table


DELAYED_SECONDS = 180
"""Seconds that the `_delayed` accounts take, if the usual wait is not longer."""

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
"""Failure code and message by how the account ends; the others succeed."""

DEBIT_SUCCESSES = ("success", "success_delayed", "disputed")


def has_luhn_digit(number: str) -> bool:
    """Whether the number's check digit is right."""
    digits = [int(character) for character in reversed(number)]
    doubled = (sum(divmod(digit * 2, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def is_iban(text: str) -> bool:
    """Whether the text is an IBAN of a country in SEPA, by its length and its check digits."""
    shape = iban_shapes().get(text[:2])
    if shape is None or len(text) != shape["length"]:
        return False
    rotated = text[4:] + text[:4]
    if not rotated.isalnum() or not rotated.isascii():
        return False
    return int("".join(str(int(character, 36)) for character in rotated)) % 97 == 1
