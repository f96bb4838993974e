"""The parameters of operations on customers."""

from __future__ import annotations

from stub_server.stripe_sim.customers.customer_taxes import TAX
from stub_server.stripe_sim.params.common import ADDRESS, EXPAND, RECIPIENT
from stub_server.stripe_sim.params.operations import operation
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
CREATE = operation("POST customers", CUSTOMER)
UPDATE = operation("POST customers/*", CUSTOMER)
RETRIEVE = operation("GET customers/*")
DELETE = operation("DELETE customers/*", also=EXPAND)
LIST = operation("GET customers")
