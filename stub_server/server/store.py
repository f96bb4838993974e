"""The store that the server needs: tables of JSON objects under string keys."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol

Record = dict[str, Any]


class Store(Protocol):
    """Tables of records; what is handed out is a copy."""

    def get(self, table: str, key: str) -> Record | None:
        """Return the record, or None."""
        ...

    def put(self, table: str, key: str, record: Mapping[str, Any]) -> None:
        """Store the record under the key; it keeps its place when it replaces another."""
        ...

    def delete(self, table: str, key: str) -> None:
        """Delete the record, if there is one."""
        ...

    def all(self, table: str) -> list[Record]:
        """Return every record of the table, oldest first."""
        ...

    def transaction(self) -> AbstractContextManager[None]:
        """Store what is written inside as a whole, or nothing of it after an exception."""
        ...

    def clear(self) -> None:
        """Empty every table."""
        ...
