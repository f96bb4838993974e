"""Command-line options, derived from the fields of the settings model."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from stub_server.settings_names import Option
from stub_server.settings_sources import OPTIONS

SIMULATOR = (
    "host",
    "stripe_port",
    "origins",
    "allow_hosts",
    "cert",
    "key",
    "stripe_public_url",
    "trust_proxy",
    "webhook_targets",
    "webhook_secret",
    "state_dir",
    "memory",
    "durability",
    "quiet",
)
"""Settings of the simulator, which `serve` and `stripe` share."""
LIFETIMES = ("session_days", "idempotency_hours", "outbox_days", "outbox_mails")
SHOP = (
    "port",
    "public_url",
    *SIMULATOR,
    "stripe",
    "document",
    "fixtures",
    "provider_states",
    "plugin",
    "watch",
    *LIFETIMES,
)


def settings_options(names: tuple[str, ...]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return a decorator that adds the options of these settings to a command.

    An option that is not used is None, or () if it can be repeated: defaults and environment
    variables are the model's.
    """

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        for name in reversed(names):
            command = _click_option(OPTIONS[name])(command)
        return command

    return decorate


def _click_option(option: Option) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    flag = option.flag or ""
    if option.kind == "switch":
        flag = f"{flag}/--no-{flag.removeprefix('--')}"
    flags = [option.names.short_flag, flag] if option.names.short_flag else [flag]
    return click.option(*flags, option.name, help=_help(option), default=None, **_type(option))


def _type(option: Option) -> dict[str, Any]:
    """Return click's arguments for the kind of the setting."""
    match option.kind:
        case "number":
            return {"type": click.IntRange(*option.bounds or ())}
        case "choice":
            return {"type": click.Choice(option.choices)}
        case "path":
            return {"type": click.Path(path_type=Path)}
        case "list":
            return {"multiple": True}
        case _:
            return {}


def _help(option: Option) -> str:
    parts = (
        option.description,
        "Repeatable." if option.kind == "list" else "",
        f"Default: {option.default_text}." if option.default_text else "",
        f"[{option.variable}]",
    )
    return " ".join(part for part in parts if part)
