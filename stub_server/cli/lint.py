"""`shopstub lint`: what is wrong with the contract's pages."""

from __future__ import annotations

from pathlib import Path

import click

from stub_server.cli.compile import pages_in
from stub_server.cli.diagnostics_output import print_diagnostics
from stub_server.contract import compile_pages


@click.command("lint")
@click.argument("pages", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["rich", "json", "github"]),
    default="rich",
    help="For people, for programs, or as annotations of GitHub Actions.",
)
def command(pages: tuple[Path, ...], form: str) -> None:
    """Read the contract's PAGES (files or folders; docs/api) and say what is wrong with them.

    Exit code 1: there are errors. Warnings and infos alone are 0.
    """
    read = pages_in(pages)
    if print_diagnostics(compile_pages(read), read, form=form):
        raise SystemExit(1)
