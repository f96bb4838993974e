"""Escape text from outside the program before it reaches a terminal, a log, HTML or JSON."""

from __future__ import annotations

from collections.abc import Callable

SPACES = frozenset(map(chr, (0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)))
"""Spaces of other widths, as in “5\u00a0€”: not printable for Python, yet harmless."""


def for_terminal(text: str, *, keep_newlines: bool = False) -> str:
    r"""Show each character that a terminal would obey or hide as `\x1b` or `\u202e`.

    These are control characters, ESC and C1 among them, bidirectional overrides, characters
    without width, line separators and lone surrogates. keep_newlines: for a text of several lines.
    """
    return _escaped(text, "\n" if keep_newlines else "", _shown)


def for_log(text: str, *, keep_newlines: bool = False) -> str:
    """Escape the text for a log: an entry is one line.

    keep_newlines: indent each line instead, as in a traceback, so that none looks like an entry.
    """
    if not keep_newlines:
        return for_terminal(text)
    return "\n".join(f"  {for_terminal(line)}" for line in text.split("\n"))


def for_html(text: str) -> str:
    """Escape the text for an element or a quoted attribute; newlines stay."""
    from html import escape  # only pages need it, and every command would wait for it

    return escape(_escaped(text, "\n\t", _shown))


def for_json(document: str) -> str:
    """Escape what a terminal would obey in a JSON document, which means the same afterwards."""
    return _escaped(document, "\n", _as_json)


def _escaped(text: str, kept: str, escape: Callable[[str], str]) -> str:
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() or char in SPACES or char in kept else escape(char)
        for char in text
    )


def _shown(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


def _as_json(char: str) -> str:
    units = char.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
