"""How each setting is called as an option, as an environment variable and in the file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import UnionType
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from stub_server.settings_file import key_of, variable_of

Kind = Literal["number", "choice", "switch", "path", "list", "text"]


class Names(NamedTuple):
    """Names of a field. "" is derived from the field's name; None: it can't be given there.

    old_variable: deprecated name of the variable. test_mode_variable: read before `variable`, in
    Stripe's test mode only. default: how the help describes the default. secret: never echoed.
    """

    flag: str | None = ""
    variable: str | None = ""
    key: str | None = ""
    short_flag: str = ""
    old_variable: str = ""
    test_mode_variable: str = ""
    default: str = ""
    secret: bool = False


def secret_names(test_mode_variable: str = "") -> Names:
    """Return the names of a secret that is taken from the environment only.

    Other users of the machine can read flags, and files are committed.
    """
    variable = None if test_mode_variable else ""
    return Names(None, variable, None, test_mode_variable=test_mode_variable, secret=True)


class Allowed(NamedTuple):
    """Which texts a pattern allows, in words."""

    words: str


class Option(NamedTuple):
    """A field of the model, as its sources and the command line see it."""

    name: str
    kind: Kind
    names: Names
    description: str
    default: Any
    allowed: str
    choices: tuple[str, ...] = ()
    bounds: tuple[int, int] | None = None

    @property
    def flag(self) -> str | None:
        """The option, `--state-dir`; None: there is none."""
        return f"--{key_of(self.name)}" if self.names.flag == "" else self.names.flag

    @property
    def variable(self) -> str | None:
        """The environment variable; None: there is none, or in test mode only."""
        return variable_of(self.name) if self.names.variable == "" else self.names.variable

    @property
    def key(self) -> str | None:
        """The key in shopstub.toml; None: there is none."""
        return key_of(self.name) if self.names.key == "" else self.names.key

    @property
    def default_text(self) -> str:
        """The default in words; "" for a switch that is off and for an empty list."""
        if self.names.default or self.kind in ("switch", "list"):
            return self.names.default
        return str(self.default)


def read_options(fields: Mapping[str, FieldInfo]) -> dict[str, Option]:
    """Return an option for each field of a model, by the field's name."""
    return {name: _option(name, field) for name, field in fields.items()}


def _option(name: str, field: FieldInfo) -> Option:
    annotation = field.annotation
    if get_origin(annotation) in (Union, UnionType):
        (annotation,) = (part for part in get_args(annotation) if part is not type(None))
    kind = _kind(annotation)
    choices = get_args(annotation) if kind == "choice" else ()
    bounds = _bounds(field) if kind == "number" else None
    words = next((item.words for item in field.metadata if isinstance(item, Allowed)), "")
    return Option(
        name=name,
        kind=kind,
        names=next(item for item in field.metadata if isinstance(item, Names)),
        description=field.description or "",
        default=field.default,
        allowed=words or _allowed(kind, choices, bounds),
        choices=choices,
        bounds=bounds,
    )


def _kind(annotation: Any) -> Kind:
    if get_origin(annotation) is Literal:
        return "choice"
    if get_origin(annotation) is tuple:
        return "list"
    kinds: dict[Any, Kind] = {int: "number", bool: "switch", Path: "path"}
    return kinds.get(annotation, "text")


def _bounds(field: FieldInfo) -> tuple[int, int]:
    (least,) = (item.ge for item in field.metadata if hasattr(item, "ge"))
    (most,) = (item.le for item in field.metadata if hasattr(item, "le"))
    return least, most


def _allowed(kind: Kind, choices: tuple[str, ...], bounds: tuple[int, int] | None) -> str:
    if kind == "number" and bounds:
        return f"a whole number from {bounds[0]} to {bounds[1]}"
    if kind == "choice":
        return " or ".join(f"“{choice}”" for choice in choices)
    return {"switch": "true or false", "path": "a path", "list": "a list of texts"}.get(
        kind, "a text"
    )
