"""The command line, `shopstub`."""

from __future__ import annotations

from stub_server.cli.main import main

__all__ = ["main"]
