"""Strings to types by schema, never by guess; what does not fit is refused in Stripe's words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Protocol

import orjson

from stub_server.stripe_sim.errors import bad, missing, unknown
from stub_server.stripe_sim.form import Tree

INTEGER = re.compile(r"-?\d{1,18}\Z")
WEB = re.compile(r"https?://[^/?#\s]+", re.IGNORECASE)
ANY_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S")
MAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+\Z")
INVALID_INTEGER = "parameter_invalid_integer"
DECIMAL = re.compile(r"-?\d{1,15}(\.\d+)?\Z")
PLACES = 12
METADATA_KEYS, METADATA_KEY, METADATA_VALUE = 50, 40, 500
ALIKE = 0.85
"""How much a wrong name has to resemble a right one for Stripe to ask: did you mean …?"""


class Kind(Protocol):
    """One type of parameter."""

    def read(self, value: str | Tree, name: str) -> Any:
        """The value, typed; None when it unsets. StripeError 400: it does not fit."""
        ...


def _text(value: str | Tree, name: str, kind: str = "string", code: str | None = None) -> str:
    if isinstance(value, str):
        return value
    raise bad(f"Invalid {kind}: {orjson.dumps(value).decode()}", name, code)


def _emptied(name: str) -> Exception:
    return bad(
        f"You passed an empty string for '{name}'. We assume empty values are an attempt to unset "
        f"a parameter; however '{name}' cannot be unset. You should remove '{name}' from your "
        "request or supply a non-empty value.",
        name,
        "parameter_invalid_empty",
    )


@dataclass(frozen=True, slots=True)
class Str:
    """Text; `unset`: an empty one takes the value away."""

    unset: bool = False
    longest: int = 5000

    def read(self, value: str | Tree, name: str) -> str | None:
        text = _text(value, name)
        if not text:
            if self.unset:
                return None
            raise _emptied(name)
        if not self.unset and text.isspace():
            raise bad(
                f"You passed nothing but whitespace for '{name}'.",
                name,
                "parameter_invalid_string_blank",
            )
        if len(text) > self.longest:
            raise bad(
                f"Invalid string: {text[:8]}...{text[-4:]}; must be at most {self.longest} "
                "characters",
                name,
            )
        return text


@dataclass(frozen=True, slots=True)
class Url(Str):
    """An address of the web."""

    def read(self, value: str | Tree, name: str) -> str | None:
        text = Str.read(self, value, name)
        if text and not WEB.match(text):
            raise bad("Not a valid URL", name, "url_invalid")
        return text


@dataclass(frozen=True, slots=True)
class Uri(Str):
    """A whole address, of the web or of an app."""

    def read(self, value: str | Tree, name: str) -> str | None:
        text = Str.read(self, value, name)
        if text and not ANY_URL.match(text):
            raise bad("Not a valid URL", name, "url_invalid")
        return text


@dataclass(frozen=True, slots=True)
class Email(Str):
    """An email address."""

    def read(self, value: str | Tree, name: str) -> str | None:
        text = Str.read(self, value, name)
        if text and not MAIL.match(text):
            raise bad(f"Invalid email address: {text}", name, "email_invalid")
        return text


@dataclass(frozen=True, slots=True)
class Int:
    """A whole number."""

    least: int | None = None
    most: int | None = None
    unset: bool = False

    def read(self, value: str | Tree, name: str) -> int | None:
        text = _text(value, name, "integer", INVALID_INTEGER)
        if not text:
            if self.unset:
                return None
            raise _emptied(name)
        if not INTEGER.match(text):
            raise bad(f"Invalid integer: {text}", name, INVALID_INTEGER)
        number = int(text)
        if self.least is not None and number < self.least:
            raise bad(
                f"This value must be greater than or equal to {self.least}.",
                name,
                INVALID_INTEGER,
            )
        if self.most is not None and number > self.most:
            raise bad(
                f"This value must be less than or equal to {self.most} (it currently is "
                f"'{number}').",
                name,
                INVALID_INTEGER,
            )
        return number


@dataclass(frozen=True, slots=True)
class Number:
    """A number, perhaps with a fraction: above `over`, or from `least` on, up to `most`."""

    over: float | None = None
    least: float | None = None
    most: float | None = None

    def read(self, value: str | Tree, name: str) -> float:
        text = _text(value, name)
        if not text:
            raise _emptied(name)
        if not DECIMAL.match(text):
            raise bad(f"Invalid decimal: {text}", name)
        number = float(text)
        if self.over is not None and number <= self.over:
            raise bad(f"This value must be greater than {self.over:g}.", name)
        if self.least is not None and number < self.least:
            raise bad(f"This value must be greater than or equal to {self.least:g}.", name)
        if self.most is not None and number > self.most:
            raise bad(
                f"This value must be less than or equal to {self.most:g} (it currently is "
                f"'{text}').",
                name,
            )
        return int(number) if number.is_integer() else number


@dataclass(frozen=True, slots=True)
class Exact:
    """A decimal as it is written, with at most twelve places after the point."""

    def read(self, value: str | Tree, name: str) -> str:
        text = _text(value, name)
        if not text:
            raise _emptied(name)
        if not DECIMAL.match(text):
            raise bad(f"Invalid decimal: {text}", name)
        if len(text.partition(".")[2]) > PLACES:
            raise bad(
                f"Invalid decimal: {text}; must contain at maximum twelve decimal places.", name
            )
        return text


@dataclass(frozen=True, slots=True)
class Bool:
    """`true` or `false`."""

    def read(self, value: str | Tree, name: str) -> bool:
        text = _text(value, name, "boolean")
        if not text:
            raise _emptied(name)
        if text not in ("true", "false"):
            raise bad(f"Invalid boolean: {text}", name)
        return text == "true"


@dataclass(frozen=True, slots=True)
class Enum:
    """One word of a few."""

    words: tuple[str, ...]
    unset: bool = False

    def read(self, value: str | Tree, name: str) -> str | None:
        text = _text(value, name)
        if not text:
            if self.unset:
                return None
            raise _emptied(name)
        if text not in self.words:
            listed = ", ".join(self.words[:-1]) + f", or {self.words[-1]}"
            choice = listed if len(self.words) > 2 else " or ".join(self.words)
            raise bad(f"Invalid {name}: must be one of {choice}", name)
        return text


@dataclass(frozen=True, slots=True)
class Hash:
    """Named parameters, of which some must be there; others are refused."""

    fields: Mapping[str, Kind]
    required: tuple[str, ...] = ()
    unset: bool = False

    def read(self, value: str | Tree, name: str) -> dict[str, Any] | None:
        if isinstance(value, str):
            if value:
                raise bad("Invalid object", name)
            if self.unset:
                return None
            raise _emptied(name)
        return self.members(value, name)

    def members(self, tree: Tree, name: str = "") -> dict[str, Any]:
        """The parameters of the tree, typed; unset ones are None. `name`: where the tree hangs."""

        def full(part: str) -> str:
            return f"{name}[{part}]" if name else part

        strangers = [part for part in tree if part not in self.fields]
        if strangers:
            meant = _alike(strangers[0], self.fields) if len(strangers) == 1 else None
            raise unknown([full(part) for part in strangers], full(meant) if meant else None)
        for part in self.required:
            if part not in tree:
                raise missing(full(part))
        return {part: self.fields[part].read(value, full(part)) for part, value in tree.items()}


def _alike(stranger: str, names: Iterable[str]) -> str | None:
    """The name that was probably meant, if there is one."""
    matcher = SequenceMatcher(b=stranger)
    best, found = ALIKE, None
    for name in names:
        matcher.set_seq1(name)
        if matcher.real_quick_ratio() >= best and (ratio := matcher.ratio()) >= best:
            best, found = ratio, name
    return found


@dataclass(frozen=True, slots=True)
class Array:
    """Values of one kind: in the order of their numbers, or as they come."""

    of: Kind
    unset: bool = False
    longest: int | None = None

    def read(self, value: str | Tree, name: str) -> list[Any] | None:
        if isinstance(value, str):
            if value:
                raise bad("Invalid array", name)
            if self.unset:
                return None
            raise _emptied(name)
        if not all(place.isdecimal() for place in value):
            raise bad("Invalid array", name)
        if self.longest is not None and len(value) > self.longest:
            raise bad(f"Array {name} exceeded maximum {self.longest} allowed elements.", name)
        places = sorted(value, key=int)
        return [self.of.read(value[place], f"{name}[{at}]") for at, place in enumerate(places)]


@dataclass(frozen=True, slots=True)
class Either:
    """A hash where a hash is given, else the plain kind."""

    plain: Kind
    nested: Kind

    def read(self, value: str | Tree, name: str) -> Any:
        return (self.plain if isinstance(value, str) else self.nested).read(value, name)


@dataclass(frozen=True, slots=True)
class Opaque:
    """Taken as it comes: the simulator has no use for it, but Stripe's callers send it."""

    def read(self, value: str | Tree, name: str) -> Any:  # noqa: ARG002
        return value


