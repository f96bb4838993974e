"""The packs that come along."""

from __future__ import annotations

from contract_tests.harness.pack_loader import PackLoader

LOADER = PackLoader({"shop": "contract_tests.shop"})
"""The first pack whose operations the document has is the default."""
