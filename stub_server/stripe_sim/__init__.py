"""Stripe, offline: an ASGI app with its own origin, and signed webhooks over real HTTP."""

from __future__ import annotations

from stub_server.stripe_sim.samples import EVENT_TYPES, sample
from stub_server.stripe_sim.settings import (
    PUBLISHABLE_KEY,
    SECRET_KEY,
    WEBHOOK_SECRET,
    SimSettings,
)
from stub_server.stripe_sim.signature import sign
from stub_server.stripe_sim.sim import Sim, create_sim
from stub_server.stripe_sim.tables import INDEXES

__all__ = [
    "EVENT_TYPES",
    "INDEXES",
    "PUBLISHABLE_KEY",
    "SECRET_KEY",
    "WEBHOOK_SECRET",
    "Sim",
    "SimSettings",
    "create_sim",
    "sample",
    "sign",
]
