"""`shopstub.toml`: the settings of a project, in its folder.

Commands that need one setting look it up here, without the imports of the whole model.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from pathlib import Path

FILE = Path("shopstub.toml")
TABLE = "serve"
TABLES = ("check", TABLE)
"""`check` belongs to `shopstub check`, which reads it itself."""
PREFIX = "SHOPSTUB_"
STATE_DIR = Path(".shopstub")


class SettingsError(Exception):
    """Settings that can't be used; says which, where they were given, and what is allowed."""


def variable_of(name: str) -> str:
    """Return the environment variable of a setting."""
    return PREFIX + name.upper()


def key_of(name: str) -> str:
    """Return the key of a setting in the file."""
    return name.replace("_", "-")


def read_table(file: Path = FILE) -> dict[str, object]:
    """Return the keys and values of [serve]; none if there is no file.

    SettingsError: the file can't be read, or has something beside its tables.
    """
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SettingsError(f"{file} can't be read: {error.strerror}.") from None
    import tomllib

    try:
        tables = tomllib.loads(content.decode())
    except ValueError as error:
        raise SettingsError(f"{file} is not valid TOML: {error}.") from None
    for name, value in tables.items():
        if name not in TABLES and isinstance(value, dict):
            hint = did_you_mean(name, TABLES)
            raise SettingsError(
                f"{file}: there is no table [{name}].{hint} The tables are [check] and [serve]."
            )
        if not isinstance(value, dict):
            raise SettingsError(
                f"{file}: “{name}” is outside of the tables. Options of `shopstub serve` belong "
                "below a line [serve], options of `shopstub check` below [check]."
            )
    return {key.replace("_", "-"): value for key, value in tables.get(TABLE, {}).items()}


def find_text(
    name: str, environment: Mapping[str, str] = os.environ, file: Path = FILE
) -> str | None:
    """Return a setting from the environment, or from the file; None: it is in neither.

    SettingsError: the file can't be read, or the value is not a text.
    """
    if environment.get(variable_of(name)):
        return environment[variable_of(name)]
    value = read_table(file).get(key_of(name))
    if not isinstance(value, str | None):
        raise SettingsError(f"{file}, [{TABLE}]: {key_of(name)} must be a text.")
    return value


def find_state_dir(environment: Mapping[str, str] = os.environ, file: Path = FILE) -> Path:
    """Return the folder with the state. SettingsError: as above."""
    if environment.get(variable_of("state_dir")):
        return Path(environment[variable_of("state_dir")])
    folder = find_text("state_dir", {}, file)
    return file.parent / folder if folder else STATE_DIR


def did_you_mean(word: str, known: Collection[str]) -> str:
    """Return a hint at the most similar of the known words, after a space; else nothing."""
    from difflib import get_close_matches

    return "".join(f" Did you mean “{match}”?" for match in get_close_matches(word, known, n=1))
