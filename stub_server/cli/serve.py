"""`shopstub serve`: the shop and its Stripe, until Ctrl+C."""

from __future__ import annotations

import sys
from typing import Any

import click

from stub_server.cli import startup
from stub_server.cli.errors import CannotRun
from stub_server.cli.options import SHOP, settings_options
from stub_server.cli.renamed_options import RenamedOptionsCommand
from stub_server.settings_loading import load_settings


@click.command(
    "serve",
    cls=RenamedOptionsCommand,
    renamed={
        "--contract-states": "--provider-states",
        "--no-contract-states": "--no-provider-states",
    },
)
@settings_options(SHOP)
def command(**flags: Any) -> None:
    """Run the shop (port 4600) and its Stripe (port 4601) until Ctrl+C.

    A setting is taken from its option, else from the environment variable in brackets, else from
    the table [serve] of ./shopstub.toml, else it has its default.

    With --stripe test-mode the keys come from STRIPE_SECRET_KEY, STRIPE_PUBLISHABLE_KEY and
    STRIPE_WEBHOOK_SECRET; live keys are refused (C-str-4).
    """
    startup.begin()
    from stub_server import app, program
    from stub_server.cli import logs, runfile, startup_message

    logs.install()

    def on_ready(runtime: app.Runtime) -> None:
        startup_message.print_startup(runtime, startup.finish())

    try:
        settings = load_settings(flags)
        if settings.store_folder:
            runfile.check_path(settings.store_folder)
        program.serve(settings, on_ready=on_ready, in_terminal=sys.stdout.isatty())
    except app.FAULTS as error:
        raise CannotRun(error) from None
