"""Where pages, document and fixtures lie: beside the package, or inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent


def root() -> Path:
    """The folder that holds openapi.yaml, docs/api and fixtures."""
    bundle = PACKAGE / "bundle"
    return bundle if bundle.is_dir() else PACKAGE.parent


def document() -> Path:
    """The compiled contract."""
    return root() / "openapi.yaml"


def pages() -> Path:
    """The contract's pages."""
    return root() / "docs" / "api"


def fixtures() -> Path:
    """Catalogue, terms and demo customers."""
    return root() / "fixtures"
