"""`shopstub demo`: a whole checkout, with each request and response."""

from __future__ import annotations

import time
from typing import Any

import click
import httpx
from rich.console import Group
from rich.panel import Panel

from stub_server.cli import output, responses
from stub_server.cli.console import Console, json_text, styled
from stub_server.cli.errors import CannotRun
from stub_server.cli.output import Styled
from stub_server.cli.pay import CARDS, POLL_SECONDS, RETURN_URL
from stub_server.cli.responses import CHECKOUT, Shape
from stub_server.cli.stripe_client import BrowserCheckout
from stub_server.cli.stub_client import SERVER, StubClient, url_option

ADDRESS = {
    "name": "Ada Beispiel",
    "street": "Musterweg 1",
    "postalCode": "10115",
    "city": "Berlin",
    "country": "DE",
}
PAYMENT_SECONDS = 15
"""An order is no longer pending after this time (C-ord-7)."""


@click.command("demo")
@url_option
def command(url: str | None) -> None:
    """Run a whole checkout against the running stub and show each request and response.

    Exit code 0: the order is paid.
    """
    stub = StubClient(url)
    stripe = stub.health()["stripe"]
    script = DemoScript(stub, Console())
    script.explain("A guest adds two products to the cart. The first response sets the session.")
    script.send("POST", "/api/cart/items", {"productId": "kaiser-natron-bad-500-g", "quantity": 2})
    script.send(
        "POST",
        "/api/cart/items",
        {"productId": "kaiser-natron-tabletten-100-g-dose", "quantity": 1},
    )
    script.explain("Checkout creates a pending order and a PaymentIntent for its total.")
    checkout = script.send(
        "POST",
        "/api/checkout/intent",
        {"email": "ada@example.com", "shippingAddress": ADDRESS, "acceptsMarketing": False},
        CHECKOUT,
    )
    script.explain(f"The browser pays at Stripe ({stripe}) with the client secret.")
    script.pay(stripe, checkout)
    script.explain("Stripe's signed webhook marks the order as paid; the frontend polls for it.")
    order = script.poll(f"/api/orders/{checkout['orderId']}")
    script.explain("The cart is empty again.")
    script.send("GET", "/api/cart", None)
    if order["status"] != "paid":
        output.echo(Styled("The order did not become paid: see the stub's own log.", fg="red"))
        raise SystemExit(1)
    output.echo(Styled(f"Order {order['number']} is paid.", fg="green", bold=True))


class DemoScript:
    """One buyer in the shop, with the cookies of a browser; prints what happens."""

    def __init__(self, stub: StubClient, console: Console) -> None:
        self._stub = stub
        self._console = console

    def explain(self, text: str) -> None:
        """Print what happens next."""
        self._console.print()
        self._console.print(styled(text, "bold"))

    def send(self, method: str, path: str, body: Any, shape: Shape = dict) -> dict[str, Any]:
        """Send and print one request. CannotRun: the shop refuses it."""
        response = self._stub.send(method, path, json=body)
        content = responses.read_json(response, SERVER)
        self._print_exchange(f"{method} {path}", body, response.status_code, content)
        if not response.is_success:
            raise CannotRun(
                f"{path}: {response.status_code}. If products are sold out, `shopstub reset` "
                "restores their stock."
            )
        return self._require(content, shape, response)

    def poll(self, path: str) -> dict[str, Any]:
        """Return and print the order at the path when its payment is no longer pending."""
        deadline = time.monotonic() + PAYMENT_SECONDS
        while True:
            response = self._stub.send("GET", path)
            content = responses.read_json(response, SERVER)
            order = self._require(content, dict, response)
            if order.get("paymentStatus") != "pending" or time.monotonic() > deadline:
                self._print_exchange(f"GET {path}", None, response.status_code, order)
                return self._require(order, {"status": str, "number": str}, response)
            time.sleep(POLL_SECONDS)

    def pay(self, stripe: str, checkout: dict[str, Any]) -> None:
        """Confirm and print the payment. stripe: its address."""
        secret = checkout["clientSecret"]
        browser = BrowserCheckout(stripe, checkout["publishableKey"])
        form = {**CARDS["visa"], "return_url": RETURN_URL}
        intent = browser.confirm(secret.split("_secret_")[0], secret, form)
        shown = {key: intent.get(key) for key in ("id", "amount", "currency", "status")}
        self._print_exchange("POST (Stripe) /v1/payment_intents/{id}/confirm", form, 200, shown)

    def _require(self, content: Any, shape: Shape, response: httpx.Response) -> dict[str, Any]:
        required: dict[str, Any] = responses.require(content, shape, str(response.url), SERVER)
        return required

    def _print_exchange(self, title: str, body: Any, status: int, content: Any) -> None:
        """Print request and response in a frame."""
        parts: list[Any] = [json_text(body)] if body is not None else []
        parts += [styled(status, "green" if status < 400 else "red"), json_text(content)]
        panel = Panel(Group(*parts), title=styled(title, ""), title_align="left", style="dim")
        self._console.print(panel)
