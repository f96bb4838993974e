"""Parameters of operations on customers."""

from __future__ import annotations

from stub_server.stripe_sim.customers.customer_taxes import TAX
from stub_server.stripe_sim.params.common import ADDRESS, EXPAND, RECIPIENT
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.params.overlays import UNSET, Overlay, adjust
from stub_server.stripe_sim.params.types import Opaque

CUSTOMER: Overlay = {
    "address": ADDRESS,
    "business_name": adjust(longest=150),
    "cash_balance": Opaque(),
    "description": UNSET,
    "email": adjust(unset=True, longest=512),
    "individual_name": adjust(longest=150),
    "invoice_prefix": UNSET,
    "invoice_settings": {
        "custom_fields": adjust(
            {"name": adjust(longest=40), "value": adjust(longest=140)}, longest=4
        ),
        "default_payment_method": UNSET,
        "footer": UNSET,
    },
    "name": adjust(unset=True, longest=256),
    "phone": adjust(unset=True, longest=20),
    "preferred_locales": UNSET,
    "shipping": RECIPIENT,
    "tax": TAX,
}
CREATE = declared_params("POST customers", CUSTOMER)
UPDATE = declared_params("POST customers/*", CUSTOMER)
RETRIEVE = declared_params("GET customers/*")
DELETE = declared_params("DELETE customers/*", also=EXPAND)
LIST = declared_params("GET customers")
