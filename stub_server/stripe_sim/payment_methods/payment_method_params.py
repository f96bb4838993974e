"""Parameters of operations on PaymentMethods, and of `payment_method_data` in others."""

from __future__ import annotations

from stub_server.stripe_sim.params.common import BILLING, BROWSER_PARAMS
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.params.overlays import OMIT, UNSET, Overlay, adjust
from stub_server.stripe_sim.params.types import Enum, Hash, Int, Opaque, Str
from stub_server.stripe_sim.testdata.method_types import known_method_types

TYPE = adjust(words=tuple(known_method_types()))
CARD = Hash(
    {
        "cvc": Str(),
        "exp_month": Int(),
        "exp_year": Int(),
        "networks": Hash(
            {"preferred": Enum(("cartes_bancaires", "mastercard", "visa"), unset=True)}
        ),
        "number": Str(),
        "token": Str(),
    }
)
METHOD: Overlay = {
    **dict.fromkeys(("bancontact", "blik", "eps", "ideal", "link", "paypal"), UNSET),
    "billing_details": BILLING,
    "card": CARD,
    "klarna": adjust({"dob": adjust(required=())}, unset=True),
    "p24": adjust(also={"tos_shown_and_accepted": Opaque()}, unset=True),
    "radar_options": Opaque(),
    "type": TYPE,
}
METHOD_DATA = adjust(
    {name: change for name, change in METHOD.items() if name != "card"},
    also={**BROWSER_PARAMS, "card": CARD},
)
CREATE = declared_params(
    "POST payment_methods", METHOD, also={**BROWSER_PARAMS, "client_secret": Opaque()}
)
UPDATE = declared_params("POST payment_methods/*", billing_details=BILLING, us_bank_account=OMIT)
LIST_OF_CUSTOMER = declared_params("GET customers/*/payment_methods", type=TYPE)
LIST = declared_params("GET payment_methods", type=TYPE)
RETRIEVE = declared_params("GET payment_methods/*")
ATTACH = declared_params("POST payment_methods/*/attach")
DETACH = declared_params("POST payment_methods/*/detach")
