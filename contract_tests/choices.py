"""What can be chosen on the command line, in shopstub.toml and for plain pytest: said once."""

from __future__ import annotations

import json
import random
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from contract_tests import resources
from contract_tests.document import Document, DocumentError
from contract_tests.options import CHOICES
from contract_tests.target import SECRET_KEY, WEBHOOK_SECRET, Depth, Target

CONFIG = "shopstub.toml"


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
    key = str(choices.get("stripe_key", SECRET_KEY))
    if key.startswith(("sk_live_", "rk_live_")):
        raise ChoiceError("--stripe-key is a live key: only test keys are used here.")
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
        webhook_secret=str(choices.get("webhook_secret", WEBHOOK_SECRET)),
        state_url=choices.get("state_url"),
        state_command=choices.get("state_command"),
        headers=dict(_pair(it, ":", "--header") for it in choices.get("header", ())),
        cookies=dict(_pair(it, "=", "--cookie") for it in choices.get("cookie", ())),
        products=tuple(_products(choices, document)),
        line_cap=int(_number(choices, "line_cap", 99)),
        cart_cap=int(_number(choices, "cart_cap", 500)),
        timeout=_number(choices, "timeout", 10),
        settle=_number(choices, "settle", 15),
        depth=depth,
        seed=int(_number(choices, "seed", random.randrange(1, 1_000_000))),
    )


def _configured() -> dict[str, Any]:
    """What ./shopstub.toml says under [check]."""
    path = Path(CONFIG)
    if not path.is_file():
        return {}
    try:
        found = tomllib.loads(path.read_text("utf-8")).get("check", {})
    except (OSError, ValueError) as error:
        raise ChoiceError(f"{CONFIG} can't be read: {error}") from None
    names = {choice.name for choice in CHOICES}
    choices = {name.replace("-", "_"): value for name, value in found.items()}
    for name in choices:
        if name not in names:
            raise ChoiceError(f"{CONFIG}: [check] knows no {name!r}; it knows {sorted(names)}.")
    many = {choice.name for choice in CHOICES if choice.many}
    return {
        name: [value] if name in many and isinstance(value, str) else value
        for name, value in choices.items()
    }


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


def _url(given: Any, flag: str) -> str:
    if not given:
        raise ChoiceError(f"{flag} is missing: where is the backend? http://localhost:8000, say.")
    text = str(given).rstrip("/")
    if "://" not in text:
        text = f"http://{text}"
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ChoiceError(f"{flag}: {given!r} is no http address.")
    return text


def _pair(text: str, mark: str, flag: str) -> tuple[str, str]:
    name, found, value = str(text).partition(mark)
    if not found or not name.strip():
        raise ChoiceError(f"{flag}: {text!r} is not of the form name{mark}value.")
    return name.strip().lower() if mark == ":" else name.strip(), value.strip()


def _number(choices: Mapping[str, Any], name: str, usual: float) -> float:
    value = choices.get(name, usual)
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise ChoiceError(f"--{name.replace('_', '-')}: {value!r} is no number.") from None
    if number < 0:
        raise ChoiceError(f"--{name.replace('_', '-')}: {value!r} is below 0.")
    return number


def _some(document: Document) -> str:
    return ", ".join(list(document.rules)[:4]) + " …"
