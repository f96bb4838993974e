"""`shopstub stripe`: the simulator alone, for any backend."""

from __future__ import annotations

from typing import Any

import click

from stub_server.cli import startup
from stub_server.cli.errors import CannotRun
from stub_server.cli.options import SIMULATOR, settings_options
from stub_server.settings_loading import load_settings


@click.command("stripe")
@click.option("--webhook-to", multiple=True, help="URL that receives every event. Repeatable.")
@settings_options(SIMULATOR)
def command(webhook_to: tuple[str, ...], **flags: Any) -> None:
    """Run the Stripe simulator without a shop, for any backend, until Ctrl+C.

    Set the API address of the backend's Stripe SDK to the one that is shown, and name the
    backend's webhook with --webhook-to.

    A setting is taken from its option, else from the environment variable in brackets, else from
    the table [serve] of ./shopstub.toml, else it has its default.
    """
    startup.begin()
    from stub_server import app, stripe_app
    from stub_server.cli import logs, startup_message
    from stub_server.stripe_sim.events.webhook_targets import TargetError, validate_url

    for url in webhook_to:
        try:
            validate_url(url, "any")
        except TargetError as error:
            raise CannotRun(f"--webhook-to {url}: {error}") from None
    logs.install()

    def on_ready(runtime: stripe_app.StripeRuntime) -> None:
        startup_message.print_stripe_startup(runtime, webhook_to, startup.finish())

    try:
        settings = load_settings({**flags, "stripe": "simulator"})
        stripe_app.serve_stripe(settings, webhook_to, on_ready=on_ready)
    except app.FAULTS as error:
        raise CannotRun(error) from None
