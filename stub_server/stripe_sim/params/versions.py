"""API versions: which ones there are to ask for, and where they differ."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from stub_server.stripe_sim.errors import invalid_request
from stub_server.stripe_sim.spec.api import enum_words

PREVIEW = re.compile(r"(20\d\d-[01]\d-[0-3]\d)\.preview\Z")
DASHBOARD_ONLY = ("2025-03-01.dashboard",)
"""Declared versions that only Stripe's Dashboard may use."""

METHOD_TYPES_GONE = "2026-09-30"
"""From here on PaymentIntents are not told `payment_method_types` any more."""

SEARCHABLE = "2020-08-27"
"""From here on there is search."""


OFFERS_ALL_SINCE = "2023-08-16"
"""From here on an intent that is told no types offers all that the account has; before, cards."""

CAPTURES_ASYNC_SINCE = "2024-04-10"
"""From here on an intent that is told no `capture_method` has `automatic_async`."""


METERS_ONLY_SINCE = "2025-03-31"
"""From here on a price by use needs a meter."""


@cache
def released_versions() -> frozenset[str]:
    """Every version that Stripe has released."""
    words = enum_words("POST webhook_endpoints", "api_version")
    return frozenset(words) - {*DASHBOARD_ONLY}


@lru_cache(256)
def validate_version(version: str) -> str:
    """The version, if there is one. StripeError 400: Stripe has released none of that name."""
    # Callers of previews append the features that they want: `; some_beta=v1`.
    name = version.partition(";")[0].strip()
    preview = PREVIEW.match(name)
    if name in released_versions() or (preview and preview[1] in _dates()):
        return name
    raise invalid_request(f"Invalid Stripe API version: {version}")


@cache
def _dates() -> frozenset[str]:
    return frozenset(version[:10] for version in released_versions())


def offers_all(version: str) -> bool:
    """Whether an intent that is told no types offers all that the account has."""
    return version[:10] >= OFFERS_ALL_SINCE


def capture_method(version: str) -> str:
    """The `capture_method` of an intent that is told none."""
    return "automatic_async" if version[:10] >= CAPTURES_ASYNC_SINCE else "automatic"


def takes_method_types(version: str) -> bool:
    """Whether PaymentIntents may be told `payment_method_types`."""
    return version[:10] < METHOD_TYPES_GONE


def meters_only(version: str) -> bool:
    """Whether a price by use needs a meter."""
    return version[:10] >= METERS_ONLY_SINCE


def searchable(version: str) -> bool:
    """Whether there is search."""
    return version[:10] >= SEARCHABLE
