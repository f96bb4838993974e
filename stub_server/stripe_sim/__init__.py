"""Stripe, offline: an ASGI app with its own origin, and signed webhooks over real HTTP.

The simulator itself is imported when one of its names is used for the first time, so that the
import of the predefined keys, or of `sign`, stays fast.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from stub_server.stripe_sim.events.signature import sign
from stub_server.stripe_sim.settings import (
    PUBLISHABLE_KEY,
    SECRET_KEY,
    WEBHOOK_SECRET,
    SimSettings,
    WebhookTargets,
)

if TYPE_CHECKING:
    from stub_server.stripe_sim.app import StripeApp, create_stripe_app
    from stub_server.stripe_sim.control.event_samples import EVENT_TYPES, sample

__all__ = [
    "EVENT_TYPES",
    "PUBLISHABLE_KEY",
    "SECRET_KEY",
    "WEBHOOK_SECRET",
    "SimSettings",
    "StripeApp",
    "WebhookTargets",
    "create_stripe_app",
    "sample",
    "sign",
]

_LATER = {
    "EVENT_TYPES": "control.event_samples",
    "sample": "control.event_samples",
    "StripeApp": "app",
    "create_stripe_app": "app",
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
