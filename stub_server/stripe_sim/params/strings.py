"""Text, addresses, words of a few, yes and no: parameters that are no number and no hash."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from stub_server.stripe_sim.errors import invalid_request
from stub_server.stripe_sim.params.form import Tree
from stub_server.stripe_sim.params.ruby_inspect import ruby_inspect

SCRIPT_SCHEMES = ("javascript", "data", "vbscript", "blob", "filesystem", "file", "about")
"""Schemes of what a browser would show or run itself; apps have schemes of their own."""
EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+\Z")


def require_text(
    value: str | Tree, name: str, type_name: str = "string", code: str | None = None
) -> str:
    """The value, which has to be text. StripeError 400: it is a hash."""
    if isinstance(value, str):
        return value
    raise invalid_request(f"Invalid {type_name}: {ruby_inspect(value)}", name, code)


def is_safe_url(url: str) -> bool:
    """Whether a browser that is led there opens a site or an app, and runs no script of the URL's.

    Control characters are refused too: browsers take them out before they look at the scheme.
    """
    scheme = url.partition(":")[0].lower()
    return scheme not in SCRIPT_SCHEMES and url.isprintable()


def empty_value_error(name: str) -> Exception:
    """The refusal of an empty value where there has to be one."""
    return invalid_request(
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
        text = require_text(value, name)
        if not text:
            if self.unset:
                return None
            raise empty_value_error(name)
        if not self.unset and text.isspace():
            raise invalid_request(
                f"You passed nothing but whitespace for '{name}'.",
                name,
                "parameter_invalid_string_blank",
            )
        if len(text) > self.longest:
            raise self.too_long(text, name)
        return text

    def too_long(self, text: str, name: str) -> Exception:
        """The refusal of a text that is longer than `longest`."""
        shown = f"{text[:8]}...{text[-4:]}"
        return invalid_request(
            f"Invalid string: {shown}; must be at most {self.longest} characters", name
        )


@dataclass(frozen=True, slots=True)
class Uri(Str):
    """A whole address, of the web or of an app; none that a browser would run as a script."""

    pattern: ClassVar = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S")

    def read(self, value: str | Tree, name: str) -> str | None:
        text = Str.read(self, value, name)
        if text and not (self.pattern.match(text) and is_safe_url(text)):
            raise invalid_request("Not a valid URL", name, "url_invalid")
        return text

    def too_long(self, text: str, name: str) -> Exception:  # noqa: ARG002  # URLs are not repeated
        """The refusal, in words of its own."""
        return invalid_request(f"Invalid URL: URL must be {self.longest} characters or less.", name)


@dataclass(frozen=True, slots=True)
class Url(Uri):
    """An address of the web."""

    pattern: ClassVar = re.compile(r"https?://[^/?#\s]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Email(Str):
    """An email address."""

    def read(self, value: str | Tree, name: str) -> str | None:
        text = Str.read(self, value, name)
        if text and not EMAIL.match(text):
            raise invalid_request(f"Invalid email address: {text}", name, "email_invalid")
        return text


@dataclass(frozen=True, slots=True)
class Bool:
    """`true` or `false`."""

    def read(self, value: str | Tree, name: str) -> bool:
        text = require_text(value, name, "boolean")
        if not text:
            raise empty_value_error(name)
        if text not in ("true", "false"):
            raise invalid_request(f"Invalid boolean: {text}", name)
        return text == "true"


@dataclass(frozen=True, slots=True)
class Enum:
    """One word of a few."""

    words: tuple[str, ...]
    unset: bool = False

    def read(self, value: str | Tree, name: str) -> str | None:
        text = require_text(value, name)
        if not text:
            if self.unset:
                return None
            raise empty_value_error(name)
        if text not in self.words:
            listed = ", ".join(self.words[:-1]) + f", or {self.words[-1]}"
            choice = listed if len(self.words) > 2 else " or ".join(self.words)
            raise invalid_request(f"Invalid {name}: must be one of {choice}", name)
        return text
