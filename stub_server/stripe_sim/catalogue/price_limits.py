"""Limits of the parameters in every operation that creates a price."""

from __future__ import annotations

from collections.abc import Mapping

from stub_server.stripe_sim.params.overlays import Overlay, adjust
from stub_server.stripe_sim.params.types import Int, Str

MAX_INTERVAL_COUNT: Mapping[str, int] = {"day": 1095, "week": 156, "month": 36, "year": 3}
"""Interval → its maximum between two payments: three years."""
MAX_AMOUNT = 999_999_999_999
AMOUNT = Int(least=0, most=MAX_AMOUNT)
CUSTOM_UNIT_AMOUNT: Overlay = {
    "maximum": Int(least=1),
    "minimum": Int(least=1),
    "preset": Int(least=0),
}
RECURRING: Overlay = {"interval_count": Int(least=1)}
TIER: Overlay = {"flat_amount": Int(least=0), "unit_amount": Int(least=0), "up_to": Str()}
CURRENCY_OPTIONS = adjust(
    {"custom_unit_amount": CUSTOM_UNIT_AMOUNT, "tiers": TIER, "unit_amount": AMOUNT}, unset=True
)
"""Amounts in other currencies."""
