"""The group of all commands, each imported when it is called."""

from __future__ import annotations

import os
import sys

import click

from stub_server import __version__
from stub_server.cli import output, startup
from stub_server.cli.group import SuggestingGroup, set_colour

COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("init", "Begin a contract of your own in a folder."),
    "serve": ("serve", "Run the shop and its Stripe."),
    "stripe": ("stripe", "Run the Stripe simulator alone."),
    "compile": ("compile", "Compile the contract's pages to openapi.yaml."),
    "lint": ("lint", "Check the contract's pages."),
    "demo": ("demo", "Run a whole checkout and show each request."),
    "pay": ("pay", "Pay an order as a browser does."),
    "trigger": ("trigger", "Sign a Stripe event and send it to a webhook."),
    "check": ("check", "Hold a backend at any URL to the contract."),
    "orders": ("orders", "List the orders of the running stub."),
    "outbox": ("outbox", "Show the mails that a real shop would send."),
    "reset": ("reset", "Reset the running stub to its fixtures."),
    "open": ("open", "Open the running stub in the browser."),
    "doctor": ("doctor", "Print what a bug report needs."),
    "store": ("store", "Examine, recover or reset the state of a stub that is stopped."),
}
"""Module and description of each command, by its name."""


class LazyGroup(SuggestingGroup):
    """Group that imports the module of a command only to run it or to show its help."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names, in the order in which a user needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Return the command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = startup.import_module(f"stub_server.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """Write the list of `--help`, without imports."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="shopstub")
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    is_eager=True,
    expose_value=False,
    callback=set_colour,
    help="Colours; auto: on a terminal without NO_COLOR.",
)
def group() -> None:
    """The shop's backend before it exists: cart, checkout, orders, customers, and Stripe offline.

    Exit codes: 0 yes, 1 no (lint found errors, a payment was declined, a webhook was refused),
    2 it could not run.
    """


def main() -> None:
    """Run the command line."""
    sys.excepthook = output.show_crash
    if os.name == "nt":
        output.echo(
            "Error: shopstub runs on Linux and macOS. On Windows, run it in WSL2; the Windows "
            "browser reaches it at http://localhost:4600.",
            err=True,
        )
        raise SystemExit(2)
    group(prog_name="shopstub")
