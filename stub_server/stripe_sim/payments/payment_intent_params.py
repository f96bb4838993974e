"""The parameters of operations on PaymentIntents."""

from __future__ import annotations

from stub_server.stripe_sim.params.common import SHIPPING
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.params.overlays import UNSET, Overlay, adjust
from stub_server.stripe_sim.params.types import Int, Opaque, Str, Uri
from stub_server.stripe_sim.payment_methods.mandates import MANDATE_DATA
from stub_server.stripe_sim.payment_methods.payment_method_params import METHOD_DATA
from stub_server.stripe_sim.payments.amount_details import AMOUNT_DETAILS
from stub_server.stripe_sim.payments.intent_params import INTENT_BROWSER_PARAMS, LEGACY_PARAMS

DESCRIPTOR = adjust(unset=True, longest=22)
INTENT: Overlay = {
    **dict.fromkeys(
        (
            "allowed_payment_method_types",
            "application_fee_amount",
            "description",
            "excluded_payment_method_types",
            "payment_details",
            "payment_method_options",
            "receipt_email",
            "setup_future_usage",
            "transfer_group",
        ),
        UNSET,
    ),
    "amount_details": AMOUNT_DETAILS,
    "hooks": Opaque(),
    "mandate_data": MANDATE_DATA,
    "payment_method_data": METHOD_DATA,
    "radar_options": Opaque(),
    "return_url": Uri(),
    "shipping": SHIPPING,
    "statement_descriptor": DESCRIPTOR,
    "statement_descriptor_suffix": DESCRIPTOR,
    "transfer_data": Opaque(),
}
CREATE = declared_params("POST payment_intents", INTENT, also=LEGACY_PARAMS)
RETRIEVE = declared_params("GET payment_intents/*", also=INTENT_BROWSER_PARAMS)
UPDATE = declared_params(
    "POST payment_intents/*",
    INTENT,
    customer=UNSET,
    payment_method=UNSET,
    also={**LEGACY_PARAMS, "client_secret": Str(), "key": Opaque()},
)
CONFIRM = declared_params(
    "POST payment_intents/*/confirm", INTENT, also={**LEGACY_PARAMS, **INTENT_BROWSER_PARAMS}
)
CAPTURE = declared_params("POST payment_intents/*/capture", INTENT, amount_to_capture=Int(least=1))
CANCEL = declared_params("POST payment_intents/*/cancel")
INCREMENT = declared_params(
    "POST payment_intents/*/increment_authorization", INTENT, amount=Int(least=1)
)
APPLY_BALANCE = declared_params(
    "POST payment_intents/*/apply_customer_balance", amount=Int(least=1)
)
MICRODEPOSITS = declared_params(
    "POST payment_intents/*/verify_microdeposits", also=INTENT_BROWSER_PARAMS
)
LIST = declared_params("GET payment_intents")
