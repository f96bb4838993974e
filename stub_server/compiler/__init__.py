"""The contract's compiler: pages of Markdown in, an OpenAPI document and diagnostics out."""

from __future__ import annotations

from stub_server.compiler.assemble import Compilation, compile_pages
from stub_server.compiler.diagnostics import Diagnostic, Severity
from stub_server.compiler.emit import emit
from stub_server.compiler.page import Page
from stub_server.compiler.reader import PagesUnreadable, read_pages
from stub_server.compiler.report import as_github, as_json, as_text

__all__ = [
    "Compilation",
    "Diagnostic",
    "Page",
    "PagesUnreadable",
    "Severity",
    "as_github",
    "as_json",
    "as_text",
    "compile_pages",
    "emit",
    "read_pages",
]
