"""What can be chosen on the command line, in shopstub.toml and for plain pytest: said once."""

from __future__ import annotations

import json
import os
import random
import re
import shlex
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from contract_tests import resources
from contract_tests.document import Document, DocumentError
from contract_tests.options import CHOICES, Choice
from contract_tests.target import SECRET_KEY, WEBHOOK_SECRET, Depth, Target

CONFIG = "shopstub.toml"
TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


class ChoiceError(Exception):
    """What was chosen can't be; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Picked:
    """Which rules are examined."""

    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()

    def has(self, rules: tuple[str, ...]) -> bool:
        """Whether a test of these rules is to run."""
        if self.only and not set(rules) & set(self.only):
            return False
        return not (rules and set(rules) <= set(self.skip))


def chosen(given: Mapping[str, Any]) -> tuple[Target, Document, Picked]:
    """Target, document and rules that these choices name. ChoiceError: they can't be."""
    choices = {**_configured(), **{name: value for name, value in given.items() if value}}
    base_url = _url(choices.get("base_url"), "--base-url")
    try:
        document = Document(_openapi(choices.get("openapi")))
    except DocumentError as error:
        raise ChoiceError(str(error)) from None
    picked = Picked(tuple(choices.get("only", ())), tuple(choices.get("skip", ())))
    for name in (*picked.only, *picked.skip):
        if name not in document.rules:
            raise ChoiceError(f"{document.path} has no rule {name!r}; it has {_some(document)}.")
    return _target(choices, base_url, document), document, picked


def with_stripe(target: Target, url: str) -> Target:
    """The target, with a Stripe."""
    return replace(target, stripe_url=url)


def _target(choices: Mapping[str, Any], base_url: str, document: Document) -> Target:
    stripe_url = choices.get("stripe_url")
    key = _plain(choices.get("stripe_key", SECRET_KEY), "--stripe-key")
    if key.startswith(("sk_live_", "rk_live_")):
        raise ChoiceError("--stripe-key is a live key: only test keys are used here.")
    state_url = choices.get("state_url")
    if state_url and choices.get("state_command"):
        raise ChoiceError("--state-url and --state-command can't be had together.")
    depth: Depth = "default"
    if choices.get("fast") and choices.get("thorough"):
        raise ChoiceError("--fast and --thorough can't be had together.")
    if choices.get("fast"):
        depth = "fast"
    elif choices.get("thorough"):
        depth = "thorough"
    return Target(
        base_url=base_url,
        openapi=document.path,
        stripe_url=_url(stripe_url, "--stripe-url") if stripe_url else None,
        stripe_key=key,
        webhook_secret=_plain(choices.get("webhook_secret", WEBHOOK_SECRET), "--webhook-secret"),
        state_url=_url(state_url, "--state-url", alone=False) if state_url else None,
        state_command=_command(choices.get("state_command")),
        headers=dict(_pair(it, ":", "--header") for it in choices.get("header", ())),
        cookies=dict(_pair(it, "=", "--cookie") for it in choices.get("cookie", ())),
        products=tuple(_products(choices, document)),
        insecure=bool(choices.get("insecure")),
        line_cap=int(_number(choices, "line_cap", 99, least=1)),
        cart_cap=int(_number(choices, "cart_cap", 500, least=1)),
        tax=_given(choices, "tax"),
        shipping=_given(choices, "shipping"),
        free_from=_given(choices, "free_from"),
        timeout=_number(choices, "timeout", 10, least=0.1),
        settle=_number(choices, "settle", 15),
        depth=depth,
        seed=int(_number(choices, "seed", random.randrange(1, 1_000_000))),
        token=os.environ.get("SHOPSTUB_TOKEN") or None,
    )


def _configured() -> dict[str, Any]:
    """What ./shopstub.toml says under [check]."""
    path = Path(CONFIG)
    if not path.is_file():
        return {}
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ChoiceError(f"{CONFIG} can't be read: {error}") from None
    found = tables.get("check", {})
    if not isinstance(found, dict) or tables.keys() - {"check", "serve"}:
        raise ChoiceError(f"{CONFIG}: it has one table, [check], with the options in it.")
    names = {choice.name for choice in CHOICES}
    choices = {name.replace("-", "_"): value for name, value in found.items()}
    for name in choices:
        if name not in names:
            known = ", ".join(it.replace("_", "-") for it in sorted(names))
            raise ChoiceError(f"{CONFIG}: [check] knows no {name!r}; it knows {known}.")
    kinds = {choice.name: choice for choice in CHOICES}
    return {name: _typed(kinds[name], value) for name, value in choices.items()}


