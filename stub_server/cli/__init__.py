"""The command line: `shopstub …`. Flags in, one call, exit code out."""

from __future__ import annotations

from stub_server.cli.main import main

__all__ = ["main"]
