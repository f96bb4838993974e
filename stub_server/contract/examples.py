"""Examples of the contract: exchanges of requests and answers, and values of a type."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from stub_server.contract.places import Place
from stub_server.contract.shapes import Type

NOTHING = object()


@dataclass(frozen=True, slots=True)
class Message:
    """A request (`line` has method and path) or a response (`status`), with its JSON, if any.

    locate: the place of the part of the value that names and indexes lead to.
    """

    line: tuple[str, str] | None
    status: int | None
    value: Any
    place: Place
    locate: Callable[[Sequence[str | int]], Place]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and, when the page shows it, the answer."""

    request: Message
    response: Message | None
    summary: str


@dataclass(frozen=True, slots=True)
class Value:
    """A JSON value on its own: of a type that the paragraph before it names, or an error (`code`).

    endpoint: else the method and path that a paragraph or heading names; `sends`: its request.
    """

    value: Any
    type: Type | None
    code: str
    place: Place
    locate: Callable[[Sequence[str | int]], Place]
    endpoint: tuple[str, str] | None = None
    sends: bool = False

    def message(self, status: int) -> Message:
        """The value as a request or an answer with that status."""
        line = self.endpoint if self.sends else None
        return Message(line, None if line else status, self.value, self.place, self.locate)
