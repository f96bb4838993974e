"""The group of all commands, each imported when it is called."""

from __future__ import annotations

import sys

import click

from stub_server import __version__
from stub_server.cli import output, startup
from stub_server.cli.errors import EscapingGroup

COMMANDS: dict[str, tuple[str, str]] = {
    "serve": ("serve", "Run the shop and its Stripe."),
    "stripe": ("stripe", "Run the Stripe simulator alone."),
    "compile": ("compile", "Compile the contract's pages to openapi.yaml."),
    "lint": ("lint", "Say what is wrong with the contract's pages."),
    "demo": ("demo", "Walk through a whole checkout and show each exchange."),
    "pay": ("pay", "Pay an order, as the browser would."),
    "trigger": ("trigger", "Sign a Stripe event and send it to a webhook."),
    "check": ("check", "Hold a backend at any URL to the contract."),
    "orders": ("orders", "List the orders of the running stub."),
    "outbox": ("outbox", "Show the mails that the stub would have sent."),
    "reset": ("reset", "Take the running stub back to its fixtures."),
    "store": ("store", "Examine, recover or reset the state of a stub that is stopped."),
}
"""The name of each command → its module, and what it does in a sentence."""


class LazyGroup(EscapingGroup):
    """Commands by name; the module behind one is imported only to run it or to explain it."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names, in the order in which one would need them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = startup.import_module(f"stub_server.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """The list in `--help`, without importing what it lists."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="shopstub")
def group() -> None:
    """The shop's backend before it exists: cart, checkout, orders, customers, and Stripe offline.

    Exit codes: 0 yes, 1 no (lint found errors, a payment was declined, a webhook was refused),
    2 it could not run.
    """


def main() -> None:
    """The command `shopstub`."""
    sys.excepthook = output.show_crash
    group(prog_name="shopstub")
