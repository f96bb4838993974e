"""Ways to pay: how each goes, and which a PaymentIntent or a SetupIntent offers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Literal

from stub_server.stripe_sim.store.schema import Json
from stub_server.stripe_sim.testdata.files import read

Flow = Literal["card", "debit", "redirect", "app"]

MANUAL_CAPTURE = ("card", "klarna", "link", "paypal")
"""What can be authorized now and captured later."""


def known_method_types() -> dict[str, Json]:
    """Flow, currencies, and the members that objects of the type have, by type.

    `setup`: the options that a SetupIntent has for it, None for no options; without it the type
    cannot be kept for later. `generates`: what is kept in its place.
    """
    methods: dict[str, Json] = read("methods")
    return methods


def flow_of(method_type: str) -> Flow:
    """How a payment of this type goes."""
    flow: Flow = known_method_types()[method_type]["flow"]
    return flow


def can_set_up(method_type: str) -> bool:
    """Whether the type can be set up for later payments."""
    return "setup" in known_method_types()[method_type]


def accepts_currency(method_type: str, currency: str) -> bool:
    """Whether the type can pay in this currency."""
    currencies = known_method_types()[method_type]["currencies"]
    return "*" in currencies or currency in currencies


def list_method_types(
    currency: str | None,
    *,
    redirects: bool,
    manual: bool = False,
    reusable: bool = False,
    allowed: Sequence[str] | None = None,
    excluded: Sequence[str] | None = None,
    disabled: Collection[str] = (),
) -> list[str]:
    """The types that the account has on for an intent like this.

    `currency`: None for a SetupIntent. `kept`: only what can be set up. `off`: what the account's
    configuration has switched off.
    """
    return [
        method_type
        for method_type in _list_suitable(
            currency, redirects=redirects, manual=manual, reusable=reusable
        )
        if (allowed is None or method_type in allowed)
        and method_type not in (excluded or ())
        and method_type not in disabled
    ]


@lru_cache(1000)
def _list_suitable(
    currency: str | None, *, redirects: bool, manual: bool, reusable: bool
) -> tuple[str, ...]:
    """The types that can pay so."""
    return tuple(
        method_type
        for method_type, method in known_method_types().items()
        if (currency is None or accepts_currency(method_type, currency))
        and (redirects or method["flow"] != "redirect" or method_type == "link")
        and (not manual or method_type in MANUAL_CAPTURE)
        and (not reusable or "setup" in method)
    )
