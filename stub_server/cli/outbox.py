"""`shopstub outbox`: the mails that the stub would have sent."""

from __future__ import annotations

import json

import click

from stub_server.cli.running import Stub, url_option
from stub_server.cli.terminal import plain


@click.command("outbox")
@url_option
@click.option("--to", help="Only mails to this address.")
@click.option("--json", "as_json", is_flag=True, help="The mails as JSON, for scripts.")
def command(url: str | None, to: str | None, as_json: bool) -> None:
    """Show the mails that the stub would have sent, oldest first: password resets (C-cus-7)."""
    mails = Stub(url).get("/_stub/outbox", **({"to": to} if to else {}))["mails"]
    if as_json:
        click.echo(json.dumps(mails, indent=2, ensure_ascii=False))
    elif not mails:
        click.echo("The outbox is empty.")
    else:
        for mail in mails:
            click.secho(f"To: {plain(mail['to'])}   {mail['sentAt']}", dim=True)
            click.secho(plain(mail["subject"]), bold=True)
            click.echo("\n".join(plain(line) for line in mail["text"].split("\n")) + "\n")
