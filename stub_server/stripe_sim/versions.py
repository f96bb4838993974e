"""API versions: which ones there are to ask for, and where they differ."""

from __future__ import annotations

import re

from stub_server.stripe_sim.errors import bad

FORM = re.compile(r"20\d\d-[01]\d-[0-3]\d(\.[a-z_]+)?\Z")
METHOD_TYPES_GONE = "2026-09-30"
"""From here on PaymentIntents are not told `payment_method_types` any more."""


def checked(version: str) -> str:
    """The version, if it looks like one. StripeError 400: it does not."""
    if not FORM.match(version):
        raise bad(f"Invalid Stripe API version: {version}")
    return version


def takes_method_types(version: str) -> bool:
    """Whether PaymentIntents may be told `payment_method_types`."""
    return version[:10] < METHOD_TYPES_GONE
