"""Inline text of a page: runs of prose and of code, with their places."""

from __future__ import annotations

from dataclasses import dataclass

from stub_server.contract.places import Place

BLANKS = frozenset({"", "-", "–", "—", "−", "none", "n/a", "nothing"})


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text, or the inside of a pair of backticks."""

    text: str
    code: bool = False


@dataclass(frozen=True, slots=True)
class Inline:
    """The inline content of one cell, paragraph, bullet or heading.

    raw: its source, lines of the page from `place` on, to find columns in.
    """

    runs: tuple[Run, ...]
    place: Place
    raw: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All of it as plain text, backticks gone, blanks single."""
        return " ".join("".join(run.text for run in self.runs).split())

    @property
    def markdown(self) -> str:
        """The whole text, with code still in backticks."""
        parts = (f"`{run.text}`" if run.code else run.text for run in self.runs)
        return " ".join("".join(parts).split())

    @property
    def codes(self) -> tuple[str, ...]:
        """The texts in backticks, in order."""
        return tuple(run.text.strip() for run in self.runs if run.code)

    @property
    def blank(self) -> bool:
        """Nothing, or a sign for nothing."""
        return self.text.lower() in BLANKS

    def locate(self, needle: str) -> Place:
        """The place of a word; the beginning of the text if it is not found."""
        for number, line in enumerate(self.raw):
            start = _find_word(line, needle)
            if start >= 0:
                first = self.place.column if number == 0 else 1
                return Place(self.place.path, self.place.line + number, first + start)
        return self.place


def _find_word(line: str, needle: str) -> int:
    """The index of the needle with no letter or digit beside it, else -1."""
    start = line.find(needle) if needle else -1
    while start >= 0:
        before, after = line[:start][-1:], line[start + len(needle) :][:1]
        if not (needle[0].isalnum() and _joins(before)) and not (
            needle[-1].isalnum() and _joins(after)
        ):
            return start
        start = line.find(needle, start + 1)
    return -1


def _joins(sign: str) -> bool:
    return sign.isalnum() or sign == "_"
