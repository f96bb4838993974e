"""Compression of a table's older records in memory; files and callers only see JSON text."""

from __future__ import annotations

import zlib

from stub_server.storage.protocol import Text

Entry = tuple[str, Text, tuple[str | None, ...]]
"""Key, JSON text (packed, in an older entry), and the values of the indexed fields. Immutable, so
that a snapshot can be written from it while the table changes; of plain types, so that the garbage
collector does not track it."""

NEWEST = 256
"""Positions at the end of a table that are not packed: these records are read and changed most."""

MARK = b"\0"
"""First byte of a packed text: no JSON text begins with it."""

SAMPLE = 16
"""Records of a table that its dictionary is made of, at most."""

WINDOW_BITS = 13
"""The window and the dictionary have 8 KiB: 32 KiB make texts a third smaller in triple the time.
Negative, it means deflate without header and checksum."""

LEVEL, MEMORY_LEVEL = 3, 6


class Packing:
    """The packed texts of one table: their dictionary, and which positions were looked at.

    The dictionary is made once, of the table's own records.
    """

    def __init__(self) -> None:
        self._dictionary = b""
        self._packer = zlib.compressobj()
        self._end = 0
        self._changed: list[int] = []

    def text_of(self, entry: Entry) -> bytes:
        """Return the JSON text of an entry in one piece; any thread may call it."""
        text = join_text(entry[1])
        if not text.startswith(MARK):
            return text
        unpacker = zlib.decompressobj(-WINDOW_BITS, zdict=self._dictionary)
        return unpacker.decompress(memoryview(text)[1:])

    def note_change(self, position: int) -> None:
        """Have the entry at the position packed again, if it was looked at before."""
        if position < self._end:
            self._changed.append(position)

    def restart(self) -> None:
        """Have all positions looked at again, since they are others now."""
        self._end = 0
        self._changed.clear()

    def pack(self, entries: list[Entry | None], limit: int) -> int:
        """Pack the texts of at most `limit` older entries; return how many were looked at."""
        positions = self._changed[:limit]
        del self._changed[:limit]
        first = self._end
        self._end = max(first, min(len(entries) - NEWEST, first + limit - len(positions)))
        positions += range(first, self._end)
        for position in positions:
            entry = entries[position] if position < len(entries) else None
            if entry is None or (text := join_text(entry[1])).startswith(MARK):
                continue
            if not self._dictionary:
                self._dictionary = _dictionary_of(entries)
                self._packer = zlib.compressobj(
                    LEVEL, zlib.DEFLATED, -WINDOW_BITS, MEMORY_LEVEL, zdict=self._dictionary
                )
            packer = self._packer.copy()  # faster than a new one, which reads the dictionary
            packed = b"".join((MARK, packer.compress(text), packer.flush()))
            entries[position] = (entry[0], packed, entry[2])
        return len(positions)


def join_text(text: Text) -> bytes:
    """Return the text in one piece."""
    return text if isinstance(text, bytes) else b"".join(text)


def _dictionary_of(entries: list[Entry | None]) -> bytes:
    newest = [join_text(entry[1]) for entry in entries[-NEWEST:] if entry is not None]
    step = max(1, len(newest) // SAMPLE)
    return b"".join(newest[::step])[-(1 << WINDOW_BITS) :] or b"{}"
