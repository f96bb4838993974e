"""What the calls on PaymentMethods take, and what `payment_method_data` may hold."""

from __future__ import annotations

from collections.abc import Mapping

from stub_server.stripe_sim.params.common import BILLING, BROWSER, EXPAND, METADATA, PAGE
from stub_server.stripe_sim.params.types import Enum, Hash, Int, Kind, Opaque, Str
from stub_server.stripe_sim.testdata.files import read
from stub_server.stripe_sim.testdata.method_types import table

ALLOW = Enum(("always", "limited", "unspecified"))
NETWORKS = Hash({"preferred": Enum(("cartes_bancaires", "mastercard", "visa"), unset=True)})
BANKS: Mapping[str, Kind] = {kind: Enum(tuple(words)) for kind, words in read("banks").items()}
NOTHING = Hash({}, unset=True)
KINDS: Mapping[str, Kind] = {
    **dict.fromkeys(table(), NOTHING),
    "card": Hash(
        {
            "number": Str(),
            "exp_month": Int(),
            "exp_year": Int(),
            "cvc": Str(),
            "token": Str(),
            "networks": NETWORKS,
        }
    ),
    "eps": Hash({"bank": BANKS["eps"]}, unset=True),
    "ideal": Hash({"bank": BANKS["ideal"]}, unset=True),
    "klarna": Hash({"dob": Hash({"day": Int(), "month": Int(), "year": Int()})}, unset=True),
    "p24": Hash({"bank": BANKS["p24"], "tos_shown_and_accepted": Opaque()}, unset=True),
    "sepa_debit": Hash({"iban": Str()}, required=("iban",)),
}
"""A hash of its own for each type."""

DATA: Mapping[str, Kind] = {
    "type": Enum(tuple(table())),
    **KINDS,
    "billing_details": BILLING,
    "allow_redisplay": ALLOW,
    "metadata": METADATA,
    "radar_options": Opaque(),
}
METHOD_DATA = Hash({**DATA, **BROWSER}, required=("type",))

CREATE: Mapping[str, Kind] = {
    **DATA,
    **BROWSER,
    **EXPAND,
    "client_secret": Opaque(),
    "customer": Str(),
    "payment_method": Str(),
}
UPDATE: Mapping[str, Kind] = {
    "billing_details": BILLING,
    "allow_redisplay": ALLOW,
    "metadata": METADATA,
    "card": Hash({"exp_month": Int(), "exp_year": Int(), "networks": NETWORKS}),
    **EXPAND,
}
OF_CUSTOMER: Mapping[str, Kind] = {**PAGE, "type": Enum(tuple(table())), "allow_redisplay": ALLOW}
LIST: Mapping[str, Kind] = {**OF_CUSTOMER, "customer": Str(), "customer_account": Str()}
RETRIEVE = {**EXPAND}
ATTACH: Mapping[str, Kind] = {"customer": Str(), "customer_account": Str(), **EXPAND}
DETACH = {**EXPAND}