@dataclass(frozen=True, slots=True)
class Metadata:
    """Up to 50 short names with text; an empty value takes a name away, an empty hash them all."""

    keys: int = field(default=METADATA_KEYS)

    def read(self, value: str | Tree, name: str) -> dict[str, str] | None:
        if isinstance(value, str):
            if not value:
                return None
            raise bad("Invalid object", name)
        for key, text in value.items():
            if len(key) > METADATA_KEY:
                raise bad(
                    f"Metadata keys can have up to {METADATA_KEY} characters, but you passed in a "
                    f"key that is {len(key)} characters. Invalid key: {key}"
                )
            if len(_text(text, f"{name}[{key}]")) > METADATA_VALUE:
                raise bad(
                    f"Metadata values can have up to {METADATA_VALUE} characters, but you passed "
                    f"in a value that is {len(text)} characters. Invalid value: {text}",
                    name,
                )
        return {key: _text(text, name) for key, text in value.items()}


def merged_metadata(old: Mapping[str, str], change: Mapping[str, str] | None) -> dict[str, str]:
    """The metadata after a change: None empties it. StripeError: more than 50 names."""
    if change is None:
        return {}
    new = {**old, **change}
    kept = {key: text for key, text in new.items() if text}
    if len(kept) > METADATA_KEYS:
        raise bad(
            f"Metadata can have up to {METADATA_KEYS} keys, but you've set {len(kept)}. Email us "
            "at support+metadata@stripe.com for more information.",
            "metadata",
        )
    return kept
