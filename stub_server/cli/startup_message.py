"""What `serve` and `stripe` print when they are ready."""

from __future__ import annotations

import atexit
from collections.abc import Iterable

from stub_server import __version__, app, stripe_app
from stub_server.cli import output, runfile
from stub_server.cli.output import Styled
from stub_server.cli.terminal import Terminal
from stub_server.settings import Settings

Row = tuple[str, str, str]
"""Name, value and remark."""


def print_startup(runtime: app.Runtime, seconds: float) -> None:
    """Print addresses, keys and how to stop; from now on, print a line for each request."""
    settings = runtime.settings
    is_simulator = settings.stripe == "simulator"
    has_shop = runtime.shop_or_none is not None
    stripe_remark = "offline simulator" if is_simulator else "Stripe's own test mode"
    state, state_remark = _state(settings)
    rows = [
        ("Shop" if has_shop else "API", runtime.url, "serves the contract's pages too"),
        ("Stripe", runtime.stripe_url, stripe_remark),
        ("Secret key", _shorten(settings.secret_key, is_simulator), ""),
        ("Public key", settings.publishable_key, ""),
        ("Webhook", _shorten(settings.webhook_secret, is_simulator), _webhook_target(runtime)),
        ("Contract", str(settings.document), _contract_remark(runtime)),
        ("State", state, state_remark),
    ]
    _print_head(rows, settings, runtime.policy.token, runtime.notices)
    if not is_simulator and runtime.webhook_path:
        output.echo(
            "  Webhooks come through Stripe's CLI: "
            f"stripe listen --forward-to {runtime.url}{runtime.webhook_path}"
        )
        output.echo()
    demo = "`shopstub demo` runs a checkout; " if has_shop else ""
    _print_ready(seconds, demo)
    is_remote = bool(settings.tls or settings.public_url or settings.stripe_public_url)
    if settings.store_folder:
        runfile.write(
            settings.store_folder,
            url=runtime.direct[0] if is_remote else runtime.url,
            stripe=runtime.direct[1] if is_remote else runtime.stripe_url,
            token=runtime.policy.token,
        )
        atexit.register(runfile.remove, settings.store_folder)
    _print_requests(runtime)


def print_stripe_startup(
    runtime: stripe_app.StripeRuntime, webhook_to: tuple[str, ...], seconds: float
) -> None:
    """Print the same of a simulator without a shop. webhook_to: receivers of its events."""
    settings = runtime.settings
    targets = ", ".join(webhook_to) or "nowhere: --webhook-to URL"
    rows = [
        ("Stripe", runtime.url, "offline simulator"),
        ("Secret key", settings.secret_key, ""),
        ("Public key", settings.publishable_key, ""),
        ("Webhook", settings.webhook_secret, f"→ {targets}"),
        ("State", *_state(settings)),
    ]
    _print_head(rows, settings, runtime.policy.token, runtime.store.notices)
    _print_ready(seconds)
    _print_requests(runtime)


def _print_head(
    rows: list[Row], settings: Settings, token: str | None, notices: Iterable[str]
) -> None:
    """Print the name of the program, what one may want to copy, and warnings."""
    output.echo()
    output.echo(Styled("  shopstub ", bold=True), Styled(__version__, dim=True))
    output.echo()
    if token:
        rows = [*rows, ("Token", token, "control calls need it: SHOPSTUB_TOKEN")]
    for name, value, remark in rows:
        remarks = ("  ", Styled(remark, dim=True)) if remark else ()
        output.echo("  ", Styled(f"{name:<11}", dim=True), f" {value}", *remarks)
    for notice in notices:
        output.echo(Styled(f"  {notice}", fg="yellow"))
    if not settings.on_loopback:
        warning = (
            f"  Listening on {settings.host}: everyone on that network can reach this stub. "
            "Other machines that call it by a name need --allow-host NAME."
        )
        output.echo(Styled(warning, fg="yellow"))
    output.echo()


def _print_ready(seconds: float, demo: str = "") -> None:
    output.echo(f"  Ready after {seconds:.2f} s. {demo}Ctrl+C stops.")
    output.echo()


def _print_requests(runtime: app.Runtime | stripe_app.StripeRuntime) -> None:
    """Print a line for each request from now on, unless --quiet is set."""
    if runtime.settings.quiet:
        return
    terminal = Terminal(runtime.clock)
    runtime.events.subscribe(terminal.on_event)
    atexit.register(terminal.flush)


def _state(settings: Settings) -> tuple[str, str]:
    folder = settings.store_folder
    return (str(folder), "") if folder else ("in memory", "ends with the process")


def _contract_remark(runtime: app.Runtime) -> str:
    """Return the number of operations, and the folder of pages if it is watched."""
    number = len(runtime.contract.operations)
    watched = f", watching {runtime.settings.pages}" if runtime.watch else ""
    return f"{number} operation{'s' * (number != 1)}{watched}"


def _webhook_target(runtime: app.Runtime) -> str:
    """Return where Stripe's events are sent: to the operation of the document that takes them."""
    return f"→ {runtime.url}{runtime.webhook_path}" if runtime.webhook_path else "→ nowhere"


def _shorten(secret: str, is_simulator: bool) -> str:
    """Return a secret of the simulator, or only the beginning of an account's secret."""
    return secret if is_simulator else f"{secret[:12]}…"
