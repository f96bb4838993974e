"""Forged and doubled events, and many at once."""
