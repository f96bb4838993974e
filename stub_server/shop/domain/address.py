"""Postal addresses, and the rules for them (C-chk-3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Never

from stub_server.server.rejection import Rejection
from stub_server.shop.domain.countries import COUNTRIES

REQUIRED = {
    "name": "name",
    "street": "street",
    "postalCode": "postal_code",
    "city": "city",
    "country": "country",
}
OPTIONAL = {"company": "company", "phone": "phone"}
MEMBERS = {**REQUIRED, **OPTIONAL}
"""Member of the contract's Address → field of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A postal address. country: an assigned ISO 3166-1 alpha-2 code, in capitals."""

    name: str
    street: str
    postal_code: str
    city: str
    country: str
    company: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class StoredAddress:
    """An address that a customer saved."""

    id: str
    customer_id: str
    address: Address


def parse_address(value: object, path: str = "") -> Address:
    """Return the address in a JSON value; `path` is its place in the body.

    Reject with `checkout.addressInvalid`, whose `field` is the first invalid member: a required
    member that is missing or blank, an unknown country, a member that is not text (C-chk-3).
    Unknown members are ignored; a blank optional member counts as missing.
    """
    if not isinstance(value, Mapping):
        _reject(path, "An address is an object with name, street, postal code, city and country.")
    prefix = f"{path}." if path else ""
    for member in MEMBERS:
        text = value.get(member, "")
        if not isinstance(text, str):
            _reject(prefix + member, f"The address's {member} must be text.")
        if member in REQUIRED and not text.strip():
            _reject(prefix + member, f"The address needs a {member}.")
    if value["country"] not in COUNTRIES:
        _reject(prefix + "country", "The country must be a code of two capital letters, like DE.")
    return Address(
        **{
            field: value[member]
            for member, field in MEMBERS.items()
            if value.get(member, "").strip()
        }
    )


def members_of(address: Address) -> dict[str, str]:
    """Return the address under the contract's names; fields that are None are left out."""
    return {
        member: value
        for member, field in MEMBERS.items()
        if (value := getattr(address, field)) is not None
    }


def apply_changes(address: Address, changes: Mapping[str, object]) -> Address:
    """Return the address with some members replaced; reject an invalid result (C-chk-3)."""
    return parse_address({**members_of(address), **changes})


def _reject(field: str, message: str) -> Never:
    members = {"field": field} if field else {}
    raise Rejection("checkout.addressInvalid", message, rule="C-chk-3", members=members)
