"""Settings of `serve` that other commands need too, read without the settings model."""

from __future__ import annotations

from pathlib import Path

from stub_server.cli.errors import CannotRun
from stub_server.settings_file import SettingsError, find_state_dir, find_text


def state_dir() -> Path:
    """Return the folder with the state, from the environment, the file or the default.

    CannotRun: shopstub.toml can't be read.
    """
    try:
        return find_state_dir()
    except SettingsError as error:
        raise CannotRun(error) from None


def webhook_secret() -> str | None:
    """Return the webhook's secret from environment or file, or None. CannotRun: as above."""
    try:
        return find_text("webhook_secret")
    except SettingsError as error:
        raise CannotRun(error) from None
