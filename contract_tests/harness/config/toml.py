"""`shopstub.toml`: the options of a check in its table `[check]`; other tables are not read."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic_settings import BaseSettings, InitSettingsSource

from contract_tests.harness.config.errors import FILE, ConfigError

TABLE = "check"
ALIASES = {"settle": "webhook_timeout"}
"""Former names of options."""


class CheckTable(InitSettingsSource):
    """The options in the file, as far as the model has them."""

    def __init__(self, settings: type[BaseSettings]) -> None:
        table = read_table()
        known = {name: table[name] for name in table if name in settings.model_fields}
        super().__init__(settings, init_kwargs=known)


def read_table() -> dict[str, Any]:
    """Return the table, its keys with underscores; empty if there is none. ConfigError: no TOML."""
    path = Path(FILE)
    if not path.is_file():
        return {}
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigError(f"{FILE} can't be read: {error}") from None
    loose = [name for name, value in document.items() if not isinstance(value, dict)]
    if loose:
        raise ConfigError(f"{FILE}: {loose[0]} stands outside of a table; move it below [{TABLE}].")
    names = {name: name.replace("-", "_") for name in document.get(TABLE, {})}
    return {ALIASES.get(plain, plain): document[TABLE][written] for written, plain in names.items()}


def reject_unknown(table: Iterable[str], known: Iterable[str]) -> None:
    """ConfigError: the table has an option that is not known."""
    names = set(known)
    for name in table:
        if name not in names:
            options = [option.replace("_", "-") for option in sorted(names)]
            near = get_close_matches(name.replace("_", "-"), options, 1)
            words = f"did you mean {near[0]}?" if near else f"there are {', '.join(options)}."
            raise ConfigError(f"{FILE}: [{TABLE}] has no option {name!r}; {words}")
