"""The settings of a run: flags before environment before shopstub.toml before defaults."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from stub_server import resources
from stub_server.settings import Settings
from stub_server.settings_file import FILE, SettingsError
from stub_server.settings_sources import (
    OPTIONS,
    EnvironmentSource,
    FileSource,
    FlagSource,
    Source,
    describe,
)
from stub_server.settings_values import LIVE, live_key_message


def load_settings(
    flags: Mapping[str, Any], environment: Mapping[str, str] = os.environ, file: Path = FILE
) -> Settings:
    """Return the settings: flags before environment before file before defaults.

    SettingsError: a line for each setting that is wrong, with the place that it was given at.
    """
    _refuse_live_keys(environment)
    from_file, from_flags = FileSource(file), FlagSource(flags)
    mode = flags.get("stripe") or environment.get("SHOPSTUB_STRIPE") or from_file().get("stripe")
    from_environment = EnvironmentSource(environment, test_mode=mode == "test-mode")
    sources = (from_flags, from_environment, from_file)
    values: dict[str, Any] = {}
    for source in reversed(sources):
        values |= source()
    try:
        return Settings(**{**_own_contract(values), **values})
    except ValidationError as error:
        raise SettingsError("\n".join(_messages(error, sources))) from None


def _messages(error: ValidationError, sources: tuple[Source, ...]) -> list[str]:
    messages = []
    for problem in error.errors():
        message = problem["msg"].removeprefix("Value error, ")
        if not problem["loc"]:
            messages.append(message)
            continue
        name = str(problem["loc"][0])
        label = next((source.label(name) for source in sources if name in source()), name)
        if problem["type"] == "value_error":
            messages.append(f"{label} {message}")
        elif name in OPTIONS:
            messages.append(describe(OPTIONS[name], label, problem["input"]))
        else:
            messages.append(f"{label}: there is no such setting.")
    return messages


def _refuse_live_keys(environment: Mapping[str, str]) -> None:
    """Refuse a live key in the environment, in either mode of Stripe (C-str-4)."""
    for option in OPTIONS.values():
        variable = option.names.test_mode_variable
        if environment.get(variable, "").startswith(LIVE):
            raise SettingsError(f"{variable} {live_key_message(environment[variable])}")


def _own_contract(values: Mapping[str, Any]) -> dict[str, Path]:
    """Return document and pages of the working directory, if `compile` wrote the document."""
    given = values.get("document")
    document = Path(given or resources.DOCUMENT)
    if given is None and not resources.compiled_here(document):
        return {}
    pages = document.parent / resources.PAGES
    return {"document": document, **({"pages": pages} if pages.is_dir() else {})}
