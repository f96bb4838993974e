"""Edits of a page that state a derived fact; `parse.fixes` makes lines of them."""

from __future__ import annotations

from dataclasses import dataclass

from stub_server.contract.places import Place


@dataclass(frozen=True, slots=True)
class TextEdit:
    """Replace a text by another one, at the place or, `anywhere`, after it in the same line.

    in_braces: in a table's row, the edit counts only inside of braces.
    """

    place: Place
    old: str
    new: str
    anywhere: bool = False
    in_braces: bool = False


@dataclass(frozen=True, slots=True)
class LinesEdit:
    """Add lines before the place's line, or `after` it."""

    place: Place
    text: str
    after: bool = False


@dataclass(frozen=True, slots=True)
class CellEdit:
    """Fill in a cell of the table row at the place.

    titles: of its column, in lower case; the first one is written where the table has none.
    """

    place: Place
    titles: tuple[str, ...]
    text: str


Edit = TextEdit | LinesEdit | CellEdit
