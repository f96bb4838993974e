"""Types of text parameters: strings, URLs, email addresses, enums and booleans."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from stub_server.stripe_sim.errors import invalid_request
from stub_server.stripe_sim.params.form import Tree
from stub_server.stripe_sim.params.ruby_inspect import ruby_inspect

SCRIPT_SCHEMES = ("javascript", "data", "vbscript", "blob", "filesystem", "file", "about")
"""Schemes that a browser itself shows or runs."""
EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+\Z")


def require_text(
    value: str | Tree, name: str, type_name: str = "string", code: str | None = None
) -> str:
    """Return the value if it is text. Raise StripeError 400 if it is a hash."""
    if isinstance(value, str):
        return value
    raise invalid_request(f"Invalid {type_name}: {ruby_inspect(value)}", name, code)


def is_safe_url(url: str) -> bool:
    """Return whether a browser opens a site or an app at the URL, and runs no script of it.

    URLs with control characters are not safe: browsers remove them before they read the scheme.
    """
    scheme = url.partition(":")[0].lower()
    return scheme not in SCRIPT_SCHEMES and url.isprintable()


def empty_value_error(name: str) -> Exception:
    """Return the StripeError 400 of an empty value that is required."""
    return invalid_request(
        f"You passed an empty string for '{name}'. We assume empty values are an attempt to unset "
        f"a parameter; however '{name}' cannot be unset. You should remove '{name}' from your "
        "request or supply a non-empty value.",
        name,
        "parameter_invalid_empty",
    )


@dataclass(frozen=True, slots=True)
class Str:
    """Text; `unset`: an empty one removes the value."""

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
        """Return the StripeError 400 of a text that is longer than `longest`."""
        shown = f"{text[:8]}...{text[-4:]}"
        return invalid_request(
            f"Invalid string: {shown}; must be at most {self.longest} characters", name
        )


@dataclass(frozen=True, slots=True)
class Uri(Str):
    """An absolute URI of a site or an app, without schemes that run scripts."""

    pattern: ClassVar = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S")

    def read(self, value: str | Tree, name: str) -> str | None:
        text = Str.read(self, value, name)
        if text and not (self.pattern.match(text) and is_safe_url(text)):
            raise invalid_request("Not a valid URL", name, "url_invalid")
        return text

    def too_long(self, text: str, name: str) -> Exception:  # noqa: ARG002  # URLs are not repeated
        """Return the StripeError 400 of a URL that is longer than `longest`."""
        return invalid_request(f"Invalid URL: URL must be {self.longest} characters or less.", name)


@dataclass(frozen=True, slots=True)
class Url(Uri):
    """An HTTP URL."""

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
    """One of some words; `unset`: an empty one removes the value."""

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
