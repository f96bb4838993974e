"""Escape text from outside before it reaches a terminal, a report, a shell or GitHub."""

from __future__ import annotations

import shlex
from collections.abc import Callable

SPACES = frozenset(map(chr, (0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)))
"""Spaces of other widths, as in “5\u00a0€”: not printable for Python, yet harmless."""


def for_terminal(text: str, *, keep_newlines: bool = False) -> str:
    r"""Show each character that a terminal would obey or hide as `\x1b` or `\u202e`.

    These are control characters, ESC and C1 among them, bidirectional overrides, characters
    without width, line separators and lone surrogates. keep_newlines: for a text of several lines.
    """
    return _escaped(text, "\n" if keep_newlines else "", _shown)


def for_json(document: str) -> str:
    """Escape what a terminal would obey in a JSON document, which means the same afterwards."""
    return _escaped(document, "\n", _as_json)


def for_github(text: str, *, is_property: bool = False) -> str:
    """Escape the message of a workflow command, or one of its properties, as GitHub reads it."""
    for char in "%\r\n:," if is_property else "%\r\n":
        text = text.replace(char, f"%{ord(char):02X}")
    return for_terminal(text)


def for_shell(words: list[str]) -> str:
    r"""Join the words of a command; one with control characters is written as `$'\x1b'`."""
    return " ".join(_word(word) for word in words)


def _word(word: str) -> str:
    if for_terminal(word) == word:
        return shlex.quote(word)
    quoted = word.replace("\\", "\\\\").replace("'", "\\'")
    return f"$'{_escaped(quoted, '', _in_bash)}'"


def _in_bash(char: str) -> str:
    if char.isascii():
        return f"\\x{ord(char):02x}"
    return f"\\U{ord(char):08x}"


def _shown(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


def _as_json(char: str) -> str:
    units = char.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def _escaped(text: str, kept: str, escape: Callable[[str], str]) -> str:
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() or char in SPACES or char in kept else escape(char)
        for char in text
    )
