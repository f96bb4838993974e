"""Customers, and the rules for their data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from stub_server.server.rejection import Rejection

PASSWORD_LENGTH = 10
"""The minimum length of a password, in characters (C-cus-4)."""

CHANGEABLE = {
    "email": "email",
    "name": "name",
    "acceptsMarketing": "accepts_marketing",
    "defaultAddressId": "default_address_id",
}
"""Changeable member of the contract's Customer → field of ours (C-cus-9)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """A registered customer. password_hash: argon2id; no response has it (C-cus-11)."""

    id: str
    email: str
    name: str
    accepts_marketing: bool
    created_at: datetime
    password_hash: str = field(repr=False)
    default_address_id: str | None = None

    @property
    def email_key(self) -> str:
        """The form of the email that emails are compared by."""
        return email_key(self.email)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoCustomer:
    """A customer from the fixtures."""

    email: str
    name: str
    password_hash: str = field(repr=False)
    accepts_marketing: bool = False


def email_key(email: str) -> str:
    """Return the form of an email that emails are compared by: case does not count (C-cus-9)."""
    return email.casefold()


def validate_password(value: object) -> str:
    """Return the password if it is text and long enough (C-cus-4).

    Reject a value that is not text with `request.invalid`, a short one with `auth.passwordWeak`.
    """
    if not isinstance(value, str):
        raise _invalid("password", "The password must be text.")
    if len(value) < PASSWORD_LENGTH:
        raise Rejection(
            "auth.passwordWeak",
            f"The password needs at least {PASSWORD_LENGTH} characters.",
            rule="C-cus-4",
            members={"field": "password"},
        )
    return value


def validate_name(name: str) -> str:
    """Return the name; reject a blank one with `request.invalid` (C-conv-7)."""
    if not name.strip():
        raise _invalid("name", "The name must not be blank.")
    return name


def apply_changes(customer: Customer, changes: Mapping[str, Any]) -> Customer:
    """Return the customer with some members replaced; ignore unknown members (C-cus-9)."""
    fields = {field: changes[member] for member, field in CHANGEABLE.items() if member in changes}
    validate_name(fields.get("name", customer.name))
    return replace(customer, **fields)


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
