"""`shopstub trigger`: a signed Stripe event, sent to the stub or to any backend."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import click
import httpx
import orjson

from stub_server.cli import lookup, output, responses
from stub_server.cli.errors import CannotRun
from stub_server.cli.output import Styled
from stub_server.cli.stub_client import BAD_ADDRESS, StubClient, url_option
from stub_server.runtime.clock import SystemClock
from stub_server.runtime.ids import SecretIds
from stub_server.stripe_sim import EVENT_TYPES, SECRET_KEY, WEBHOOK_SECRET, sample, sign

PAYMENT_INTENT = {
    "id": str,
    "amount": int,
    "created": int,
    "currency": str,
    "client_secret": str,
    "metadata": dict,
}
"""What a sample event takes over from a PaymentIntent."""
STALE = timedelta(minutes=10)
MAX_SHOWN = 500


@click.command("trigger")
@click.argument("event", required=False)
@click.option("--order", help="Order (id or number) whose PaymentIntent the event is about.")
@click.option("--latest", is_flag=True, help="The newest order, likewise.")
@click.option(
    "--times",
    default=1,
    show_default=True,
    type=click.IntRange(1, 1000),
    help="Send the same event so often.",
)
@click.option(
    "--delay",
    default=0.0,
    type=click.FloatRange(min=0),
    help="Seconds to wait before each request.",
)
@click.option("--stale", is_flag=True, help="Sign with a time ten minutes ago.")
@click.option("--tampered", is_flag=True, help="Change the body after signing it.")
@click.option("--unsigned", is_flag=True, help="Send no signature.")
@click.option(
    "--secret",
    callback=lambda _context, _option, secret: secret or lookup.webhook_secret() or WEBHOOK_SECRET,
    help="Secret of the webhook. Default: that of `serve`. [SHOPSTUB_WEBHOOK_SECRET]",
)
@click.option("--to", help="URL of the webhook. Default: the running stub's.")
@click.option("--list", "lists", is_flag=True, help="List the types of events.")
@click.option("--show", is_flag=True, help="Print the event that is sent.")
@url_option
def command(event: str | None, **flags: Any) -> None:
    """Sign a Stripe EVENT (say payment_intent.succeeded), send it, and print the response.

    Stripe does not change: the event is made up, to see what a backend does with it.
    Example: shopstub trigger payment_intent.succeeded --latest --times 2

    Exit code 0: each response was 2xx. 1: the webhook refused one. 2: nothing answered.
    """
    if flags["lists"]:
        output.echo_text("\n".join(EVENT_TYPES))
        return
    if event is None:
        raise click.UsageError("Name an event; --list lists their types.")
    if flags["order"] and flags["latest"]:
        raise click.UsageError("--order names one order, --latest another: use one of them.")
    payload = _payload(event, flags)
    if flags["show"]:
        output.echo_json(orjson.loads(payload))
    target = flags["to"] or _webhook_url(StubClient(flags["url"]))
    statuses = [_send(target, payload, event, flags) for _ in range(flags["times"])]
    names_order = flags["order"] or flags["latest"]
    if not names_order and not flags["to"] and all(200 <= status < 300 for status in statuses):
        output.echo(
            "The event is about no order of this stub, so it changed nothing. --latest takes the "
            "newest order, --order names one."
        )
    raise SystemExit(0 if all(200 <= status < 300 for status in statuses) else 1)


def _webhook_url(stub: StubClient) -> str:
    """Return the URL at which the stub receives Stripe's events, as its contract says."""
    path = stub.health({}).get("webhook")
    if not isinstance(path, str):
        raise CannotRun("The stub's contract takes no events of Stripe. Name a target with --to.")
    return stub.url + path


def _payload(event: str, flags: dict[str, Any]) -> bytes:
    intent: dict[str, Any] | None = None
    order_id: str | None = None
    if flags["order"] or flags["latest"]:
        stub = StubClient(flags["url"])
        order = stub.order(flags["order"])
        order_id = order["id"]
        intent = _payment_intent(stub.health()["stripe"], order)
    try:
        body = sample(
            event, ids=SecretIds(), clock=SystemClock(), payment_intent=intent, order_id=order_id
        )
    except ValueError as error:
        raise CannotRun(str(error)) from None
    return orjson.dumps(body, option=orjson.OPT_INDENT_2)


def _payment_intent(stripe: str, order: dict[str, Any]) -> dict[str, Any]:
    """Return the order's PaymentIntent from Stripe; only id and amount if Stripe has none."""
    try:
        response = httpx.get(
            f"{stripe}/v1/payment_intents/{order['paymentIntent']}",
            headers={"Authorization": f"Bearer {SECRET_KEY}"},
            trust_env=False,
        )
        intent: dict[str, Any] = response.raise_for_status().json()
    except (httpx.HTTPError, *BAD_ADDRESS, ValueError, RecursionError):
        intent = {}
    if responses.fits(intent, PAYMENT_INTENT):
        return intent
    return {"id": order["paymentIntent"], "amount": round(order["total"] * 100)}


def _send(target: str, payload: bytes, event: str, flags: dict[str, Any]) -> int:
    """Send the event once, print the response, and return its status."""
    time.sleep(flags["delay"])
    start = time.perf_counter()
    try:
        response = httpx.post(
            target,
            content=_tampered(payload) if flags["tampered"] else payload,
            headers=_headers(payload, flags),
            timeout=30,
            trust_env=False,
        )
    except BAD_ADDRESS:
        raise CannotRun(f"--to {target} is not an address that begins with http://.") from None
    except httpx.RequestError as error:
        raise CannotRun(f"{target} does not answer ({error}). Name another with --to.") from None
    milliseconds = (time.perf_counter() - start) * 1000
    colour = "green" if response.is_success else "red"
    status = Styled(response.status_code, fg=colour)
    output.echo(f"{event} → {target}  ", status, f"  {milliseconds:.0f} ms")
    text = response.text.strip()[:MAX_SHOWN]
    for line in text.splitlines() if text != "{}" else ():
        output.echo(f"  {line}")
    return response.status_code


def _headers(payload: bytes, flags: dict[str, Any]) -> dict[str, str]:
    headers = {"Content-Type": "application/json; charset=utf-8"}
    if not flags["unsigned"]:
        at = SystemClock().now() - (STALE if flags["stale"] else timedelta())
        headers["Stripe-Signature"] = sign(payload, flags["secret"], int(at.timestamp()))
    return headers


def _tampered(payload: bytes) -> bytes:
    return payload.replace(b'"livemode": false', b'"livemode": true ', 1)
