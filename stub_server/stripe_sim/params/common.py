"""Parameters that many operations share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from stub_server.stripe_sim.errors import invalid_request
from stub_server.stripe_sim.params.overlays import UNSET, Overlay, adjust
from stub_server.stripe_sim.params.types import Array, Opaque, ParamType, Str
from stub_server.stripe_sim.spec.api import enum_words
from stub_server.stripe_sim.testdata.files import read

EXPAND: Mapping[str, ParamType] = {"expand": Array(Str())}
ADDRESS_FIELDS = ("city", "country", "line1", "line2", "postal_code", "state")
ADDRESS = adjust({"*": UNSET}, unset=True)
_RECIPIENT: Overlay = {"address": {"*": UNSET}, "phone": UNSET}
RECIPIENT = adjust(_RECIPIENT, unset=True)
PARCEL: Overlay = {**_RECIPIENT, "carrier": UNSET, "tracking_number": UNSET}
SHIPPING = adjust(PARCEL, unset=True)
BILLING: Overlay = {"*": UNSET, "address": ADDRESS}
BROWSER_PARAMS: Mapping[str, ParamType] = {
    name: Opaque()
    for name in (
        "key",
        "_stripe_version",
        "guid",
        "muid",
        "sid",
        "payment_user_agent",
        "time_on_page",
        "referrer",
        "pasted_fields",
        "client_attribution_metadata",
        "expected_payment_method_type",
        "radar_options",
        "is_stripe_sdk",
    )
}
"""Parameters that Stripe.js adds."""

EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+\Z")


def validate_email(email: str | None, param: str) -> None:
    """Raise StripeError 400 if the email address is invalid."""
    if email and not EMAIL.match(email):
        raise invalid_request(f"Invalid email address: {email}", param, "email_invalid")


UNKNOWN_COUNTRY = (
    "Country '{}' is unknown. Try using a 2-character alphanumeric country code instead, such as "
    "'US', 'EG', or 'GB'. A full list of country codes is available at "
    "https://en.wikipedia.org/wiki/ISO_3166-1_alpha-2#Officially_assigned_code_elements"
)


@cache
def countries() -> frozenset[str]:
    """Return all country codes, including those that Checkout does not ship to."""
    path = ("shipping_address_collection", "allowed_countries")
    shipped_to = enum_words("POST checkout/sessions", *path)
    return frozenset(shipped_to) | frozenset(read("countries")["besides"])


def validate_country(code: str | None, param: str) -> None:
    """Raise StripeError 400 if the country is unknown; Stripe does so for card holders only."""
    if code and code.upper() not in countries():
        raise invalid_request(UNKNOWN_COUNTRY.format(code), param)


def complete_address(address: Mapping[str, str | None] | None) -> dict[str, str | None]:
    """Return the address with all members, null by default."""
    address = address or {}
    return {name: address.get(name) for name in ADDRESS_FIELDS}
