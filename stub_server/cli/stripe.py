"""`shopstub stripe`: the simulator alone, for a backend that is not ours."""

from __future__ import annotations

from time import perf_counter
from typing import Any

import click

from stub_server.cli import startup
from stub_server.cli.errors import CannotRun
from stub_server.cli.options import shared


@click.command("stripe")
@click.option("--webhook-to", multiple=True, help="A URL that gets every event; repeatable.")
@shared
def command(webhook_to: tuple[str, ...], **flags: Any) -> None:
    """Run Stripe offline, and nothing else: any backend may take it for Stripe.

    Point the backend's Stripe SDK at the address that is shown, and let --webhook-to name its
    webhook.
    """
    started = perf_counter()
    startup.begin()
    from stub_server import app
    from stub_server.cli import logs, startup_message
    from stub_server.stripe_sim.webhook_targets import TargetError, check_url

    for url in webhook_to:
        try:
            check_url(url, "any")
        except TargetError as fault:
            raise CannotRun(f"--webhook-to {url}: {fault}") from None
    logs.install()

    def ready(alone: app.StripeRuntime) -> None:
        startup.finish()
        startup_message.print_stripe_startup(alone, webhook_to, perf_counter() - started)

    try:
        settings = app.settings_of(flags)
        app.serve_stripe(settings, webhook_to, on_ready=ready)
    except app.FAULTS as fault:
        raise CannotRun(fault) from None
