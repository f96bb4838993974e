"""What a cell allows besides its types: "or 204", "or nothing", "or null", first or last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from stub_server.contract.words import Span, Words

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
    """A cell without what is allowed besides its types.

    statuses: as they are written. nothing: whether "nothing" is allowed, in no words but these.
    """

    words: Words
    statuses: tuple[int, ...] = ()
    nothing: bool = False


def alternatives(words: Words) -> Alternatives:
    """The alternatives of a cell that has types in backticks; "or null" becomes one of them."""
    spans = [one for one in words.spans if one.text.strip()]
    found: list[str] = []
    while len(spans) > 1 and (taken := _last(spans) or _first(spans)):
        other, spans = taken
        found.append(other.lower())
    if not found or not any(span.code for span in spans):
        return Alternatives(words)
    if "null" in found:
        spans += [Span(" or "), Span("null", code=True)]
    statuses = [int(one) for other in found for one in re.findall(r"\d{3}", other)]
    nothing = any(one != "null" and not re.search(r"\d", one) for one in found)
    kept = replace(words, spans=tuple(spans))
    return Alternatives(kept, tuple(sorted(set(statuses))), nothing)


def _last(spans: Sequence[Span]) -> tuple[str, list[Span]] | None:
    """What the cell's last words allow, and the spans before them."""
    *before, last = spans
    if last.code:
        if re.fullmatch(_OTHER, last.text.strip()) is None or last.text.strip() == "null":
            return None
        last = Span(before.pop().text + last.text) if not before[-1].code else last
    match = _LAST.fullmatch(last.text)
    if match is None:
        return None
    rest = match["kept"] + (match["remark"] or "")
    return match["other"], [*before, *([Span(rest)] if rest.strip() else [])]


def _first(spans: Sequence[Span]) -> tuple[str, list[Span]] | None:
    """What the cell's first words allow, and the spans after them."""
    first, *after = spans
    if first.code:
        if re.fullmatch(r"[23]\d\d", first.text.strip()) is None or after[0].code:
            return None
        first = Span(first.text + after.pop(0).text)
    match = _FIRST.fullmatch(first.text)
    if match is None:
        return None
    return match["other"], [*([Span(match["kept"])] if match["kept"] else []), *after]
