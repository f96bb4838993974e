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
    Without --url it takes the stub that runs in this folder, and no other.

    Example: shopstub reset --url localhost:4600
    """
    stub = StubClient(url)
    if not stub.has_name:
        raise CannotRun(
            f"No stub runs in this folder. Name the one to reset: shopstub reset --url {stub.url}"
        )
    health = stub.health()
    stub.post("/__contract/state", {"name": "reset"})
    if health.get("stripeMode") == "simulator":
        try:
            httpx.post(
                f"{health['stripe']}/_stub/reset", headers=stub.authorization, trust_env=False
            ).raise_for_status()
        except (httpx.HTTPError, *BAD_ADDRESS) as error:
            raise CannotRun(f"The shop is reset, its Stripe is not: {error}.") from None
        output.echo(
            f"The shop at {stub.url} is back to its fixtures; "
            f"its Stripe at {health['stripe']} is empty."
        )
    else:
        output.echo(f"The shop at {stub.url} is back to its fixtures; Stripe is not changed.")
