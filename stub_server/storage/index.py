"""An index: the keys of the records whose field has a value."""

from __future__ import annotations

from collections.abc import Collection


class Index:
    """Keys by value. A value that only one record has takes no set: ids are mostly that."""

    def __init__(self) -> None:
        self._keys: dict[str, str | set[str]] = {}

    def add(self, value: str, key: str) -> None:
        """The record of the key has the value now."""
        known = self._keys.setdefault(value, key)
        if isinstance(known, set):
            known.add(key)
        elif known != key:
            self._keys[value] = {known, key}

    def remove(self, value: str, key: str) -> None:
        """The record of the key has the value no more."""
        known = self._keys[value]
        if isinstance(known, set):
            known.discard(key)
        if known in (key, set()):
            del self._keys[value]

    def keys(self, value: str) -> Collection[str]:
        """The keys for the value, in no order."""
        known = self._keys.get(value, set())
        return known if isinstance(known, set) else (known,)
