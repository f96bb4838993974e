"""Types of numeric parameters."""

from __future__ import annotations

import re
from dataclasses import dataclass

from stub_server.stripe_sim.errors import invalid_request
from stub_server.stripe_sim.params.form import Tree
from stub_server.stripe_sim.params.strings import empty_value_error, require_text

INTEGER = re.compile(r"-?[0-9]{1,18}\Z")
INVALID_INTEGER = "parameter_invalid_integer"
DECIMAL = re.compile(r"-?[0-9]{1,15}(\.[0-9]+)?\Z")
PLACES = 12


def parse_digits(text: str, name: str) -> int:
    """Return the number of 1 to 18 ASCII digits. StripeError 400 otherwise: `int` takes more."""
    if not INTEGER.match(text) or text.startswith("-"):
        raise invalid_request(f"Invalid integer: {text}", name)
    return int(text)


@dataclass(frozen=True, slots=True)
class Int:
    """An integer from `least` to `most`; `unset`: an empty value removes it."""

    least: int | None = None
    most: int | None = None
    unset: bool = False

    def read(self, value: str | Tree, name: str) -> int | None:
        text = require_text(value, name, "integer", INVALID_INTEGER)
        if not text:
            if self.unset:
                return None
            raise empty_value_error(name)
        if not INTEGER.match(text):
            raise invalid_request(f"Invalid integer: {text}", name, INVALID_INTEGER)
        number = int(text)
        if self.least is not None and number < self.least:
            raise invalid_request(
                f"This value must be greater than or equal to {self.least}.",
                name,
                INVALID_INTEGER,
            )
        if self.most is not None and number > self.most:
            raise invalid_request(
                f"This value must be less than or equal to {self.most} (it currently is "
                f"'{number}').",
                name,
                INVALID_INTEGER,
            )
        return number


@dataclass(frozen=True, slots=True)
class Number:
    """A number greater than `over`, or from `least`, to `most`."""

    over: float | None = None
    least: float | None = None
    most: float | None = None

    def read(self, value: str | Tree, name: str) -> float:
        text = require_text(value, name)
        if not text:
            raise empty_value_error(name)
        if not DECIMAL.match(text):
            raise invalid_request(f"Invalid decimal: {text}", name)
        number = float(text)
        if self.over is not None and number <= self.over:
            raise invalid_request(f"This value must be greater than {self.over:g}.", name)
        if self.least is not None and number < self.least:
            raise invalid_request(
                f"This value must be greater than or equal to {self.least:g}.", name
            )
        if self.most is not None and number > self.most:
            raise invalid_request(
                f"This value must be less than or equal to {self.most:g} (it currently is "
                f"'{text}').",
                name,
            )
        return int(number) if number.is_integer() else number


@dataclass(frozen=True, slots=True)
class Exact:
    """A decimal as text, with at most twelve decimal places."""

    def read(self, value: str | Tree, name: str) -> str:
        text = require_text(value, name)
        if not text:
            raise empty_value_error(name)
        if not DECIMAL.match(text):
            raise invalid_request(f"Invalid decimal: {text}", name)
        if len(text.partition(".")[2]) > PLACES:
            raise invalid_request(
                f"Invalid decimal: {text}; must contain at maximum twelve decimal places.", name
            )
        return text
