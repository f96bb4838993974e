"""What the examiner is told of the fixtures' tax and shipping (C-ord-4)."""

from __future__ import annotations

TERMS = ("--tax", "19", "--shipping", "4.90", "--free-from", "49")
