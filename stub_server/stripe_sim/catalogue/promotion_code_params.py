"""Parameters of operations on promotion codes."""

from __future__ import annotations

from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.params.overlays import Overlay, adjust
from stub_server.stripe_sim.params.types import Int, Str

CURRENCY_OPTIONS: Overlay = {"currency_options": {"minimum_amount": Int(least=1)}}
CREATE = declared_params(
    "POST promotion_codes",
    code=adjust(longest=500),
    max_redemptions=Int(least=1),
    restrictions={**CURRENCY_OPTIONS, "minimum_amount": Int(least=1)},
    also={"coupon": Str()},  # of older API versions
)
UPDATE = declared_params("POST promotion_codes/*", restrictions=CURRENCY_OPTIONS)
RETRIEVE = declared_params("GET promotion_codes/*")
LIST = declared_params("GET promotion_codes")
