"""The parameters of operations on SetupIntents."""

from __future__ import annotations

from stub_server.stripe_sim.params.operations import operation
from stub_server.stripe_sim.params.overlays import OMIT, UNSET, Overlay
from stub_server.stripe_sim.params.types import Opaque, Str, Uri
from stub_server.stripe_sim.payment_methods.mandates import MANDATE_DATA
from stub_server.stripe_sim.payment_methods.payment_method_params import METHOD_DATA
from stub_server.stripe_sim.payments.intent_params import BY_BROWSER, OLDER

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
CREATE = operation("POST setup_intents", INTENT, also=OLDER)
RETRIEVE = operation("GET setup_intents/*", also=BY_BROWSER)
UPDATE = operation(
    "POST setup_intents/*",
    INTENT,
    customer=UNSET,
    payment_method=UNSET,
    also={**OLDER, **BY_BROWSER},
)
CONFIRM = operation("POST setup_intents/*/confirm", INTENT, also={**OLDER, **BY_BROWSER})
CANCEL = operation("POST setup_intents/*/cancel")
MICRODEPOSITS = operation("POST setup_intents/*/verify_microdeposits", also=BY_BROWSER)
LIST = operation("GET setup_intents")
