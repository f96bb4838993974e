"""The layouts of the files: their numbers, and the line that a write-ahead log begins with.

Layout 1, that of version 0.1, has no manifest, and logs without a header and without checksums.
It is read, and written anew as layout 2 by the next compaction.
"""

from __future__ import annotations

import re
from zlib import crc32

import orjson

from stub_server.storage.json_store.damage import DamageKind

LAYOUT = 2
"""The layout of the files that are written."""

OLDEST = 1

CHECKSUM = re.compile(rb',"crc32":([0-9]{1,10})\}\Z')
"""The last member of a line; it covers the bytes before it."""


def reason_against(number: int) -> tuple[str, DamageKind] | None:
    """Return why files of a layout can't be read, and the kind of the damage; None: they can."""
    if number > LAYOUT:
        known = f"layout {number}; this one knows {LAYOUT}"
        return f"it was written by a newer shopstub ({known})", "newer"
    if number < OLDEST:
        return f"no shopstub has written its layout, {number}", "foreign"
    return None


def with_checksum(line: bytes) -> bytes:
    """Return the line of a log: an object's JSON without its closing brace gets its checksum."""
    return b'%b,"crc32":%d}\n' % (line, crc32(line))


def checksum_fits(line: bytes) -> bool | None:
    """Return whether a line without its end is as it was written; None: it has no checksum."""
    found = CHECKSUM.search(line)
    return None if found is None else crc32(line[: found.start()]) == int(found[1])


def wal_header(first: int) -> bytes:
    """Return the first line of the log that begins with the transaction of that number."""
    return with_checksum(b'{"wal":{"layout":%d,"first":%d}' % (LAYOUT, first))


def layout_in(header: object, first: int) -> int | None:
    """Return the layout in a log's header; None: it is no header, or that of another log."""
    match header:
        case {"wal": {"layout": int(layout), "first": int(number)}} if number == first:
            return layout
        case _:
            return None


def parse(line: bytes) -> object:
    """Return the JSON value in a line. ValueError: it is damaged."""
    if checksum_fits(line) is False:
        raise ValueError("its content is not what its checksum says")
    value: object = orjson.loads(line)
    return value