def _typed(choice: Choice, value: Any) -> Any:
    """A value of the file, of the type that its choice has."""
    if choice.many:
        values = value if isinstance(value, list) else [value]
        fits, wanted = all(isinstance(it, str) for it in values), "a text, or a list of texts"
        value = values
    elif choice.switch:
        fits, wanted = isinstance(value, bool), "true or false"
    elif choice.number:
        fits = isinstance(value, int | float) and not isinstance(value, bool)
        wanted = "a number"
    else:
        fits, wanted = isinstance(value, str), "a text"
    if not fits:
        raise ChoiceError(f"{CONFIG}: {choice.flag[2:]} is {value!r}, not {wanted}.")
    return value


def _openapi(given: Any) -> Path:
    if given:
        return Path(str(given))
    here = Path("openapi.yaml")
    return here if here.is_file() else resources.path("openapi.yaml")


def _products(choices: Mapping[str, Any], document: Document) -> list[str]:
    named = [str(it) for it in choices.get("product", ())]
    if named:
        return named
    given = choices.get("catalogue")
    path = Path(str(given)) if given else resources.path("fixtures/catalogue.json")
    if not given and not path.is_file():
        return document.product_ids()
    try:
        rows = json.loads(path.read_text("utf-8"))
        return [str(row["id"]) for row in rows]
    except OSError as error:
        raise ChoiceError(f"{path} can't be read: {error.strerror}.") from None
    except (ValueError, TypeError, KeyError):
        raise ChoiceError(f"{path} is no JSON list of objects with an id.") from None


def _url(given: Any, flag: str, *, alone: bool = True) -> str:
    if not given:
        raise ChoiceError(f"{flag} is missing: where is the backend? http://localhost:8000, say.")
    text = str(given).rstrip("/") if alone else str(given)
    if "://" not in str(given):
        text = f"http://{text}"
    try:
        parts = urlsplit(text)
        fits = parts.scheme in ("http", "https") and bool(httpx.URL(text).host) and " " not in text
        fits = fits and parts.port != 0
    except (ValueError, httpx.InvalidURL):
        fits = False
    if not fits or not text.isascii():
        raise ChoiceError(f"{flag}: {given!r} is no http address.")
    if alone and (parts.query or parts.fragment):
        raise ChoiceError(f"{flag}: {given!r} has a ? or a #: the address alone is wanted.")
    if parts.username or parts.password:
        raise ChoiceError(f"{flag}: names and passwords go into --header 'Authorization: …'.")
    return text


def _plain(given: Any, flag: str) -> str:
    text = str(given).strip()
    if not text.isascii() or not text.isprintable() or " " in text:
        raise ChoiceError(f"{flag}: {text!r} has signs that none has.")
    return text


def _command(given: Any) -> str | None:
    try:
        return str(given) if given and shlex.split(str(given)) else None
    except ValueError as error:
        raise ChoiceError(f"--state-command: {given!r} can't be read: {error}.") from None


def _pair(text: str, mark: str, flag: str) -> tuple[str, str]:
    name, found, value = (it.strip() for it in str(text).partition(mark))
    if not found or not name:
        raise ChoiceError(f"{flag}: {text!r} is not of the form name{mark}value.")
    odd = not value.isascii() or not value.isprintable() or (mark == "=" and ";" in value)
    if odd or not TOKEN.fullmatch(name):
        raise ChoiceError(f"{flag}: {text!r} can't be sent: it has signs that no {flag[2:]} has.")
    return name.lower() if mark == ":" else name, value


def _given(choices: Mapping[str, Any], name: str) -> str | None:
    if choices.get(name) is None:
        return None
    _number(choices, name, 0)
    return str(choices[name])


def _number(choices: Mapping[str, Any], name: str, usual: float, least: float = 0) -> float:
    value = choices.get(name, usual)
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise ChoiceError(f"--{name.replace('_', '-')}: {value!r} is no number.") from None
    if not least <= number <= 1e9:
        raise ChoiceError(f"--{name.replace('_', '-')}: {value!r} is not from {least:g} to 1e9.")
    return number


def _some(document: Document) -> str:
    return ", ".join(list(document.rules)[:4]) + " …"
