"""Parameters of operations on products."""

from __future__ import annotations

from stub_server.stripe_sim.catalogue.price_limits import (
    AMOUNT,
    CURRENCY_OPTIONS,
    CUSTOM_UNIT_AMOUNT,
    RECURRING,
)
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.params.overlays import UNSET, Overlay, adjust
from stub_server.stripe_sim.params.types import Number, Url

PRODUCT: Overlay = {
    "default_price": UNSET,
    "description": adjust(unset=True, longest=40_000),
    "images": adjust({"[]": Url(longest=2048)}, unset=True, longest=8),
    "marketing_features": adjust({"name": adjust(longest=80)}, unset=True, longest=15),
    "package_dimensions": adjust({"*": Number(over=0)}, unset=True),
    "statement_descriptor": adjust(unset=True, longest=22),
    "tax_code": UNSET,
    "tax_details": UNSET,
    "unit_label": adjust(unset=True, longest=12),
    "url": Url(unset=True, longest=2048),
}
CREATE = declared_params(
    "POST products",
    PRODUCT,
    default_price_data={
        "currency_options": CURRENCY_OPTIONS,
        "custom_unit_amount": CUSTOM_UNIT_AMOUNT,
        "recurring": RECURRING,
        "unit_amount": AMOUNT,
    },
)
UPDATE = declared_params("POST products/*", PRODUCT)
RETRIEVE = declared_params("GET products/*")
DELETE = declared_params("DELETE products/*")
LIST = declared_params("GET products")
