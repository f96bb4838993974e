"""Text that tries to take over a terminal, a page or a log (S4), and how to see that it did not."""

from __future__ import annotations

import re

CONTROLS = "".join(map(chr, (*range(0x20), 0x7F, *range(0x80, 0xA0))))
HIDDEN = "\u061c\u200b\u200e\u2028\u2029\u202a\u202e\u2066\u2069\ufeff\ud800\U000e0001"
HOSTILE = (
    "\x1b]0;pwned\x07\x1b[2J\x9b31m\u202egnp.exe\u2066\u200b\u2028\x7f\r"
    "\n::error::pwned\n  ##[error]pwned\n2026-01-01 ERROR forged <script>alert(1)</script> \"'&]]>"
)
"""OSC and CSI, C1, bidirectional overrides, forged lines, a workflow command, HTML, XML."""
FRIENDLY = "Ärger mit 5\u00a0€: „Löschen“ → ja, 日本, ✓ 🎉"
STYLE = re.compile(r"\x1b\[[0-9;]*m")
"""Colours and weights: what the program itself may print."""


def assert_no_controls(text: str) -> None:
    """Nothing in the text controls a terminal or hides from people."""
    plain = STYLE.sub("", text)
    found = {char for char in plain if not char.isprintable() and char not in "\n\u00a0"}
    assert not found, f"{sorted(found)!r} in {plain!r}"


def assert_harmless(text: str) -> None:
    """Likewise, and no line of the text is one that the outside made."""
    assert_no_controls(text)
    lines = [line.lstrip() for line in STYLE.sub("", text).split("\n")]
    forged = [line for line in lines if line.startswith(("::error::", "2026-"))]
    assert not forged, forged
