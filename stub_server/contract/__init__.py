"""Compile contract pages in Markdown to an OpenAPI document, with diagnostics."""

from __future__ import annotations

from stub_server.contract.compiler import Compilation, compile_pages
from stub_server.contract.diagnostics import Diagnostic, Fix
from stub_server.contract.emit.yaml_text import to_yaml
from stub_server.contract.parse.fixes import apply_fix
from stub_server.contract.parse.page import Page
from stub_server.contract.parse.reader import PagesUnreadable, read_pages
from stub_server.contract.report import as_github, as_json, as_text
from stub_server.contract.severities import Severity

__all__ = [
    "Compilation",
    "Diagnostic",
    "Fix",
    "Page",
    "PagesUnreadable",
    "Severity",
    "apply_fix",
    "as_github",
    "as_json",
    "as_text",
    "compile_pages",
    "read_pages",
    "to_yaml",
]
