"""`shopstub demo`: a whole checkout, shown exchange by exchange."""

from __future__ import annotations

import time
from typing import Any

import click
import httpx
from rich.console import Group
from rich.panel import Panel

from stub_server.cli import output
from stub_server.cli.console import Console, json_text, styled
from stub_server.cli.errors import CannotRun
from stub_server.cli.output import Styled
from stub_server.cli.pay import CARDS, RETURN_URL
from stub_server.cli.stripe_client import BrowserCheckout
from stub_server.cli.stub_client import StubClient, url_option

ADDRESS = {
    "name": "Ada Beispiel",
    "street": "Musterweg 1",
    "postalCode": "10115",
    "city": "Berlin",
    "country": "DE",
}


@click.command("demo")
@url_option
def command(url: str | None) -> None:
    """Walk through a whole checkout against the running stub and show each exchange.

    Exit code 0: the order ended paid.
    """
    stub = StubClient(url)
    health = stub.health()
    script = DemoScript(stub, Console())
    script.says(
        "A guest puts two things into the cart. The first answer brings the session cookie."
    )
    script.sends("POST", "/api/cart/items", {"productId": "kaiser-natron-bad-500-g", "quantity": 2})
    script.sends(
        "POST",
        "/api/cart/items",
        {"productId": "kaiser-natron-tabletten-100-g-dose", "quantity": 1},
    )
    script.says("Checkout makes a pending order and a PaymentIntent for its total.")
    intent = script.sends(
        "POST",
        "/api/checkout/intent",
        {"email": "ada@example.com", "shippingAddress": ADDRESS, "acceptsMarketing": False},
    )
    script.says(f"The browser pays at Stripe ({health['stripe']}) with the client secret.")
    _paid(script, health, intent)
    script.says("Stripe's signed webhook makes the order paid; the frontend asks until it sees it.")
    order = script.polls(f"/api/orders/{intent['orderId']}")
    script.says("The cart is empty again.")
    script.sends("GET", "/api/cart", None)
    if order["status"] != "paid":
        output.echo(Styled("The order did not become paid: see the stub's own log.", fg="red"))
        raise SystemExit(1)
    output.echo(Styled(f"Order {order['number']} is paid.", fg="green", bold=True))


class DemoScript:
    """One buyer's way through the shop, with the cookie that a browser would keep."""

    def __init__(self, stub: StubClient, console: Console) -> None:
        self._stub = stub
        self._console = console

    def says(self, words: str) -> None:
        """What happens next, for the reader."""
        self._console.print()
        self._console.print(styled(words, "bold"))

    def sends(self, method: str, path: str, body: Any) -> dict[str, Any]:
        """One exchange, shown. CannotRun when the shop refuses."""
        response = self._asked(method, path, body)
        self.shows(f"{method} {path}", body, response.status_code, response.json())
        if not response.is_success:
            raise CannotRun(f"{path}: {response.status_code}. `shopstub reset` gives stock back.")
        answer: dict[str, Any] = response.json()
        return answer

    def polls(self, path: str) -> dict[str, Any]:
        """The answer once the payment is no longer pending, after 15 s at the most (C-ord-7)."""
        until = time.monotonic() + 15
        while True:
            response = self._asked("GET", path, None)
            order: dict[str, Any] = response.json()
            if order.get("paymentStatus") != "pending" or time.monotonic() > until:
                self.shows(f"GET {path}", None, response.status_code, order)
                return order
            time.sleep(0.05)

    def shows(self, title: str, body: Any, status: int, answer: Any) -> None:
        """Request and answer in a frame."""
        parts: list[Any] = [json_text(body)] if body is not None else []
        good = status < 400
        parts += [styled(status, "green" if good else "red"), json_text(answer)]
        panel = Panel(Group(*parts), title=styled(title, ""), title_align="left", style="dim")
        self._console.print(panel)

    def _asked(self, method: str, path: str, body: Any) -> httpx.Response:
        try:
            return self._stub.client.request(method, path, json=body)
        except httpx.TransportError as fault:
            raise CannotRun(f"{self._stub.url} does not answer any more: {fault}.") from None


def _paid(script: DemoScript, health: dict[str, Any], intent: dict[str, Any]) -> None:
    secret = intent["clientSecret"]
    browser = BrowserCheckout(health["stripe"], intent["publishableKey"])
    form = {**CARDS["visa"], "return_url": RETURN_URL}
    answer = browser.confirm(secret.split("_secret_")[0], secret, form)
    shown = {key: answer.get(key) for key in ("id", "amount", "currency", "status")}
    script.shows("POST (Stripe) /v1/payment_intents/{id}/confirm", form, 200, shown)
