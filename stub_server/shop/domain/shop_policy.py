"""The settings of the shop's rules: limits, tax, shipping, lifetimes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from stub_server.shop.domain.money import Cents


@dataclass(frozen=True, slots=True)
class Limits:
    """The maximum quantity of one line, and of one cart (C-cart-6)."""

    per_line: int
    per_cart: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The settings of one shop.

    tax_percent: of the subtotal. shipping: cents. free_from: the subtotal from which shipping is
    free, in cents (C-ord-4). number_prefix: of order numbers (C-ord-8). attempts_a_minute: logins
    and resets each, per client address (C-cus-6). reset_lifetime: of a reset token (C-cus-7).
    """

    limits: Limits
    tax_percent: Decimal
    shipping: Cents
    free_from: Cents
    number_prefix: str
    attempts_a_minute: int
    reset_lifetime: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifetimes:
    """How long the shop stores what ends by itself.

    session: without use, with its cart, of guests and customers. idempotency: of the response to an
    Idempotency-Key. mail: in the outbox. mails: the most mails there.
    """

    session: timedelta = timedelta(days=30)
    idempotency: timedelta = timedelta(hours=24)
    mail: timedelta = timedelta(days=30)
    mails: int = 1000
