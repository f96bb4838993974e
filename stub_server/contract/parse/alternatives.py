"""Alternatives to the types of a cell: "or 204", "or nothing", "or null", first or last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from stub_server.contract.inline import Inline, Run

_OTHER = (
    r"(?P<other>(?:HTTP )?[23]\d\d(?: No Content| Accepted| Created| OK| Not Modified)?"
    r"|nothing|empty|no content|none|null)"
)
_OR = r"(?:\bor(?: else)?\b|/)"
_LAST = re.compile(
    rf"(?P<kept>.*?),?\s*{_OR}\s+{_OTHER}\s*(?P<remark>\s[–—-]\s.*|\([^()]*\)\s*)?\.?\s*",
    re.IGNORECASE | re.DOTALL,
)
_FIRST = re.compile(rf"\s*{_OTHER}\s+{_OR}\s*(?P<kept>.*)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Alternatives:
    """A cell without its alternatives, and these.

    statuses: as they are written. nothing: whether "nothing" is allowed, in no words but these.
    """

    inline: Inline
    statuses: tuple[int, ...] = ()
    nothing: bool = False


def alternatives(inline: Inline) -> Alternatives:
    """The alternatives of a cell that has types in backticks; "or null" becomes one of them."""
    runs = [run for run in inline.runs if run.text.strip()]
    found: list[str] = []
    while len(runs) > 1 and (taken := _last(runs) or _first(runs)):
        other, runs = taken
        found.append(other.lower())
    if not found or not any(run.code for run in runs):
        return Alternatives(inline)
    if "null" in found:
        runs += [Run(" or "), Run("null", code=True)]
    statuses = [int(word) for other in found for word in re.findall(r"\d{3}", other)]
    nothing = any(other != "null" and not re.search(r"\d", other) for other in found)
    kept = replace(inline, runs=tuple(runs))
    return Alternatives(kept, tuple(sorted(set(statuses))), nothing)


def _last(runs: Sequence[Run]) -> tuple[str, list[Run]] | None:
    """The alternative in the cell's last words, and the runs before them."""
    *before, last = runs
    if last.code:
        if re.fullmatch(_OTHER, last.text.strip()) is None or last.text.strip() == "null":
            return None
        last = Run(before.pop().text + last.text) if not before[-1].code else last
    match = _LAST.fullmatch(last.text)
    if match is None:
        return None
    rest = match["kept"] + (match["remark"] or "")
    return match["other"], [*before, *([Run(rest)] if rest.strip() else [])]


def _first(runs: Sequence[Run]) -> tuple[str, list[Run]] | None:
    """The alternative in the cell's first words, and the runs after them."""
    first, *after = runs
    if first.code:
        if re.fullmatch(r"[23]\d\d", first.text.strip()) is None or after[0].code:
            return None
        first = Run(first.text + after.pop(0).text)
    match = _FIRST.fullmatch(first.text)
    if match is None:
        return None
    return match["other"], [*([Run(match["kept"])] if match["kept"] else []), *after]
