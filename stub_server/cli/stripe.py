"""`shopstub stripe`: the simulator alone, for a backend that is not ours."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import Any

import click

from stub_server.cli import quickly
from stub_server.cli.fault import CannotRun

PATH = click.Path(path_type=Path)


@click.command("stripe")
@click.option(
    "--host", envvar="SHOPSTUB_HOST", help="Where to listen. Default: 127.0.0.1, this machine only."
)
@click.option(
    "--stripe-port",
    type=click.IntRange(0, 65535),
    envvar="SHOPSTUB_STRIPE_PORT",
    help="Its port. Default: 4601; 0 takes any.",
)
@click.option(
    "--webhook-to", "webhook_to", multiple=True, help="A URL that gets every event; repeatable."
)
@click.option(
    "--webhook-secret",
    envvar="SHOPSTUB_WEBHOOK_SECRET",
    help="What its webhooks are signed with. Default: a secret that never changes.",
)
@click.option(
    "--state-dir",
    type=PATH,
    envvar="SHOPSTUB_STATE_DIR",
    help="Where the state is kept. Default: .shopstub.",
)
@click.option(
    "--memory",
    is_flag=True,
    default=None,
    envvar="SHOPSTUB_MEMORY",
    help="Keep the state in memory.",
)
@click.option("--quiet", "-q", is_flag=True, help="No line for each delivery.")
def command(webhook_to: tuple[str, ...], **flags: Any) -> None:
    """Run Stripe offline, and nothing else: any backend may take it for Stripe.

    Point the backend's Stripe SDK at the address that is shown, and let --webhook-to name its
    webhook.
    """
    started = perf_counter()
    with quickly.imported():
        from stub_server import app
        from stub_server.cli import banner

    for url in webhook_to:
        if not url.startswith(("http://", "https://")):
            raise CannotRun(f"--webhook-to {url}: it must begin with http:// or https://.")
    try:
        settings = app.settings_of(flags)
        app.serve_stripe(
            settings,
            webhook_to,
            on_ready=lambda alone: banner.show_stripe(alone, webhook_to, perf_counter() - started),
        )
    except app.FAULTS as fault:
        raise CannotRun(fault) from None
