"""What the compiler found, for people, for programs, or for GitHub."""

from __future__ import annotations

from collections.abc import Sequence

from stub_server.cli import output
from stub_server.contract import Compilation, Page, as_github, as_json, as_text


def print_diagnostics(
    compilation: Compilation,
    pages: Sequence[Page],
    *,
    form: str = "rich",
    errors_only: bool = False,
) -> bool:
    """Print the diagnostics; whether there are errors among them.

    errors_only: on standard error, and only if there is an error.
    """
    errors = [
        diagnostic for diagnostic in compilation.diagnostics if diagnostic.severity == "error"
    ]
    shown = errors if errors_only else list(compilation.diagnostics)
    if errors_only and not errors:
        return False
    if form == "json":
        output.echo_json_document(as_json(shown))
    elif form == "github":
        for line in as_github(shown).split("\n") if shown else ():
            output.echo(line)
    else:
        from stub_server.cli.console import Console

        Console(stderr=errors_only, soft_wrap=True).print(
            as_text(shown, {page.path: page.text for page in pages})
        )
    return bool(errors)
