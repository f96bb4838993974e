"""An index: value of a field → keys of the records that have it."""

from __future__ import annotations

from collections.abc import Collection


class Index:
    """Keys by value. A value with one key needs no set: most indexed values are unique ids."""

    def __init__(self) -> None:
        self._keys: dict[str, str | set[str]] = {}

    def add(self, value: str, key: str) -> None:
        """Add the key to the value."""
        known = self._keys.setdefault(value, key)
        if isinstance(known, set):
            known.add(key)
        elif known != key:
            self._keys[value] = {known, key}

    def remove(self, value: str, key: str) -> None:
        """Remove the key from the value. KeyError: the value has no keys."""
        known = self._keys[value]
        if isinstance(known, set):
            known.discard(key)
        if known in (key, set()):
            del self._keys[value]

    def keys(self, value: str) -> Collection[str]:
        """Return the keys of the value, unordered."""
        known = self._keys.get(value, set())
        return known if isinstance(known, set) else (known,)
