"""What `serve` and `stripe` can both be told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

PATH = click.Path(path_type=Path)
PORT = click.IntRange(0, 65535)

SHARED = (
    click.option(
        "--host",
        envvar="SHOPSTUB_HOST",
        help="Where to listen. Default: 127.0.0.1, this machine only.",
    ),
    click.option(
        "--stripe-port",
        type=PORT,
        envvar="SHOPSTUB_STRIPE_PORT",
        help="Stripe's port. Default: 4601; 0 takes any.",
    ),
    click.option(
        "--origin",
        "origins",
        multiple=True,
        envvar="SHOPSTUB_ORIGINS",
        help="A frontend outside this machine that may call from a browser; repeatable.",
    ),
    click.option(
        "--allow-host",
        "allow_hosts",
        multiple=True,
        envvar="SHOPSTUB_ALLOW_HOSTS",
        help="A host name to answer for, beside localhost and IP addresses; repeatable.",
    ),
    click.option(
        "--webhook-targets",
        type=click.Choice(["loopback", "private", "any"]),
        envvar="SHOPSTUB_WEBHOOK_TARGETS",
        help="Where webhook endpoints made over the API may lead. Default: loopback.",
    ),
    click.option(
        "--webhook-secret",
        envvar="SHOPSTUB_WEBHOOK_SECRET",
        help="What webhooks are signed with. Default: a secret that never changes.",
    ),
    click.option(
        "--state-dir",
        type=PATH,
        envvar="SHOPSTUB_STATE_DIR",
        help="Where the state is kept. Default: .shopstub.",
    ),
    click.option(
        "--memory",
        is_flag=True,
        default=None,
        envvar="SHOPSTUB_MEMORY",
        help="Keep the state in memory; it ends with the process.",
    ),
    click.option("--quiet", "-q", is_flag=True, help="No line for each exchange."),
)


def shared(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that both commands have."""
    for option in reversed(SHARED):
        command = option(command)
    return command
