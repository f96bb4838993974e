"""The parameters of operations on SetupIntents."""

from __future__ import annotations

from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.params.overlays import OMIT, UNSET, Overlay
from stub_server.stripe_sim.params.types import Opaque, Str, Uri
from stub_server.stripe_sim.payment_methods.mandates import MANDATE_DATA
from stub_server.stripe_sim.payment_methods.payment_method_params import METHOD_DATA
from stub_server.stripe_sim.payments.intent_params import INTENT_BROWSER_PARAMS, LEGACY_PARAMS

INTENT: Overlay = {
    **dict.fromkeys(
        ("allowed_payment_method_types", "description", "excluded_payment_method_types"), UNSET
    ),
    "mandate_data": MANDATE_DATA,
    "payment_method_data": METHOD_DATA,
    "payment_method_options": {
        "blik": OMIT,
        "card": {"network": Str(), "three_d_secure": Opaque()},
        "klarna": {
            "on_demand": Opaque(),
            "preferred_locale": Str(),
            "subscriptions": Opaque(),
        },
    },
    "return_url": Uri(),
}
CREATE = declared_params("POST setup_intents", INTENT, also=LEGACY_PARAMS)
RETRIEVE = declared_params("GET setup_intents/*", also=INTENT_BROWSER_PARAMS)
UPDATE = declared_params(
    "POST setup_intents/*",
    INTENT,
    customer=UNSET,
    payment_method=UNSET,
    also={**LEGACY_PARAMS, **INTENT_BROWSER_PARAMS},
)
CONFIRM = declared_params(
    "POST setup_intents/*/confirm", INTENT, also={**LEGACY_PARAMS, **INTENT_BROWSER_PARAMS}
)
CANCEL = declared_params("POST setup_intents/*/cancel")
MICRODEPOSITS = declared_params(
    "POST setup_intents/*/verify_microdeposits", also=INTENT_BROWSER_PARAMS
)
LIST = declared_params("GET setup_intents")
