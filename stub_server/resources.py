"""Where pages, document and fixtures lie: beside the package, or inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent
DOCUMENT = "openapi.yaml"
PAGES = "docs/api"
MARK = b"# Compiled by `shopstub compile`"
"""How a document of our making begins."""


def root() -> Path:
    """The folder that holds openapi.yaml, docs/api and fixtures."""
    bundle = PACKAGE / "bundle"
    return bundle if bundle.is_dir() else PACKAGE.parent


def document() -> Path:
    """The compiled contract."""
    return root() / DOCUMENT


def pages() -> Path:
    """The contract's pages."""
    return root() / PAGES


def compiled_here(path: Path) -> bool:
    """Whether the file is a document of our making: a frontend may have one of another kind."""
    try:
        with path.open("rb") as file:
            return file.read(len(MARK)) == MARK
    except OSError:
        return False


def compiled_from_pages(path: Path) -> bool:
    """Whether the file was compiled from the folder `docs/api`, and not from other pages."""
    try:
        with path.open("rb") as file:
            return file.readline(1000).startswith(MARK + f" from {PAGES}. ".encode())
    except OSError:
        return False


def fixtures() -> Path:
    """Catalogue, terms and demo customers."""
    return root() / "fixtures"
