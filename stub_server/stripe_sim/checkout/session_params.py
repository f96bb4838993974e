"""The parameters of operations on Checkout Sessions."""

from __future__ import annotations

from stub_server.stripe_sim.catalogue.price_params import PRICE_DATA
from stub_server.stripe_sim.catalogue.shipping_rates import RATE
from stub_server.stripe_sim.checkout.page_params import PAGE_SETTINGS
from stub_server.stripe_sim.params.common import PARCEL
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.params.overlays import OMIT, UNSET, Overlay, adjust
from stub_server.stripe_sim.params.types import (
    Array,
    Email,
    Enum,
    Int,
    Opaque,
    Str,
    Url,
)

UI_MODES = ("elements", "embedded_page", "form", "hosted_page")
OLDER_UI_MODES = {"custom": "elements", "embedded": "embedded_page", "hosted": "hosted_page"}
"""Name of a UI mode in versions before 2026-03-25 → its current name."""
RENAMED_IN = "2026-03-25"

QUANTITY = Int(least=0, most=999_999)
ADJUSTABLE: Overlay = {"maximum": QUANTITY, "minimum": QUANTITY}
LINE = adjust(
    {
        "adjustable_quantity": ADJUSTABLE,
        "price_data": PRICE_DATA,
        "quantity": QUANTITY,
        "tax_rates": UNSET,
    },
    also={"dynamic_tax_rates": Opaque()},  # of older API versions
)
SHIPPING_OPTIONS = adjust({"shipping_rate_data": adjust(RATE, required=())}, unset=True)
INTENT_DATA: Overlay = {
    "description": adjust(longest=1000),
    "statement_descriptor": adjust(longest=22),
    "statement_descriptor_suffix": adjust(longest=22),
}
COPIED_FIELDS = (
    "allow_promotion_codes",
    "billing_address_collection",
    "cancel_url",
    "client_reference_id",
    "customer_email",
    "integration_identifier",
    "locale",
    "origin_context",
    "redirect_on_completion",
    "return_url",
    "submit_type",
    "success_url",
)
"""Parameters that are copied to the session."""
CREATE = declared_params(
    "POST checkout/sessions",
    PAGE_SETTINGS,
    cancel_url=Url(),
    client_reference_id=adjust(longest=200),
    customer_email=Email(longest=800),
    discounts=UNSET,
    line_items=LINE,
    optional_items=adjust(
        {"[]": adjust({"adjustable_quantity": ADJUSTABLE, "quantity": Int(least=1)}, required=())},
        longest=10,
    ),
    payment_intent_data={
        **INTENT_DATA,
        "shipping": PARCEL,
        "transfer_data": Opaque(),
    },
    payment_method_options={"demo_pay": OMIT},
    return_url=Url(),
    shipping_options=SHIPPING_OPTIONS,
    subscription_data=Opaque(),
    success_url=Url(),
    ui_mode=Enum((*UI_MODES, *OLDER_UI_MODES)),
    also={"payment_method_types": Array(Str())},  # of older API versions
)
UPDATE = declared_params(
    "POST checkout/sessions/*",
    collected_information={"shipping_details": {"address": {"*": UNSET}}},
    line_items=LINE,
    payment_intent_data=INTENT_DATA,
    shipping_options=SHIPPING_OPTIONS,
)
RETRIEVE = declared_params("GET checkout/sessions/*")
EXPIRE = declared_params("POST checkout/sessions/*/expire")
LINES = declared_params("GET checkout/sessions/*/line_items")
LIST = declared_params("GET checkout/sessions")
