"""Secrets in what a report shows: each is replaced by the name of an environment variable.

The same secret has the same name everywhere, so that a reader sees which requests shared one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from contract_tests.harness.exchange import Exchange
from contract_tests.harness.target import SECRET_KEY, WEBHOOK_SECRET, Target

PUBLISHED = frozenset({SECRET_KEY, WEBHOOK_SECRET})
"""The simulator's own key and secret, which stand in the documentation."""
HARMLESS = frozenset(
    {"accept", "accept-language", "content-type", "idempotency-key", "origin", "referer"}
    | {"stripe-signature", "user-agent", "content-encoding", "stripe-version"}
)
"""Request headers that are shown as they are."""
SHORTEST = 8
"""Characters of a secret that is masked wherever it stands; a shorter one could be any word."""
MEMBER = r"[\w.\[\]-]*(?:passw(?:or)?d|passphrase|secret|token|api_?key|credentials?)\]?"
IN_JSON = re.compile(rf'"(?P<name>{MEMBER})"\s*:\s*"(?P<value>(?:[^"\\]|\\.)+)"', re.IGNORECASE)
IN_FORM = re.compile(rf"(?<![^?&\s])(?P<name>{MEMBER})=(?P<value>[^&#\s]+)", re.IGNORECASE)
BY_FORM = re.compile(
    r"\b(?P<value>(?:[sr]k_(?:test|live)_|whsec_)\w{8,}|\w+_secret_\w{8,})|"
    r"\b(?:Bearer|Basic) (?!pk_)(?P<bearer>[\w.~+/=-]{8,})"
)
PAIR = re.compile(r"(?P<name>[^=;\s]+)=(?P<value>[^;]*)")


