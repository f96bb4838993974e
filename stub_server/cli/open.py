"""`shopstub open`: the page of the running stub in the browser."""

from __future__ import annotations

import click

from stub_server.cli import output
from stub_server.cli.stub_client import StubClient, url_option

PAGES = {"docs": "/_stub/docs/", "health": "/_stub/health", "home": "/"}
"""Path of each page, by the name that the command takes."""


@click.command("open")
@click.argument("page", default="home", type=click.Choice(sorted(PAGES)))
@click.option("--print", "only_print", is_flag=True, help="Print the address, open nothing.")
@url_option
def command(page: str, only_print: bool, url: str | None) -> None:
    """Open a PAGE of the running stub in the browser: home (the default), docs or health.

    \b
    Example: shopstub open docs
    """
    stub = StubClient(url)
    stub.health({})
    address = stub.url + PAGES[page]
    output.echo(address)
    if not only_print and click.launch(address):
        output.echo("No browser could be started here: open the address yourself.", err=True)
