"""Harmless variations: another backend may do so, and the examiner must not complain."""
from __future__ import annotations
TAME = {}
