"""`shopstub orders`: the orders of the running stub."""

from __future__ import annotations

import click

from stub_server.cli import output
from stub_server.cli.responses import LISTED_ORDER
from stub_server.cli.stub_client import StubClient, url_option

MAX_WIDTH = 10_000
COLOURS = {"paid": "green", "pending": "yellow", "failed": "red", "refunded": "magenta"}


@click.command("orders")
@url_option
@click.option(
    "--limit",
    default=20,
    show_default=True,
    type=click.IntRange(1, 1000),
    help="List at most so many orders.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for scripts.")
def command(url: str | None, limit: int, as_json: bool) -> None:
    """List the orders of the running stub, of all customers and guests, newest first.

    Example: shopstub orders --limit 5 --json
    """
    shape = {"orders": list if as_json else [LISTED_ORDER]}
    orders = StubClient(url).get("/_stub/orders", shape, limit=limit)["orders"]
    if as_json:
        output.echo_json(orders)
        return
    if not orders:
        output.echo("No orders yet. `shopstub demo` places one.")
        return
    from rich.table import Table

    from stub_server.cli.console import Console, styled

    console = Console()
    table = Table("Number", "Id", "Status", "Fulfilment", "Items", "Total", "Buyer", box=None)
    for order in orders:
        status = order["status"]
        table.add_row(
            order["number"],
            order["id"],
            styled(status, COLOURS.get(status, "dim")),
            order["fulfilmentStatus"],
            str(sum(line["quantity"] for line in order["items"])),
            f"{order['total']:.2f} €",
            order["email"],
        )
    console.width = max(
        console.width, Console(width=MAX_WIDTH).measure(table).maximum
    )  # ids are never cut
    console.print(table, crop=False)
