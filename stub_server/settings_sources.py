"""The places that settings come from: flags, the environment, and shopstub.toml."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_settings import PydanticBaseSettingsSource

from stub_server.settings import Settings
from stub_server.settings_file import TABLE, SettingsError, did_you_mean, read_table
from stub_server.settings_names import Option, read_options

OPTIONS = read_options(Settings.model_fields)


class Source(PydanticBaseSettingsSource):
    """Settings from one place. `label` names a setting as that place does."""

    def __init__(self) -> None:
        super().__init__(Settings)

    def __call__(self) -> dict[str, Any]:
        """Return the values that are set here, by the field's name."""
        found = {name: self.find(name) for name in OPTIONS}
        return {name: value for name, value in found.items() if value is not None}

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002
        """Return the value as pydantic-settings wants it."""
        return self.find(field_name), field_name, False

    def find(self, name: str) -> Any:
        """Return the value of a setting; None: it is not set here."""
        raise NotImplementedError

    def label(self, name: str) -> str:
        """Return how a message names a setting of this place."""
        raise NotImplementedError


class FlagSource(Source):
    """The options of a command, by the field's name; None and () are options that were not used."""

    def __init__(self, flags: Mapping[str, Any]) -> None:
        super().__init__()
        self._flags = flags

    def find(self, name: str) -> Any:
        """Return the value; None: the option was not used."""
        value = self._flags.get(name)
        return None if value == () else value

    def label(self, name: str) -> str:
        """Return the option."""
        return OPTIONS[name].flag or name


class EnvironmentSource(Source):
    """Environment variables; an empty one is not set. Lists are divided by white space.

    The account's keys are read in Stripe's test mode only: the simulator's never change.
    """

    def __init__(self, environment: Mapping[str, str], *, test_mode: bool) -> None:
        super().__init__()
        self._environment = environment
        self._test_mode = test_mode

    def find(self, name: str) -> Any:
        """Return the value of the variable; None: it is not set."""
        text = self._environment.get(self.label(name))
        return text.split() if text and OPTIONS[name].kind == "list" else text

    def label(self, name: str) -> str:
        """Return the variable that is set; "" if none is."""
        option = OPTIONS[name]
        variables = (
            option.names.test_mode_variable if self._test_mode else "",
            option.variable,
            option.names.old_variable,
        )
        return next((one for one in variables if one and self._environment.get(one)), "")


class FileSource(Source):
    """The table [serve] of shopstub.toml. Relative paths start at the file's folder.

    SettingsError: unknown keys, or values of another type.
    """

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file
        self._table = read_table(file)
        known = {option.key: option for option in OPTIONS.values() if option.key}
        problems = [
            self._unknown_key(key, list(known))
            if key not in known
            else describe(known[key], self.label(known[key].name), value)
            for key, value in self._table.items()
            if key not in known or not _fits(known[key], value)
        ]
        if problems:
            raise SettingsError("\n".join(problems))

    def find(self, name: str) -> Any:
        """Return the value of the key; None: the file does not have it."""
        option = OPTIONS[name]
        value = self._table.get(option.key or "")
        if value is not None and option.kind == "path":
            return self._file.parent / str(value)
        return [value] if option.kind == "list" and isinstance(value, str) else value

    def label(self, name: str) -> str:
        """Return file, table and key."""
        return f"{self._file}, [{TABLE}]: {OPTIONS[name].key}"

    def _unknown_key(self, key: str, known: list[str]) -> str:
        secret = OPTIONS.get(key.replace("-", "_"))
        if secret and secret.names.secret:
            variable = secret.variable or secret.names.test_mode_variable
            return f"{self._file}, [{TABLE}]: {key} is read from the environment only: {variable}."
        return (
            f"{self._file}, [{TABLE}]: there is no key “{key}”.{did_you_mean(key, known)} "
            f"The keys are {', '.join(known)}."
        )


def describe(option: Option, label: str, value: object) -> str:
    """Return the message for a value that is not allowed. A secret is not shown."""
    if option.names.secret:
        return f"{label} is not usable: it must be {option.allowed}."
    shown = json.dumps(value, ensure_ascii=False, default=str)
    hint = did_you_mean(value, option.choices) if isinstance(value, str) else ""
    return f"{label} is {shown}; it must be {option.allowed}.{hint}"


def _fits(option: Option, value: object) -> bool:
    """Return whether a value of the file has the type of the setting; the model checks the rest."""
    match option.kind:
        case "number":
            return isinstance(value, int) and not isinstance(value, bool)
        case "switch":
            return isinstance(value, bool)
        case "list":
            texts = value if isinstance(value, list) else [value]
            return all(isinstance(text, str) for text in texts)
        case _:
            return isinstance(value, str)
