"""`shopstub serve`: the shop and its Stripe, until Ctrl+C."""

from __future__ import annotations

from time import perf_counter
from typing import Any

import click

from stub_server.cli import startup
from stub_server.cli.errors import CannotRun
from stub_server.cli.options import PATH, PORT, shared


@click.command("serve")
@click.option(
    "--port",
    type=PORT,
    envvar="SHOPSTUB_PORT",
    help="The shop's port. Default: 4600; 0 takes any.",
)
@shared
@click.option(
    "--stripe",
    type=click.Choice(["simulator", "test-mode"]),
    envvar="SHOPSTUB_STRIPE",
    help="Stripe offline (default), or Stripe's own test mode with STRIPE_SECRET_KEY.",
)
@click.option(
    "--openapi",
    "document",
    type=PATH,
    envvar="SHOPSTUB_OPENAPI",
    help="The compiled contract. Default: what `compile` wrote here, or the shop's own.",
)
@click.option(
    "--fixtures",
    type=PATH,
    envvar="SHOPSTUB_FIXTURES",
    help="Catalogue, terms and demo customers. Default: the shop's own.",
)
@click.option(
    "--contract-states/--no-contract-states",
    default=None,
    envvar="SHOPSTUB_CONTRACT_STATES",
    help="Offer /__contract/state. Default: on loopback only.",
)
@click.option(
    "--plugin",
    type=click.Choice(["shop", "none"]),
    envvar="SHOPSTUB_PLUGIN",
    help="What serves the operations. Default: the shop, if the document has all it needs.",
)
def command(**flags: Any) -> None:
    """Run the shop (port 4600) and its Stripe (port 4601) until Ctrl+C.

    With --stripe test-mode the keys come from STRIPE_SECRET_KEY, STRIPE_PUBLISHABLE_KEY and
    STRIPE_WEBHOOK_SECRET; live keys are refused (C-str-4).
    """
    started = perf_counter()
    startup.begin()
    from stub_server import app
    from stub_server.cli import logs, runfile, startup_message

    logs.install()

    def ready(stub: app.Runtime) -> None:
        startup.finish()
        startup_message.print_startup(stub, perf_counter() - started)

    try:
        settings = app.settings_of(flags)
        if settings.store_folder:
            runfile.check_place(settings.store_folder)
        app.serve(settings, on_ready=ready)
    except app.FAULTS as fault:
        raise CannotRun(fault) from None
