"""Parameters of operations on prices."""

from __future__ import annotations

from stub_server.stripe_sim.catalogue.price_limits import (
    AMOUNT,
    CURRENCY_OPTIONS,
    CUSTOM_UNIT_AMOUNT,
    RECURRING,
    TIER,
)
from stub_server.stripe_sim.catalogue.product_params import PRODUCT
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.params.overlays import UNSET, Overlay, adjust
from stub_server.stripe_sim.params.types import Int

PRICE: Overlay = {
    "currency_options": CURRENCY_OPTIONS,
    "lookup_key": adjust(unset=True, longest=200),
    "nickname": UNSET,
}
CREATE = declared_params(
    "POST prices",
    PRICE,
    custom_unit_amount=CUSTOM_UNIT_AMOUNT,
    product_data={
        **{name: PRODUCT[name] for name in ("tax_code", "tax_details", "unit_label")},
        "statement_descriptor": adjust(longest=22),
    },
    recurring={**RECURRING, "trial_period_days": Int(least=0)},
    tiers=TIER,
    transform_quantity={"divide_by": Int(least=1)},
    unit_amount=AMOUNT,
)
UPDATE = declared_params("POST prices/*", PRICE)
RETRIEVE = declared_params("GET prices/*")
LIST = declared_params("GET prices", lookup_keys=adjust(longest=10))
PRICE_DATA: Overlay = {
    "product_data": {
        name: PRODUCT[name]
        for name in ("description", "images", "tax_code", "tax_details", "unit_label")
    },
    "recurring": RECURRING,
    "unit_amount": AMOUNT,
}
"""`price_data` of a line item of a Checkout Session."""
