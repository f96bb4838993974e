"""Parameters of operations on tokens."""

from __future__ import annotations

from stub_server.stripe_sim.params.common import BROWSER_PARAMS
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.params.overlays import OMIT, adjust
from stub_server.stripe_sim.params.types import Enum, Hash, Opaque, Str

WALLETS = {"apple_pay": "apple_pay", "android_pay": "google_pay"}
"""Wallet of a token → wallet of a PaymentMethod."""
BANK_ACCOUNT = Hash(
    {
        "account_holder_name": Str(),
        "account_holder_type": Enum(("company", "individual")),
        "account_number": Str(),
        "account_type": Enum(("checking", "futsu", "savings", "toza")),
        "country": Str(),
        "currency": Str(),
        "routing_number": Str(),
    },
    required=("account_number", "country"),
)
CREATE = declared_params(
    "POST tokens",
    account=Opaque(),
    bank_account=BANK_ACCOUNT,
    card=adjust(
        {"networks": {"preferred": Str()}},
        also={"tokenization_method": Enum(tuple(WALLETS))},
        required=(),
    ),
    customer=OMIT,
    person=Opaque(),
    also=BROWSER_PARAMS,
)
RETRIEVE = declared_params("GET tokens/*", also=BROWSER_PARAMS)
