"""Endpoints as headings, paragraphs and one-line fences name them: `POST /bookings`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stub_server.contract.inline import Inline
from stub_server.contract.parse.blocks import Block, Fence, Heading, Paragraph
from stub_server.contract.paths import METHODS

_METHODS = "|".join(METHODS)
_LINE = re.compile(rf"(?:^|(?<=[\s(\[`*]))({_METHODS})\]?:?\s+((?:https?://[^\s/]+)?/[^\s,;)`]*)")
_LABEL = re.compile(r"(?:endpoint|url|request|route|path)\s*:\s*", re.IGNORECASE)
_PART = re.compile(
    rf"(?i:(?:http )?method)\s*:\s*({_METHODS})"
    r"|(?i:url|uri|path|endpoint|route)\s*:\s*((?:https?://[^\s/]+)?/[^\s,;]*)"
)
_CONCRETE = re.compile(r"/(?!v\d+\b)[^/\s]*\d|\?")
_BASE = re.compile(r"\bbase (?:url|path)\b\W*(?:https?://[^\s/`]+)?(/[^\s`,;]*)?", re.IGNORECASE)
_PLAIN = ("", "http", "https", "text", "txt", "plain", "plaintext")

EndpointLine = tuple[str, str]


def line_in_heading(heading: Heading, base: str) -> EndpointLine | None:
    """The one endpoint of a heading; None where it names none, or several."""
    return _only(heading.inline.text, base)


def title_of(heading: Heading) -> str:
    """The words of a heading without its endpoint."""
    text = re.sub(r"^\d+(?:\.\d+)*[.)]?\s+", "", heading.inline.text)
    return _LINE.sub("", text).strip(" :–—-()[]")


def line_in_block(block: Block, base: str) -> EndpointLine | None:
    """The endpoint that a paragraph begins with, or that is all of a fence."""
    match block:
        case Fence(language, text) if language in _PLAIN:
            first, *others = text.strip().split("\n")
            words = re.sub(r"\s+HTTP/[\d.]+$", "", first.strip())
            match = _LINE.match(words)
            whole = match is not None and match.end() == len(words)
            request = not others or (language in ("http", "https") and not _CONCRETE.search(words))
            return _line(match, base) if match and whole and request else None
        case Paragraph(inline):
            return _line_of_paragraph(inline, base)
        case _:
            return None


def labelled_part(block: Block, base: str) -> tuple[str, str] | None:
    """The method, or the path, of a line such as `Method: POST` or `URL: /bookings`."""
    match = _PART.fullmatch(block.inline.text) if isinstance(block, Paragraph) else None
    if match is None:
        return None
    return ("method", match[1]) if match[1] else ("path", without_base(match[2], base))


def _line_of_paragraph(inline: Inline, base: str) -> EndpointLine | None:
    """A line alone, or in backticks at the beginning of a paragraph or bullet."""
    text = _LABEL.sub("", inline.text, count=1) if _LABEL.match(inline.text) else inline.text
    match = _LINE.match(text)
    first = inline.runs[0] if inline.runs else None
    if match and (match.end() == len(text) or (first and first.code)):
        return _line(match, base)
    return _only(text, base) if inline.codes and _LABEL.match(inline.text) else None


def _only(text: str, base: str) -> EndpointLine | None:
    found = list(_LINE.finditer(text))
    return _line(found[0], base) if len(found) == 1 else None


def _line(match: re.Match[str], base: str) -> EndpointLine:
    return match[1], without_base(match[2], base)


def without_base(url: str, base: str) -> str:
    """The path of a URL without the page's base path."""
    path = re.sub(r"^https?://[^/\s]+", "", url).rstrip(".:") or "/"
    return path.removeprefix(base) if base and path.startswith(f"{base}/") else path


def base_path(blocks: Sequence[Block]) -> tuple[str, Inline | None]:
    """The path of a page's `Base URL`, and the paragraph that has it."""
    for block in blocks:
        if isinstance(block, Paragraph) and (match := _BASE.search(block.inline.text)):
            return (match[1] or "").rstrip("/"), block.inline
    return "", None
