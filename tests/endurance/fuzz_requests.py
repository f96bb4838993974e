"""Random requests of the shop, by openapi.yaml, and of Stripe, by the simulator's spec/api.json."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import quote, urlencode

import yaml

from tests.endurance.fuzz_values import WORDS, Source
from tests.process.running import KEY, ROOT

MAX_DEPTH = 4
"""Levels of nested parameters."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request; path with query."""

    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


class Requests(Protocol):
    """Random requests of one port."""

    def build(self, source: Source) -> Request:
        """Return a request with values from the source."""
        ...


def segment(text: str) -> str:
    """Return the text as a segment of a path."""
    return quote(text, safe="", errors="surrogatepass")


def encoded(pairs: list[tuple[str, str]]) -> str:
    """Return a form, or a query."""
    return urlencode(pairs, errors="surrogatepass")


class ShopRequests:
    """Requests of the shop's operations."""

    def __init__(self) -> None:
        document = yaml.safe_load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))
        self._schemas = document["components"]["schemas"]
        self._operations = [
            (method, path, operation)
            for path, methods in document["paths"].items()
            for method, operation in methods.items()
            if method in ("get", "post", "put", "patch", "delete")
        ]

    def build(self, source: Source) -> Request:
        """Return a request of a random operation."""
        method, path, operation = source.generator.choice(self._operations)
        for name in ("productId", "id"):
            known = "kaiser-natron-bad-500-g" if name == "productId" else "x"
            value = known if source.chance(0.4) else source.text()
            path = path.replace(f"{{{name}}}", segment(value))
        if source.chance(0.2):
            path += "?" + encoded([(source.text(), source.text())])
        headers = {}
        if source.chance(0.1):
            headers["Idempotency-Key"] = segment(source.text())
        content = operation.get("requestBody", {}).get("content", {})
        schema = content.get("application/json", {}).get("schema")
        if schema is None and not source.chance(0.1):
            return Request(method.upper(), path, headers)
        headers["Content-Type"] = "text/plain" if source.chance(0.02) else "application/json"
        body = source.json_of("", schema or {}, self._schemas).encode("utf-8", "surrogatepass")
        if source.chance(0.03):
            body = body[: source.generator.randrange(len(body) + 1)]
        return Request(method.upper(), path, headers, body)


class StripeRequests:
    """Requests of the simulator's operations."""

    def __init__(self) -> None:
        path = ROOT / "stub_server" / "stripe_sim" / "spec" / "api.json"
        spec = json.loads(path.read_text(encoding="utf-8"))
        self._types = spec["types"]
        self._operations = [
            (name.split(" ", 1), params) for name, params in spec["operations"].items()
        ]

    def build(self, source: Source) -> Request:
        """Return a request of a random operation."""
        (method, path), params = source.generator.choice(self._operations)
        path = "/v1/" + "/".join(
            segment(source.text()) if part == "*" else part for part in path.split("/")
        )
        pairs = encoded(list(self._pairs(source, "", params, 0)))
        headers = dict(KEY)
        if source.chance(0.1):
            headers["Idempotency-Key"] = segment(source.text())
        if source.chance(0.02):
            headers["Stripe-Version"] = segment(source.text())
        if method == "GET":
            return Request(method, f"{path}?{pairs}", headers)
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        return Request(method, path, headers, pairs.encode())

    def _pairs(self, source: Source, name: str, spec: Any, depth: int) -> Iterator[tuple[str, str]]:
        """Yield the pairs of a parameter, or of all parameters if it has no name."""
        if isinstance(spec, str) and spec.startswith("="):
            spec = self._types.get(spec[1:], "string")
        if source.chance(0.03):
            yield f"{name}[{source.text()}]", source.text()
        elif isinstance(spec, dict) and depth <= MAX_DEPTH:
            for key, member in spec.items():
                if key == "[]":
                    for number in range(source.generator.randrange(3)):
                        yield from self._pairs(source, f"{name}[{number}]", member, depth + 1)
                elif key and (key.endswith("!") or source.chance(0.1)):
                    key = key.rstrip("!?")
                    inner = f"{name}[{key}]" if name else key
                    yield from self._pairs(source, inner, member, depth + 1)
        elif name:
            yield name, self._value(source, spec)

    def _value(self, source: Source, spec: Any) -> str:
        if isinstance(spec, list) and not source.chance(0.1):
            return str(source.generator.choice(spec))
        if isinstance(spec, str) and spec.startswith("number") and not source.chance(0.1):
            return source.number()
        if spec == "boolean" and not source.chance(0.1):
            return source.generator.choice(("true", "false"))
        return source.generator.choice(WORDS) if source.chance(0.3) else source.text()
