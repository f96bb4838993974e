"""Ways to pay: how each goes, and which a PaymentIntent offers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from stub_server.stripe_sim.datafiles import read
from stub_server.stripe_sim.tables import Json

Flow = Literal["card", "debit", "redirect"]

CAPTURED_LATER = ("card", "klarna", "link", "paypal")
"""What can be authorized now and captured later."""


def table() -> dict[str, Json]:
    """Flow, currencies, and the members that objects of the type have, by type."""
    methods: dict[str, Json] = read("methods")
    return methods


def flow_of(kind: str) -> Flow:
    """How a payment of this type goes."""
    flow: Flow = table()[kind]["flow"]
    return flow


def offered(
    currency: str,
    *,
    redirects: bool,
    manual: bool,
    allowed: Sequence[str] | None,
    excluded: Sequence[str] | None,
) -> list[str]:
    """The types that the account has on for a PaymentIntent like this."""
    return [
        kind
        for kind, method in table().items()
        if ("*" in method["currencies"] or currency in method["currencies"])
        and (redirects or method["flow"] != "redirect" or kind == "link")
        and (not manual or kind in CAPTURED_LATER)
        and (allowed is None or kind in allowed)
        and kind not in (excluded or ())
    ]


def options_for(kinds: Sequence[str], given: Json | None) -> Json:
    """`payment_method_options` with every offered type's members, and what was given."""
    given = given or {}
    known = table()
    return {
        kind: {**known.get(kind, {}).get("options", {}), **(given.get(kind) or {})}
        for kind in kinds
    }
