"""Limits of a Checkout Session's parameters: how its page looks and what it asks the buyer."""

from __future__ import annotations

from stub_server.stripe_sim.params.overlays import Overlay, adjust
from stub_server.stripe_sim.params.types import Int, Opaque, Url

PICTURE: Overlay = {"url": Url()}
MESSAGE: Overlay = {"message": adjust(longest=1200)}
TYPED: Overlay = {"maximum_length": Int(least=1), "minimum_length": Int(least=1)}
LABEL = adjust(longest=100)
PAGE_SETTINGS: Overlay = {
    "automatic_tax": {"liability": Opaque()},
    "branding_settings": {"icon": PICTURE, "logo": PICTURE},
    "custom_fields": adjust(
        {
            "dropdown": {"options": adjust({"label": LABEL, "value": LABEL}, longest=200)},
            "key": adjust(longest=200),
            "label": {"custom": LABEL},
            "numeric": TYPED,
            "text": TYPED,
        },
        longest=3,
    ),
    "custom_text": {"*": MESSAGE},
    "invoice_creation": {
        "invoice_data": {
            "custom_fields": adjust(
                {"name": adjust(longest=40), "value": adjust(longest=140)}, longest=4
            ),
            "description": adjust(longest=1500),
        }
    },
}
