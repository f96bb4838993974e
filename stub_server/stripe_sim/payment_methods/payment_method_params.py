"""The parameters of operations on PaymentMethods, and of `payment_method_data` in others."""

from __future__ import annotations

from stub_server.stripe_sim.params.common import BILLING, BROWSER
from stub_server.stripe_sim.params.operations import operation
from stub_server.stripe_sim.params.overlays import OMIT, UNSET, Overlay, adjust
from stub_server.stripe_sim.params.types import Enum, Hash, Int, Opaque, Str
from stub_server.stripe_sim.testdata.method_types import table

TYPE = adjust(words=tuple(table()))
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
    also={**BROWSER, "card": CARD},
)
CREATE = operation("POST payment_methods", METHOD, also={**BROWSER, "client_secret": Opaque()})
UPDATE = operation("POST payment_methods/*", billing_details=BILLING, us_bank_account=OMIT)
OF_CUSTOMER = operation("GET customers/*/payment_methods", type=TYPE)
LIST = operation("GET payment_methods", type=TYPE)
RETRIEVE = operation("GET payment_methods/*")
ATTACH = operation("POST payment_methods/*/attach")
DETACH = operation("POST payment_methods/*/detach")
