"""`shopstub pay`: the browser's part of a checkout, without a browser."""

from __future__ import annotations

import time
from typing import Any

import click

from stub_server.cli import output
from stub_server.cli.output import Styled
from stub_server.cli.renamed_options import RenamedOptionsCommand
from stub_server.cli.responses import HEALTH
from stub_server.cli.stripe_client import BrowserCheckout
from stub_server.cli.stub_client import SETTLED, StubClient, url_option

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
"""Values of --card, and the form that a browser sends to Stripe for each."""
FINAL_STATUSES = {"paid", "failed", "refunded", "cancelled"}
POLL_SECONDS = 0.05


@click.command("pay", cls=RenamedOptionsCommand, renamed={"--settle": "--bank-confirms"})
@click.argument("order", required=False)
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
    help="What the buyer does at a 3-D Secure challenge.",
)
@click.option("--bank-confirms", is_flag=True, help="SEPA: the bank answers at once.")
@click.option(
    "--wait",
    default=20.0,
    show_default=True,
    type=click.FloatRange(min=0),
    help="Seconds to wait for the webhook.",
)
@url_option
def command(
    order: str | None, card: str, challenge: str, bank_confirms: bool, wait: float, url: str | None
) -> None:
    """Pay ORDER (id or number; by default the newest that can be paid) as a browser does.

    Example: shopstub pay --card 3ds --challenge fail

    Exit code 0: the order is paid. 1: it is not: the payment was declined, is processing, or waits
    for the buyer.
    """
    form = {**_form(card), "return_url": RETURN_URL}
    stub = StubClient(url)
    placed = stub.order(order or stub.newest_payable())
    if placed["status"] in SETTLED:
        output.echo(f"Order {placed['number']} is {placed['status']} already.")
        raise SystemExit(0 if placed["status"] == "paid" else 1)
    health = stub.health({**HEALTH, "publishableKey": str})
    browser = BrowserCheckout(health["stripe"], health["publishableKey"])
    output.echo(f"Order {placed['number']}, {placed['total']:.2f} €, with {card}.")
    intent = browser.confirm(placed["paymentIntent"], placed["clientSecret"], form)
    if intent.get("status") == "requires_action" and challenge != "leave":
        output.echo(f"Stripe wants the buyer to authenticate: {challenge}.")
        outcome = "succeed" if challenge == "complete" else "fail"
        intent = _act_as_bank(stub, browser, placed, "authenticate", outcome)
    if intent.get("status") == "processing" and bank_confirms:
        outcome = "fail" if card == "sepa-fails" else "succeed"
        intent = _act_as_bank(stub, browser, placed, "settle", outcome)
    _print_intent(intent)
    final = _wait_for_webhook(stub, placed, intent.get("status"), wait)
    colour = "green" if final["status"] == "paid" else "yellow"
    output.echo(f"Order {final['number']} is ", Styled(final["status"], fg=colour), ".")
    raise SystemExit(0 if final["status"] == "paid" else 1)


def _form(card: str) -> dict[str, str]:
    if card in CARDS:
        return CARDS[card]
    if card.startswith("pm_"):
        return {"payment_method": card}
    raise click.BadParameter(
        f"“{card}” is neither one of {', '.join(CARDS)}, nor pm_….", param_hint="--card"
    )


def _act_as_bank(
    stub: StubClient, browser: BrowserCheckout, placed: dict[str, Any], action: str, outcome: str
) -> dict[str, Any]:
    """Make the bank act, and return the PaymentIntent after it."""
    browser.control(placed["paymentIntent"], action, outcome, stub.authorization)
    return browser.retrieve(placed["paymentIntent"], placed["clientSecret"])


def _print_intent(intent: dict[str, Any]) -> None:
    error = intent.get("error") or intent.get("last_payment_error")
    if error and intent.get("status") not in ("succeeded", "processing"):
        code = error.get("decline_code") or error.get("code")
        message = error.get("message")
        output.echo("Stripe: ", Styled("declined", fg="red"), f" ({code}): {message}")
    else:
        output.echo("Stripe: ", Styled(intent["status"], fg="green"), ".")


def _wait_for_webhook(
    stub: StubClient, placed: dict[str, Any], status: str | None, seconds: float
) -> dict[str, Any]:
    """Return the order after the webhook, or after the time. status: of the PaymentIntent."""
    expected = "paid" if status in ("succeeded", "processing") else "failed"
    if status == "processing":
        output.echo(
            f"SEPA takes a while: waiting up to {seconds:.0f} s (not with --bank-confirms)."
        )
    deadline = time.monotonic() + (0 if status == "requires_action" else seconds)
    while True:
        order = stub.order(placed["id"])
        is_final = order["status"] in (expected, *(FINAL_STATUSES - {placed["status"]}))
        if is_final or time.monotonic() >= deadline:
            return order
        time.sleep(POLL_SECONDS)
