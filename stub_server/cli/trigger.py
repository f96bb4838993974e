"""`shopstub trigger`: a signed Stripe event, sent to the stub or to any backend."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import click
import httpx
import orjson

from stub_server.cli import lookup, output
from stub_server.cli.errors import CannotRun
from stub_server.cli.output import Styled
from stub_server.cli.stub_client import StubClient, url_option
from stub_server.runtime.clock import SystemClock
from stub_server.runtime.ids import SecretIds
from stub_server.stripe_sim import EVENT_TYPES, SECRET_KEY, WEBHOOK_SECRET, sample, sign

STALE = timedelta(minutes=10)


@click.command("trigger")
@click.argument("event", required=False)
@click.option("--order", help="The order whose PaymentIntent the event is about (id or number).")
@click.option("--latest", is_flag=True, help="The newest order, likewise.")
@click.option(
    "--times",
    default=1,
    show_default=True,
    type=click.IntRange(1, 1000),
    help="Send the same event so often.",
)
@click.option(
    "--delay", default=0.0, type=click.FloatRange(min=0), help="Seconds to wait before each."
)
@click.option("--stale", is_flag=True, help="Signed ten minutes ago.")
@click.option("--tampered", is_flag=True, help="The body is changed after it was signed.")
@click.option("--unsigned", is_flag=True, help="Without a signature.")
@click.option(
    "--secret",
    callback=lambda _context, _option, secret: secret or lookup.webhook_secret() or WEBHOOK_SECRET,
    help="Secret of the webhook. Default: that of `serve`.",
)
@click.option("--to", help="The webhook's URL. Default: the running stub's.")
@click.option("--list", "lists", is_flag=True, help="List the events that can be sent.")
@click.option("--show", is_flag=True, help="Print the event that is sent.")
@url_option
def command(event: str | None, **flags: Any) -> None:
    """Sign a Stripe EVENT (payment_intent.succeeded, say), send it, and print what came back.

    Nothing changes at Stripe: this is a webhook by hand, to try how a backend takes it.
    Exit code 0: every answer was 2xx. 1: the webhook refused. 2: nobody answered.
    """
    if flags["lists"]:
        output.echo_text("\n".join(EVENT_TYPES))
        return
    if event is None:
        raise click.UsageError("Name an event, or see them all with --list.")
    if flags["order"] and flags["latest"]:
        raise click.UsageError("--order names one order, --latest another: give one of them.")
    payload = _payload(event, flags)
    if flags["show"]:
        output.echo_json(orjson.loads(payload))
    target = flags["to"] or _webhook_of(StubClient(flags["url"]))
    statuses = [_sent(target, payload, event, flags) for _ in range(flags["times"])]
    raise SystemExit(0 if all(200 <= it < 300 for it in statuses) else 1)


def _webhook_of(stub: StubClient) -> str:
    """Return where the stub takes Stripe's events; its contract says it."""
    path = stub.health().get("webhook")
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
        intent = _intent(stub.health()["stripe"], order)
    try:
        made = sample(
            event, ids=SecretIds(), clock=SystemClock(), payment_intent=intent, order_id=order_id
        )
    except ValueError as fault:
        raise CannotRun(str(fault)) from None
    return orjson.dumps(made, option=orjson.OPT_INDENT_2)


def _intent(stripe: str, order: dict[str, Any]) -> dict[str, Any] | None:
    """The order's PaymentIntent as Stripe has it; just its id when Stripe can't be asked."""
    try:
        answer = httpx.get(
            f"{stripe}/v1/payment_intents/{order['paymentIntent']}",
            headers={"Authorization": f"Bearer {SECRET_KEY}"},
            trust_env=False,
        )
        found: dict[str, Any] = answer.raise_for_status().json()
    except httpx.HTTPError:
        return {"id": order["paymentIntent"], "amount": round(order["total"] * 100)}
    return found


def _sent(target: str, payload: bytes, event: str, flags: dict[str, Any]) -> int:
    time.sleep(flags["delay"])
    at = SystemClock().now() - (STALE if flags["stale"] else timedelta())
    headers = {"Content-Type": "application/json; charset=utf-8"}
    if not flags["unsigned"]:
        headers["Stripe-Signature"] = sign(payload, flags["secret"], int(at.timestamp()))
    body = (
        payload.replace(b'"livemode": false', b'"livemode": true ', 1)
        if flags["tampered"]
        else payload
    )
    began = time.perf_counter()
    try:
        answer = httpx.post(target, content=body, headers=headers, timeout=30, trust_env=False)
    except (httpx.InvalidURL, httpx.UnsupportedProtocol):
        raise CannotRun(f"--to {target} is not an address that begins with http://.") from None
    except httpx.TransportError as fault:
        raise CannotRun(
            f"{target} does not answer ({fault}). Another one goes with --to."
        ) from None
    took = (time.perf_counter() - began) * 1000
    colour = "green" if answer.is_success else "red"
    output.echo(f"{event} → {target}  ", Styled(answer.status_code, fg=colour), f"  {took:.0f} ms")
    if answer.text.strip() not in ("", "{}"):
        for line in answer.text.strip()[:500].splitlines():
            output.echo(f"  {line}")
    return answer.status_code
