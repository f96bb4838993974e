"""The figures that the shop's rules work with: limits, tax, shipping, lifetimes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from stub_server.shop.domain.money import Cents


@dataclass(frozen=True, slots=True)
class Limits:
    """The most pieces that one line and one cart may hold (C-cart-6)."""

    per_line: int
    per_cart: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """tax_percent: of the subtotal; shipping, free_from: cents (C-ord-4).

    number_prefix: what order numbers begin with (C-ord-8). attempts_a_minute: logins and resets
    each, for one address (C-cus-6). reset_lifetime: how long a reset token lives (C-cus-7).
    """

    limits: Limits
    tax_percent: Decimal
    shipping: Cents
    free_from: Cents
    number_prefix: str
    attempts_a_minute: int
    reset_lifetime: timedelta
