"""A customer of the shop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from stub_server.server.rejection import Rejection

PASSWORD_LENGTH = 10
"""The fewest characters of a password (C-cus-4)."""

CHANGEABLE = {
    "email": "email",
    "name": "name",
    "acceptsMarketing": "accepts_marketing",
    "defaultAddressId": "default_address_id",
}
"""The members that a customer may change, by the contract's names, and ours (C-cus-9)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """Someone with a login. password_hash: argon2id; it never leaves the shop (C-cus-11)."""

    id: str
    email: str
    name: str
    accepts_marketing: bool
    created_at: datetime
    password_hash: str = field(repr=False)
    default_address_id: str | None = None

    @property
    def email_key(self) -> str:
        """The email as it is compared."""
        return email_key(self.email)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoCustomer:
    """A customer that the shop starts with."""

    email: str
    name: str
    password_hash: str = field(repr=False)
    accepts_marketing: bool = False


def email_key(email: str) -> str:
    """Emails that differ in case alone are one and the same (C-cus-9)."""
    return email.casefold()


def validate_password(given: object) -> str:
    """Return the password if it is text and long enough (C-cus-4).

    Raises `request.invalid` for what is no text, `auth.passwordWeak` for what is too short.
    """
    if not isinstance(given, str):
        raise _invalid("password", "The password must be text.")
    if len(given) < PASSWORD_LENGTH:
        raise Rejection(
            "auth.passwordWeak",
            f"The password needs at least {PASSWORD_LENGTH} characters.",
            rule="C-cus-4",
            members={"field": "password"},
        )
    return given


def validate_name(name: str) -> str:
    """Return the name; reject a blank one with `request.invalid` (C-conv-7)."""
    if not name.strip():
        raise _invalid("name", "The name must not be blank.")
    return name


def apply_changes(customer: Customer, changes: Mapping[str, Any]) -> Customer:
    """The customer with some members new; members that nobody knows are ignored (C-cus-9)."""
    known = {ours: changes[theirs] for theirs, ours in CHANGEABLE.items() if theirs in changes}
    validate_name(known.get("name", customer.name))
    return replace(customer, **known)


def email_taken_error(email: str) -> Rejection:
    """Return the rejection of an email that another customer has (C-cus-9)."""
    return Rejection(
        "auth.emailTaken",
        f"There is a customer with the email {email} already.",
        rule="C-cus-9",
        members={"field": "email"},
    )


def _invalid(field: str, message: str) -> Rejection:
    return Rejection("request.invalid", message, rule="C-conv-7", members={"field": field})
