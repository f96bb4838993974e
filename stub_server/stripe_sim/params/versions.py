"""API versions, and their differences."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from stub_server.stripe_sim.errors import invalid_request
from stub_server.stripe_sim.spec.api import enum_words

PREVIEW = re.compile(r"(20\d\d-[01]\d-[0-3]\d)\.preview\Z")
DASHBOARD_ONLY = ("2025-03-01.dashboard",)
"""Declared versions that only Stripe's Dashboard may request."""

METHOD_TYPES_GONE = "2026-09-30"
"""First version that rejects `payment_method_types` of PaymentIntents."""

SEARCHABLE = "2020-08-27"
"""First version with search."""


OFFERS_ALL_SINCE = "2023-08-16"
"""First version in which an intent without types offers all of the account, not cards only."""

CAPTURES_ASYNC_SINCE = "2024-04-10"
"""First version with `automatic_async` as default of `capture_method`."""


METERS_ONLY_SINCE = "2025-03-31"
"""First version in which a metered price requires a meter."""


@cache
def released_versions() -> frozenset[str]:
    """Return the versions that Stripe has released."""
    words = enum_words("POST webhook_endpoints", "api_version")
    return frozenset(words) - {*DASHBOARD_ONLY}


@lru_cache(256)
def validate_version(version: str) -> str:
    """Return the version. Raise StripeError 400 if Stripe has not released it."""
    # Callers of previews append the features that they want: `; some_beta=v1`.
    name = version.partition(";")[0].strip()
    preview = PREVIEW.match(name)
    if name in released_versions() or (preview and preview[1] in _dates()):
        return name
    raise invalid_request(f"Invalid Stripe API version: {version}")


@cache
def _dates() -> frozenset[str]:
    return frozenset(version[:10] for version in released_versions())


def offers_all_method_types(version: str) -> bool:
    """Return whether an intent without types offers all types of the account."""
    return version[:10] >= OFFERS_ALL_SINCE


def default_capture_method(version: str) -> str:
    """Return the default of `capture_method`."""
    return "automatic_async" if version[:10] >= CAPTURES_ASYNC_SINCE else "automatic"


def accepts_method_types(version: str) -> bool:
    """Return whether PaymentIntents accept `payment_method_types`."""
    return version[:10] < METHOD_TYPES_GONE


def requires_meter(version: str) -> bool:
    """Return whether a metered price requires a meter."""
    return version[:10] >= METERS_ONLY_SINCE


def supports_search(version: str) -> bool:
    """Return whether the version has search."""
    return version[:10] >= SEARCHABLE
