"""Where a parcel or a bill goes."""

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
"""The contract's names of an address's members, and ours."""


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
    """An address in a customer's book."""

    id: str
    customer_id: str
    address: Address


def address_of(given: object, at: str = "") -> Address:
    """The address in what was sent; `at` is where in the body it stands.

    Raises `checkout.addressInvalid` whose `field` names the first member at fault: a required one
    that is missing or blank, a country that is none, a member that is not text (C-chk-3). Unknown
    members are ignored; an optional one that is blank counts as left out.
    """
    if not isinstance(given, Mapping):
        _refuse(at, "An address is an object with name, street, postal code, city and country.")
    dot = f"{at}." if at else ""
    for member in MEMBERS:
        value = given.get(member, "")
        if not isinstance(value, str):
            _refuse(dot + member, f"The address's {member} must be text.")
        if member in REQUIRED and not value.strip():
            _refuse(dot + member, f"The address needs a {member}.")
    if given["country"] not in COUNTRIES:
        _refuse(dot + "country", "The country must be a code of two capital letters, like DE.")
    return Address(
        **{ours: given[theirs] for theirs, ours in MEMBERS.items() if given.get(theirs, "").strip()}
    )


def members_of(address: Address) -> dict[str, str]:
    """The address under the contract's names, without what is not set."""
    return {
        theirs: value
        for theirs, ours in MEMBERS.items()
        if (value := getattr(address, ours)) is not None
    }


def apply_changes(address: Address, changes: Mapping[str, object]) -> Address:
    """The address with some members new; what comes out must be valid as a whole (C-chk-3)."""
    return address_of({**members_of(address), **changes})


def _refuse(field: str, message: str) -> Never:
    members = {"field": field} if field else {}
    raise Rejection("checkout.addressInvalid", message, rule="C-chk-3", members=members)
