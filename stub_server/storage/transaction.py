"""A context manager for everything that has begin, commit and rollback."""

from __future__ import annotations

from contextlib import AbstractContextManager
from types import TracebackType
from typing import Protocol


class Transactional(Protocol):
    """An object with nested transactions."""

    def begin(self) -> None:
        """Begin a transaction."""
        ...

    def commit(self) -> None:
        """Commit the innermost transaction; when that fails, roll it back and raise."""
        ...

    def rollback(self) -> None:
        """Undo the innermost transaction."""
        ...


class Transaction(AbstractContextManager[None]):
    """Commit at the end of the block; roll back when an exception leaves it.

    A class, because a generator would cost as much as a small write.
    """

    __slots__ = ("_owner",)

    def __init__(self, owner: Transactional) -> None:
        self._owner = owner

    def __enter__(self) -> None:
        self._owner.begin()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self._owner.commit()
        else:
            self._owner.rollback()