@dataclass(frozen=True, slots=True)
class Variable:
    """An environment variable in place of a secret. `meaning`: what the secret is."""

    name: str
    meaning: str
    length: int


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a text: literal, or the name of the variable in its place."""

    text: str
    is_variable: bool = False


class Secrets:
    """The secrets of a run: those that were configured, and those that the exchanges have."""

    def __init__(self, target: Target, exchanges: Iterable[Exchange] = ()) -> None:
        self._headers = target.headers
        self._by_value: dict[str, Variable] = {}
        self._pattern: re.Pattern[str] | None = None
        for name, value in target.headers.items():
            if name not in HARMLESS:
                self._header(name, value)
        for name, value in target.cookies.items():
            self._add(f"COOKIE_{name}", value, f"--cookie {name}")
        self._add("TOKEN", target.token or "", "SHOPSTUB_TOKEN of the checker's environment")
        self._add("STRIPE_KEY", target.stripe_key, "--stripe-key")
        self._add("WEBHOOK_SECRET", target.webhook_secret or "", "--webhook-secret")
        for name, value in parse_qsl(urlsplit(target.state_url or "").query):
            self._add(f"STATE_{name}", value, f"{name} of --state-url")
        for exchange in {id(each): each for each in exchanges}.values():
            self._learn(exchange)

    @property
    def variables(self) -> list[Variable]:
        """All variables, in the order in which their secrets were met."""
        return list(self._by_value.values())

    @property
    def values(self) -> dict[str, str]:
        """The secrets themselves by the names of their variables: for replays, not for reports."""
        return {variable.name: value for value, variable in self._by_value.items()}

    @property
    def meanings(self) -> dict[str, list[str]]:
        """The names of the variables by what their secrets are."""
        found: dict[str, list[str]] = {}
        for variable in self.variables:
            found.setdefault(variable.meaning, []).append(variable.name)
        return found

    def mask(self, text: str) -> str:
        """Return a text with each secret replaced: `$SHOPSTUB_BODY_PASSWORD`."""
        parts = self.parts(text)
        return "".join(f"${part.text}" if part.is_variable else part.text for part in parts)

    def parts(self, text: str) -> list[Part]:
        """Split a text at its secrets."""
        found: list[Part] = []
        at = 0
        for start, end in self._spans(text):
            if start >= at:
                variable = self._by_value[text[start:end]]
                found += [Part(text[at:start]), Part(variable.name, is_variable=True)]
                at = end
        return [part for part in (*found, Part(text[at:])) if part.text]

    def header_parts(self, name: str, value: str) -> list[Part]:
        """Split the value of a request's header, `cookie` included."""
        name = name.lower()
        if name == "cookie":
            return [part for pair in self._cookie_parts(value) for part in pair]
        if name in HARMLESS:
            return self.parts(value)
        if value and self._headers.get(name) == value:
            return [Part(self._header(name, value).name, is_variable=True)] if value else []
        return self.parts(value)

    def set_cookie(self, value: str) -> str:
        """Mask what a response's Set-Cookie sets; its attributes stay."""
        pair, mark, attributes = value.partition(";")
        name, equals, secret = pair.partition("=")
        if not secret:
            return self.mask(value)
        return f"{name}{equals}${self._cookie(name, secret)}{mark}{self.mask(attributes)}"

    def _cookie_parts(self, header: str) -> Iterator[list[Part]]:
        for at, pair in enumerate(header.split("; ")):
            name, equals, secret = pair.partition("=")
            variable = [Part(self._cookie(name, secret), is_variable=True)] if secret else []
            yield [Part(("; " if at else "") + name + equals), *variable]

    def _cookie(self, name: str, value: str) -> str:
        return self._add(f"COOKIE_{name.strip()}", value, f"the cookie {name.strip()}").name

    def _header(self, name: str, value: str) -> Variable:
        variable = self._add(f"HEADER_{name}", value, f"--header {name}")
        scheme, _, credentials = value.partition(" ")
        if credentials and len(credentials) >= SHORTEST:
            self._add(f"HEADER_{name}_CREDENTIALS", credentials, f"{name} after {scheme}")
        return variable

    def _learn(self, exchange: Exchange) -> None:
        """Get to know the secrets that an exchange has by their names or their form."""
        for name, value in exchange.request_headers.items():
            if name == "cookie":
                list(self._cookie_parts(value))
            list(self._named(value))
        for value in exchange.set_cookies:
            name, _, rest = value.partition("=")
            self._cookie(name, rest.partition(";")[0])
        for body in (exchange.request_body or b"", exchange.body):
            list(self._named(body.decode("utf-8", "replace")))
        list(self._named(exchange.url))

    def _spans(self, text: str) -> list[tuple[int, int]]:
        """Return where secrets stand, the first and longest ones first; each is known then."""
        spans = [*self._named(text)]
        spans += [match.span() for match in self._known().finditer(text)]
        spans = [span for span in spans if text[slice(*span)] not in PUBLISHED]
        return sorted(spans, key=lambda span: (span[0], -span[1]))

    def _named(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where secrets stand that a text has by their names or their form."""
        for pattern in (IN_JSON, IN_FORM):
            for match in pattern.finditer(text):
                name = match["name"]
                self._add(f"BODY_{name}", match["value"], f"{name} of a body")
                yield match.span("value")
        for match in BY_FORM.finditer(text):
            group = "value" if match["value"] else "bearer"
            if match[group] not in PUBLISHED:
                self._add("KEY", match[group], "a key, secret or token")
                yield match.span(group)

    def _known(self) -> re.Pattern[str]:
        if self._pattern is None:
            long = sorted((v for v in self._by_value if len(v) >= SHORTEST), key=len, reverse=True)
            self._pattern = re.compile("|".join(map(re.escape, long)) or r"(?!)")
        return self._pattern

    def _add(self, name: str, value: str, meaning: str) -> Variable:
        known = self._by_value.get(value)
        if known or not value or value in PUBLISHED:
            return known or Variable("", "", 0)
        words = re.sub(r"\W+|(?<=[a-z])(?=[A-Z])", "_", name, flags=re.ASCII)
        stem = "SHOPSTUB_" + words.upper()[:60]
        names = {variable.name for variable in self._by_value.values()}
        number = 1
        while (full := stem.rstrip("_") + (f"_{number}" if number > 1 else "")) in names:
            number += 1
        self._by_value[value] = Variable(full, meaning, len(value))
        self._pattern = None
        return self._by_value[value]
