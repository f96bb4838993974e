"""Random values: usual ones, ids that a stub has returned, and values that have broken servers."""

from __future__ import annotations

import json
import random
import re
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from tests.hostile import HIDDEN, HOSTILE
from tests.server.hostile_values import SAMPLES, VALUES

SHORT = [text for text in VALUES.values() if len(text) < 6000]
LONG = [text for text in VALUES.values() if len(text) >= 6000]
"""JSON texts; the long ones are rare."""

WORDS = [
    *("", "a", "0", "-1", "eur", "EUR", "usd", "DE", "card", "pm_card_visa", "tok_visa", "true"),
    *("ada@example.com", "demo@example.com", "2026-01-01", "http://127.0.0.1:9/hook", "' or 1=1"),
    *("../../etc/passwd", "%00", "x" * 300, "9" * 400, "1e400", "{}", "[]", HOSTILE, HIDDEN),
]
ID = re.compile(rb'"(?:id|orderId|clientSecret|client_secret)": ?"([^"]{1,80})"')


@dataclass
class Source:
    """A seeded source of values, which learns ids from responses."""

    generator: random.Random
    ids: deque[str] = field(default_factory=lambda: deque(["x"], 200))

    def learn(self, body: bytes) -> None:
        """Remember the ids in a response."""
        self.ids.extend(found.decode("utf-8", "replace") for found in ID.findall(body[:20_000]))

    def chance(self, share: float) -> bool:
        """Return True in that share of the calls."""
        return self.generator.random() < share

    def text(self) -> str:
        """Return a text."""
        if self.chance(0.4):
            return self.generator.choice(self.ids)
        if self.chance(0.5):
            return self.generator.choice(WORDS)
        codes = (self.generator.choice((0x7F, 0x7FF, 0xFFFF, 0x10FFFF)) for _ in range(8))
        return "".join(chr(self.generator.randrange(most)) for most in codes)

    def number(self) -> str:
        """Return a number as text."""
        whole = self.generator.choice((1, 3, 99, 100, 2**31, 2**53, 2**64, 10**30))
        return str(self.generator.choice((1, 2, 100, whole, -whole, whole / 7)))

    def hostile_json(self) -> str:
        """Return a JSON text, or one that is nearly JSON."""
        return self.generator.choice(LONG if self.chance(0.02) else SHORT)

    def json_of(self, name: str, schema: dict[str, Any], schemas: dict[str, Any]) -> str:
        """Return a JSON text that often fits the schema. name: of the member, for samples."""
        while "$ref" in schema:
            schema = schemas[schema["$ref"].rpartition("/")[2]]
        if self.chance(0.12):
            return self.hostile_json()
        if "enum" in schema:
            return json.dumps(self.generator.choice(schema["enum"]))
        kinds = schema.get("type", "string")
        match kinds[0] if isinstance(kinds, list) else kinds:
            case "object":
                return self._object(schema, schemas)
            case "array":
                items = schema.get("items", {})
                count = self.generator.randrange(4)
                return f"[{','.join(self.json_of(name, items, schemas) for _ in range(count))}]"
            case "boolean":
                return self.generator.choice(("true", "false"))
            case "integer" | "number":
                return self.number()
        return json.dumps(SAMPLES[name] if name in SAMPLES and self.chance(0.6) else self.text())

    def _object(self, schema: dict[str, Any], schemas: dict[str, Any]) -> str:
        members = {
            name: self.json_of(name, member, schemas)
            for name, member in schema.get("properties", {}).items()
            if not self.chance(0.1)
        }
        if self.chance(0.05):
            members[self.text()] = self.hostile_json()
        return f"{{{','.join(f'{json.dumps(name)}:{text}' for name, text in members.items())}}}"
