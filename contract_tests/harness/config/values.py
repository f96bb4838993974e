"""The types of options: each validator returns the value, or says what is wrong with it.

Messages repeat no value of an option that may be a secret.
"""

from __future__ import annotations

import re
import shlex
from typing import Annotated, Any
from urllib.parse import urlsplit

import httpx
from pydantic import AfterValidator, BeforeValidator, Field, StrictBool

TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
LIVE = ("sk_live_", "rk_live_")


def address(text: str) -> str:
    """An http URL without query."""
    return _url(text.rstrip("/"), text, alone=True)


def endpoint(text: str) -> str:
    """An http URL, as it is written."""
    return _url(text, text, alone=False)


def plain(text: str) -> str:
    """A key or secret: printable ASCII without blanks."""
    text = text.strip()
    if not text.isascii() or not text.isprintable() or " " in text:
        raise ValueError("it has blanks or characters that no key or secret has.")
    return text


def test_key(text: str) -> str:
    """A secret key of Stripe's test mode."""
    if text.startswith(LIVE):
        raise ValueError("it is a live key: only test keys are used here.")
    return text


def command(text: str) -> str:
    """A command line."""
    try:
        shlex.split(text)
    except ValueError as error:
        raise ValueError(f"the command can't be read: {error}.") from None
    return text


def header(text: object) -> tuple[str, str]:
    """A header, its name in lower case."""
    name, value = _pair(text, ":", "header")
    return name.lower(), value


def cookie(text: object) -> tuple[str, str]:
    """A cookie."""
    return _pair(text, "=", "cookie")


def listed(value: Any) -> Any:
    """A list; one text is a list of itself."""
    return list(value) if isinstance(value, list | tuple) else [value]


Address = Annotated[str, AfterValidator(address)]
Endpoint = Annotated[str, AfterValidator(endpoint)]
Plain = Annotated[str, AfterValidator(plain)]
TestKey = Annotated[Plain, AfterValidator(test_key)]
Command = Annotated[str, AfterValidator(command)]
Texts = Annotated[list[str], BeforeValidator(listed)]
Headers = Annotated[
    list[Annotated[tuple[str, str], BeforeValidator(header)]], BeforeValidator(listed)
]
Cookies = Annotated[
    list[Annotated[tuple[str, str], BeforeValidator(cookie)]], BeforeValidator(listed)
]
Switch = StrictBool
Seconds = Annotated[float, Field(ge=0, le=1e9)]
Count = Annotated[int, Field(ge=1, le=1_000_000_000)]


def _url(text: str, written: str, *, alone: bool) -> str:
    if "://" not in text:
        text = f"http://{text}"
    try:
        parts = urlsplit(text)
        fits = parts.scheme in ("http", "https") and bool(httpx.URL(text).host) and " " not in text
        fits = fits and parts.port != 0
    except (ValueError, httpx.InvalidURL):
        fits = False
    if "@" in text:
        raise ValueError("names and passwords go into --header 'Authorization: …'.")
    if not fits or not text.isascii():
        raise ValueError(f"{written!r} is no http address.")
    if alone and (parts.query or parts.fragment):
        raise ValueError("it has a ? or a #: the address alone is wanted.")
    return text


def _pair(text: object, mark: str, noun: str) -> tuple[str, str]:
    if not isinstance(text, str):
        raise ValueError(f"{text!r} is not a list of texts.")
    name, found, value = (part.strip() for part in text.partition(mark))
    if not found or not name:
        raise ValueError(f"it is not of the form name{mark}value.")
    odd = not value.isascii() or not value.isprintable() or (mark == "=" and ";" in value)
    if odd or not TOKEN.fullmatch(name):
        raise ValueError(f"it can't be sent: it has characters that no {noun} has.")
    return name, value
