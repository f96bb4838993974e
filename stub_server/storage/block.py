"""A block of work that is kept as a whole or taken back: `with` for whoever has begin and end."""

from __future__ import annotations

from contextlib import AbstractContextManager
from types import TracebackType
from typing import Generic, Protocol, TypeVar

Mark = TypeVar("Mark")


class Undoes(Protocol[Mark]):
    """Who can take back what was done since some mark."""

    def begin(self) -> Mark:
        """A block begins: where it does."""
        ...

    def end(self, mark: Mark, *, well: bool) -> None:
        """It has ended; not well: what was done since the mark is taken back."""
        ...


class Block(AbstractContextManager[None], Generic[Mark]):
    """One block. (A class: a generator would cost as much as a small write.)"""

    __slots__ = ("_mark", "_owner")

    def __init__(self, owner: Undoes[Mark]) -> None:
        self._owner = owner

    def __enter__(self) -> None:
        self._mark = self._owner.begin()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._owner.end(self._mark, well=kind is None)
