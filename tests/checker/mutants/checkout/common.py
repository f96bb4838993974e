"""Patches that several mutants of this family share."""

from __future__ import annotations

INTENT = "createCheckoutIntent"
