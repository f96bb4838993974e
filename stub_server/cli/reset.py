"""`shopstub reset`: back to the fixtures."""

from __future__ import annotations

import click
import httpx

from stub_server.cli import output
from stub_server.cli.errors import CannotRun
from stub_server.cli.stub_client import BAD_ADDRESS, StubClient, url_option


@click.command("reset")
@url_option
def command(url: str | None) -> None:
    """Reset the running stub to its fixtures: no carts, no orders, only the demo customers.

    The Stripe simulator beside it forgets its payments too; Stripe's test mode is not changed.
    """
    stub = StubClient(url)
    stub.post("/__contract/state", {"name": "reset"})
    health = stub.health()
    if health.get("stripeMode") == "simulator":
        try:
            httpx.post(
                f"{health['stripe']}/_stub/reset", headers=stub.authorization, trust_env=False
            ).raise_for_status()
        except (httpx.HTTPError, *BAD_ADDRESS) as error:
            raise CannotRun(f"The shop is reset, its Stripe is not: {error}.") from None
    output.echo("Back to the fixtures.")
