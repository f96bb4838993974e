"""Diagnostics of the compiler, printed for people, for programs, or for GitHub."""

from __future__ import annotations

from collections.abc import Sequence

from stub_server.cli import output
from stub_server.contract import Compilation, Page, as_github, as_json, as_text


def print_diagnostics(
    compilation: Compilation,
    pages: Sequence[Page],
    *,
    form: str = "rich",
    problems_only: bool = False,
) -> bool:
    """Print the diagnostics, and return whether there are errors among them.

    form: rich, json or github. problems_only: print errors and warnings alone, on standard error.
    """
    errors = any(diagnostic.severity == "error" for diagnostic in compilation.diagnostics)
    shown = [
        diagnostic
        for diagnostic in compilation.diagnostics
        if diagnostic.severity != "info" or not problems_only
    ]
    if problems_only and not shown:
        return False
    if form == "json":
        output.echo_json_document(as_json(shown))
    elif form == "github":
        for line in as_github(shown).split("\n") if shown else ():
            output.echo(line)
    else:
        from stub_server.cli.console import Console

        Console(stderr=problems_only, soft_wrap=True).print(
            as_text(shown, {page.path: page.text for page in pages})
        )
    return errors
