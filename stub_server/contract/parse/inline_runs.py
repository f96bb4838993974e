"""Markdown's inline tokens as runs of text and code."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.token import Token

from stub_server.contract.inline import Run


def inline_runs(children: Sequence[Token] | None) -> tuple[Run, ...]:
    """Markdown's inline tokens as runs; links and emphasis leave their text, remarks none."""
    runs: list[Run] = []
    for token in children or ():
        if token.type == "code_inline":
            runs.append(Run(token.content, code=True))
        elif token.type == "html_inline" and token.content.startswith("<!--"):
            continue
        elif token.type in ("softbreak", "hardbreak") or token.content.lower().startswith("<br"):
            runs.append(Run(" "))
        elif token.content:
            runs.append(Run(token.content))
    return tuple(runs)
