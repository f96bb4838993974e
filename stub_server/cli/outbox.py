"""`shopstub outbox`: the mails of the running stub, which sends none."""

from __future__ import annotations

import click

from stub_server.cli import output
from stub_server.cli.output import Styled
from stub_server.cli.responses import MAIL
from stub_server.cli.stub_client import StubClient, url_option


@click.command("outbox")
@url_option
@click.option("--to", help="Only mails to this address.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for scripts.")
def command(url: str | None, to: str | None, as_json: bool) -> None:
    """Show the mails that a real shop would send, oldest first: password resets (C-cus-7).

    Example: shopstub outbox --to demo@example.com
    """
    shape = {"mails": list if as_json else [MAIL]}
    parameters = {"to": to} if to else {}
    stub = StubClient(url)
    mails = stub.get("/_stub/outbox", shape, **parameters)["mails"]
    if as_json:
        output.echo_json(mails)
    elif not mails and to:
        count = len(stub.get("/_stub/outbox", {"mails": list})["mails"])
        output.echo(f"No mail to {to} is among the {count} in the outbox.")
    elif not mails:
        output.echo("The outbox is empty.")
    else:
        for mail in mails:
            output.echo(Styled(f"To: {mail['to']}   {mail['sentAt']}", dim=True))
            output.echo(Styled(mail["subject"], bold=True))
            output.echo_text(f"{mail['text']}\n")
