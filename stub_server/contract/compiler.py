"""Compile pages: parse → Contract → lint and emit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stub_server.contract.diagnostics import Diagnostic, Diagnostics
from stub_server.contract.emit.document import emit_document
from stub_server.contract.lint import lint
from stub_server.contract.model import Json
from stub_server.contract.parse.contract import parse_contract
from stub_server.contract.parse.fixes import with_fixes
from stub_server.contract.parse.page import Page


@dataclass(frozen=True, slots=True)
class Compilation:
    """An OpenAPI 3.1 document as plain values, and the diagnostics of its pages."""

    document: Json
    diagnostics: tuple[Diagnostic, ...]


def compile_pages(pages: Sequence[Page]) -> Compilation:
    """Compile contract pages, in whatever order they are given; raise for no text.

    The document names pages relative to their common folder; diagnostics name them as given.
    """
    diagnostics = Diagnostics()
    contract = parse_contract(pages, diagnostics)
    lint(contract, diagnostics)
    emission = emit_document(contract)
    diagnostics.add(emission.diagnostics)
    texts = {page.path: page.text for page in pages}
    return Compilation(emission.document, with_fixes(diagnostics.all(), texts))
