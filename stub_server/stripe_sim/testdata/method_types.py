"""Payment method types: their flows, and those that an intent offers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Literal

from stub_server.stripe_sim.store.schema import Json
from stub_server.stripe_sim.testdata.files import read

Flow = Literal["card", "debit", "redirect", "app"]

MANUAL_CAPTURE = ("card", "klarna", "link", "paypal")
"""Types that can be authorized first and captured later."""


def known_method_types() -> dict[str, Json]:
    """Return flow, currencies and members of the objects by type.

    `setup`: the options of a SetupIntent for the type, None for no options; a type without it
    cannot be saved. `generates`: the type that is saved in its place.
    """
    methods: dict[str, Json] = read("methods")
    return methods


def flow_of(method_type: str) -> Flow:
    """Return the flow of a payment of this type."""
    flow: Flow = known_method_types()[method_type]["flow"]
    return flow


def can_set_up(method_type: str) -> bool:
    """Return whether the type can be set up for later payments."""
    return "setup" in known_method_types()[method_type]


def accepts_currency(method_type: str, currency: str) -> bool:
    """Return whether the type accepts the currency."""
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
    """Return the types that an intent offers.

    `currency`: None for a SetupIntent. `redirects`: include types with redirects. `manual`: only
    types with manual capture. `reusable`: only types that can be set up. `disabled`: types that
    the account's configuration disables.
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
    """Return the types that support these conditions."""
    return tuple(
        method_type
        for method_type, method in known_method_types().items()
        if (currency is None or accepts_currency(method_type, currency))
        and (redirects or method["flow"] != "redirect" or method_type == "link")
        and (not manual or method_type in MANUAL_CAPTURE)
        and (not reusable or "setup" in method)
    )
