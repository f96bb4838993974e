"""Ways to pay: how each goes, and which a PaymentIntent or a SetupIntent offers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Literal

from stub_server.stripe_sim.store.schema import Json
from stub_server.stripe_sim.testdata.files import read

Flow = Literal["card", "debit", "redirect", "app"]

CAPTURED_LATER = ("card", "klarna", "link", "paypal")
"""What can be authorized now and captured later."""


def table() -> dict[str, Json]:
    """Flow, currencies, and the members that objects of the type have, by type.

    `setup`: the options that a SetupIntent has for it, None for no options; without it the type
    cannot be kept for later. `generates`: what is kept in its place.
    """
    methods: dict[str, Json] = read("methods")
    return methods


def flow_of(kind: str) -> Flow:
    """How a payment of this type goes."""
    flow: Flow = table()[kind]["flow"]
    return flow


def can_be_kept(kind: str) -> bool:
    """Whether the type can be set up for later payments."""
    return "setup" in table()[kind]


def takes(kind: str, currency: str) -> bool:
    """Whether the type can pay in this currency."""
    currencies = table()[kind]["currencies"]
    return "*" in currencies or currency in currencies


def offered(
    currency: str | None,
    *,
    redirects: bool,
    manual: bool = False,
    kept: bool = False,
    allowed: Sequence[str] | None = None,
    excluded: Sequence[str] | None = None,
    off: Collection[str] = (),
) -> list[str]:
    """The types that the account has on for an intent like this.

    `currency`: None for a SetupIntent. `kept`: only what can be set up. `off`: what the account's
    configuration has switched off.
    """
    return [
        kind
        for kind in _suiting(currency, redirects=redirects, manual=manual, kept=kept)
        if (allowed is None or kind in allowed) and kind not in (excluded or ()) and kind not in off
    ]


@lru_cache(1000)
def _suiting(currency: str | None, *, redirects: bool, manual: bool, kept: bool) -> tuple[str, ...]:
    """The types that can pay so."""
    return tuple(
        kind
        for kind, method in table().items()
        if (currency is None or takes(kind, currency))
        and (redirects or method["flow"] != "redirect" or kind == "link")
        and (not manual or kind in CAPTURED_LATER)
        and (not kept or "setup" in method)
    )
