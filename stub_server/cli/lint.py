"""`shopstub lint`: the diagnostics of the contract's pages."""

from __future__ import annotations

from pathlib import Path

import click

from stub_server.cli.compile import read_sources
from stub_server.cli.diagnostics_output import print_diagnostics
from stub_server.contract import compile_pages


@click.command("lint")
@click.argument("pages", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["rich", "json", "github"]),
    default="rich",
    help="Output for people, for programs, or as annotations of GitHub Actions.",
)
def command(pages: tuple[Path, ...], form: str) -> None:
    """Check the contract's PAGES (files or folders; by default docs/api) and list their problems.

    Exit code 1: there are errors, not only warnings and infos.
    """
    read = read_sources(pages)
    if print_diagnostics(compile_pages(read), read, form=form):
        raise SystemExit(1)
