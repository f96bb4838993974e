"""Shapes that occur more than once in spec/api.json, said once under `types`."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

SMALLEST = 3
"""Hashes with fewer members are repeated where they occur."""
LONG = 20
"""Lists of fewer words are repeated where they occur."""


class SharedTypes:
    """Counts shapes, and replaces those that occur more than once with `=NAME`."""

    def __init__(self) -> None:
        self._names: dict[str, set[str]] = defaultdict(set)
        self._uses: dict[str, int] = defaultdict(int)

    def note(self, value: Any, name: str) -> None:
        """Count a hash or list with a name that it may be found by."""
        if len(value) >= (LONG if isinstance(value, list) else SMALLEST):
            text = json.dumps(value)
            self._names[text].add(name)
            self._uses[text] += 1

    def section(self) -> dict[str, Any]:
        """Return the shared shapes by name."""
        shared = [text for text in self._names if self._uses[text] > 1]
        types = {self._name(text): self.below(json.loads(text)) for text in shared}
        assert len(types) == len(shared), "two types have one name"
        return dict(sorted(types.items()))

    def below(self, value: Any) -> Any:
        """Return the value with `=NAME` in place of each shared shape inside of it."""
        if isinstance(value, dict):
            return {name: self._replaced(member) for name, member in value.items()}
        return [self._replaced(member) for member in value] if isinstance(value, list) else value

    def _replaced(self, value: Any) -> Any:
        text = json.dumps(value) if isinstance(value, dict | list) else ""
        return f"={self._name(text)}" if self._uses.get(text, 0) > 1 else self.below(value)

    def _name(self, text: str) -> str:
        return min(self._names[text], key=lambda name: (len(name), name))
