"""What `serve` and `stripe` say when they are ready."""

from __future__ import annotations

import atexit

from stub_server import __version__, app
from stub_server.cli import output, runfile
from stub_server.cli.output import Styled
from stub_server.cli.terminal import Terminal
from stub_server.settings import Settings


def print_startup(stub: app.Runtime, seconds: float) -> None:
    """Addresses, keys and how to stop; from now on a line for each exchange."""
    chosen = stub.settings
    simulated = chosen.stripe == "simulator"
    folder = chosen.store_folder
    rows = [
        ("Shop" if stub.shop_or_none else "API", stub.url, "the contract is there to read"),
        ("Stripe", stub.stripe_url, "offline simulator" if simulated else "Stripe's own test mode"),
        ("Secret key", _shown(chosen.secret_key, simulated), ""),
        ("Public key", chosen.publishable_key, ""),
        ("Webhook", _shown(chosen.webhook_secret, simulated), _webhook_target(stub)),
        ("Contract", str(chosen.document), f"{len(stub.operations)} operations"),
        ("State", str(folder) if folder else "in memory", "" if folder else "ends with the stub"),
    ]
    print_rows(rows + _token_rows(stub.policy.token))
    for notice in stub.notices:
        output.echo(Styled(f"  {notice}", fg="yellow"))
    _warn_of_network(chosen)
    if not simulated and stub.webhook_path:
        output.echo()
        output.echo(
            "  Webhooks come through Stripe's CLI: "
            f"stripe listen --forward-to {stub.url}{stub.webhook_path}"
        )
    output.echo()
    demo = "`shopstub demo` buys something; " if stub.shop_or_none else ""
    output.echo(f"  Ready after {seconds:.2f} s. {demo}Ctrl+C stops.")
    output.echo()
    if folder:
        runfile.leave(folder, url=stub.url, stripe=stub.stripe_url, token=stub.policy.token)
        atexit.register(runfile.take_away, folder)
    if not chosen.quiet:
        terminal = Terminal(stub.clock)
        stub.events.subscribe(terminal.hears)
        atexit.register(terminal.flush)


def print_stripe_startup(
    alone: app.StripeRuntime, webhook_to: tuple[str, ...], seconds: float
) -> None:
    """Likewise, for a simulator without a shop."""
    chosen, folder = alone.settings, alone.settings.store_folder
    rows = [
        ("Stripe", alone.url, "offline simulator"),
        ("Secret key", chosen.secret_key, ""),
        ("Public key", chosen.publishable_key, ""),
        (
            "Webhook",
            chosen.webhook_secret,
            "→ " + (", ".join(webhook_to) or "nowhere: --webhook-to URL"),
        ),
        ("State", str(folder) if folder else "in memory", ""),
    ]
    print_rows(rows + _token_rows(alone.policy.token))
    for notice in alone.store.notices:
        output.echo(Styled(f"  {notice}", fg="yellow"))
    _warn_of_network(chosen)
    output.echo()
    output.echo(f"  Ready after {seconds:.2f} s. Ctrl+C stops.")
    output.echo()
    if not chosen.quiet:
        terminal = Terminal(alone.clock)
        alone.events.subscribe(terminal.hears)
        atexit.register(terminal.flush)


def print_rows(rows: list[tuple[str, str, str]]) -> None:
    """The name of the program, then a row for each thing that one may want to copy."""
    output.echo()
    output.echo(Styled("  shopstub ", bold=True), Styled(__version__, dim=True))
    output.echo()
    for name, value, remark in rows:
        beside = ("  ", Styled(remark, dim=True)) if remark else ()
        output.echo("  ", Styled(f"{name:<11}", dim=True), f" {value}", *beside)


def _token_rows(token: str | None) -> list[tuple[str, str, str]]:
    """What control calls need on a network; on loopback they need nothing."""
    return [("Token", token, "control calls need it: SHOPSTUB_TOKEN")] if token else []


def _warn_of_network(chosen: Settings) -> None:
    if not chosen.on_loopback:
        warning = (
            f"  Listening on {chosen.host}: everyone on that network can reach this stub. "
            "Other machines that call it by a name need --allow-host NAME."
        )
        output.echo(Styled(warning, fg="yellow"))


def _webhook_target(stub: app.Runtime) -> str:
    """Where Stripe's events go: to the operation of the document that takes them."""
    return f"→ {stub.url}{stub.webhook_path}" if stub.webhook_path else "→ nowhere"


def _shown(secret: str, simulated: bool) -> str:
    """A secret of the simulator as it is; one of an account only as far as it can be told apart."""
    return secret if simulated else f"{secret[:12]}…"
