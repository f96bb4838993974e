"""`shopstub pay`: the browser's part of a checkout, without a browser."""

from __future__ import annotations

import time
from typing import Any

import click

from stub_server.cli import output
from stub_server.cli.output import Styled
from stub_server.cli.stripe_client import BrowserCheckout
from stub_server.cli.stub_client import StubClient, url_option

RETURN_URL = "http://localhost:5173/checkout/return"
SEPA = {
    "payment_method_data[type]": "sepa_debit",
    "payment_method_data[sepa_debit][iban]": "DE89370400440532013000",
    "payment_method_data[billing_details][name]": "Ada Beispiel",
    "payment_method_data[billing_details][email]": "buyer@example.com",
    "mandate_data[customer_acceptance][type]": "online",
    "mandate_data[customer_acceptance][online][infer_from_client]": "true",
}
CARDS: dict[str, dict[str, str]] = {
    "visa": {"payment_method": "pm_card_visa"},
    "mastercard": {"payment_method": "pm_card_mastercard"},
    "declined": {"payment_method": "pm_card_visa_chargeDeclined"},
    "insufficient": {"payment_method": "pm_card_visa_chargeDeclinedInsufficientFunds"},
    "expired": {"payment_method": "pm_card_chargeDeclinedExpiredCard"},
    "3ds": {"payment_method": "pm_card_threeDSecure2Required"},
    "sepa": SEPA,
    "sepa-fails": {**SEPA, "payment_method_data[sepa_debit][iban]": "DE62370400440532013001"},
}
"""What a buyer may pay with here → what the browser would send to Stripe."""


ENDS = {"paid", "failed", "refunded", "cancelled"}


@click.command("pay")
@click.argument("order", default="latest")
@click.option(
    "--card",
    default="visa",
    show_default=True,
    help=f"One of {', '.join(CARDS)}, or a test PaymentMethod of Stripe's (pm_card_…).",
)
@click.option(
    "--challenge",
    type=click.Choice(["complete", "fail", "leave"]),
    default="complete",
    show_default=True,
    help="What to do with a 3-D Secure challenge.",
)
@click.option("--settle", is_flag=True, help="SEPA: let the bank answer now, not in some seconds.")
@click.option(
    "--wait",
    default=20.0,
    show_default=True,
    type=click.FloatRange(min=0),
    help="Seconds to wait for the webhook.",
)
@url_option
def command(
    order: str, card: str, challenge: str, settle: bool, wait: float, url: str | None
) -> None:
    """Pay ORDER (an id or a number; the newest one by default) as the browser would.

    Exit code 0: the order is paid. 1: it is not: declined, still processing, or a step is open.
    """
    form = {**_form(card), "return_url": RETURN_URL}
    stub = StubClient(url)
    placed = stub.order(order)
    if placed["status"] in ("paid", "refunded", "cancelled"):
        output.echo(f"Order {placed['number']} is {placed['status']} already.")
        raise SystemExit(0 if placed["status"] == "paid" else 1)
    health = stub.health()
    browser = BrowserCheckout(health["stripe"], health["publishableKey"])
    intent, secret = placed["paymentIntent"], placed["clientSecret"]
    output.echo(f"Order {placed['number']}, {placed['total']:.2f} €, with {card}.")
    answer = browser.confirm(intent, secret, form)
    if answer.get("status") == "requires_action" and challenge != "leave":
        output.echo(f"Stripe asks for a step of the buyer: {challenge}.")
        outcome = "succeed" if challenge == "complete" else "fail"
        browser.control(intent, "authenticate", outcome, stub.authorization)
        answer = browser.retrieve(intent, secret)
    if answer.get("status") == "processing" and settle:
        outcome = "fail" if card == "sepa-fails" else "succeed"
        browser.control(intent, "settle", outcome, stub.authorization)
        answer = browser.retrieve(intent, secret)
    _tell(answer)
    final = _awaited(stub, placed, answer, wait)
    colour = "green" if final["status"] == "paid" else "yellow"
    output.echo(f"Order {final['number']} is ", Styled(final["status"], fg=colour), ".")
    raise SystemExit(0 if final["status"] == "paid" else 1)


def _form(card: str) -> dict[str, str]:
    if card in CARDS:
        return CARDS[card]
    if card.startswith("pm_"):
        return {"payment_method": card}
    raise click.BadParameter(
        f"“{card}” is none of {', '.join(CARDS)}, and no pm_… either.", param_hint="--card"
    )


def _tell(answer: dict[str, Any]) -> None:
    error = answer.get("error") or answer.get("last_payment_error")
    if error and answer.get("status") not in ("succeeded", "processing"):
        code = error.get("decline_code") or error.get("code")
        output.echo("Stripe: ", Styled("declined", fg="red"), f" ({code}): {error['message']}")
    else:
        output.echo("Stripe: ", Styled(answer["status"], fg="green"), ".")


def _awaited(
    stub: StubClient, placed: dict[str, Any], answer: dict[str, Any], seconds: float
) -> dict[str, Any]:
    """The order once the webhook has come, or when the time is up."""
    status = answer.get("status")
    expected = {"succeeded": "paid", "processing": "paid"}.get(status or "", "failed")
    patience = seconds if status != "requires_action" else 0
    if status == "processing":
        output.echo(
            f"SEPA takes a while: waiting up to {seconds:.0f} s (--settle has it done now)."
        )
    until = time.monotonic() + patience
    while True:
        order = stub.order(placed["id"])
        settled = order["status"] in (expected, *(ENDS - {placed["status"]}))
        if settled or time.monotonic() >= until:
            return order
        time.sleep(0.05)
