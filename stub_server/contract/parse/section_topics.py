"""The topic of each block of an endpoint's section: its body, its response, its errors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from stub_server.contract import statuses
from stub_server.contract.inline import Inline
from stub_server.contract.parse.blocks import Block, Fence, Heading, Paragraph
from stub_server.contract.parse.endpoint_sections import EndpointSection

Topic = Literal["errors", "response", "query", "path", "header", "body", ""]

_TOPICS: tuple[tuple[Topic, re.Pattern[str]], ...] = (
    ("errors", re.compile(r"\berrors?\b|\bfail(?:s|ures?)?\b|\b[45]\d\d\b")),
    ("response", re.compile(r"\b(?:responses?|responds?|returns?|answers?|result|output)\b")),
    ("query", re.compile(r"\bquery\b")),
    ("path", re.compile(r"\b(?:path|url|route) param")),
    ("header", re.compile(r"\bheaders?\b")),
    ("body", re.compile(r"\b(?:body|request(?! param)|payload|input|fields|sends?)\b")),
    ("response", re.compile(r"\b20\d\b")),
)  # fmt: skip
_LABELS = {
    "login": {"login", "auth", "authentication", "authorization", "requires login", "access"},
    "operation": {"operation", "operationid", "operation id"},
    "body": {"body", "request body", "request", "payload"},
    "response": {
        "response", "responses", "returns", "answer", "result", "success", "success response",
        "response body",
    },
    "status": {"status", "success status", "status code"},
}  # fmt: skip
_RETURNS = re.compile(r"(?:.*[.;]\s+)?(?:it )?(?:returns?|responds?|answers?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TopicBlock:
    """A block of a section with its topic; `status`: of the response that it is about."""

    block: Block
    topic: Topic
    status: int | None


def topic_of(text: str) -> Topic:
    """The topic that a heading or a caption announces; an empty text where there is none."""
    return next((topic for topic, words in _TOPICS if words.search(text.lower())), "")


def blocks_by_topic(section: EndpointSection) -> Iterator[TopicBlock]:
    """The blocks of a section with the topic of the heading, or the caption, above them.

    A sentence such as "Returns the booking." announces only the code below it.
    """
    topic: Topic = ""
    status: int | None = None
    sentence: Topic = ""
    for block in section.blocks:
        if isinstance(block, Heading) or (isinstance(block, Paragraph) and _announces(block)):
            topic, status, sentence = topic_of(block.inline.text), status_in(block.inline), ""
        elif isinstance(block, Paragraph) and not block.item:
            sentence = topic_of(block.inline.text) or sentence
        code = isinstance(block, Fence)
        yield TopicBlock(block, topic or (sentence if code else ""), status)


def _announces(paragraph: Paragraph) -> bool:
    """Whether a paragraph is a caption: it is short or ends with a colon, and has no label."""
    text = paragraph.inline.text
    short = len(text.split()) <= 4 and not text.endswith(".")
    if paragraph.item or not (text.endswith(":") or short) or label_of(paragraph.inline)[0]:
        return False
    return bool(topic_of(text))


def status_in(inline: Inline) -> int | None:
    """The success or redirection status that a text names."""
    found = [status for status in statuses.in_cell(inline.text) if 200 <= status < 400]
    return found[0] if found and found[0] in statuses.REASONS else None


def label_of(inline: Inline) -> tuple[str, Inline]:
    """The label that a paragraph begins with, such as `Auth: required`, and the runs after it.

    A sentence with "Returns" has the label "response".
    """
    text = "".join(run.text for run in inline.runs)
    match = re.match(r"\s*([A-Za-z][A-Za-z ]{1,24}?)\s*:\s*(?=\S)", text)
    name = match[1].lower() if match else ""
    for label, names in _LABELS.items():
        if match and name in names:
            return label, _after(inline, match.end())
    if found := _RETURNS.match(text):
        return "response", _after(inline, found.end())
    return "", inline


def _after(inline: Inline, length: int) -> Inline:
    """The runs of an inline after so many characters of its text."""
    runs = []
    for run in inline.runs:
        if length < len(run.text):
            runs.append(type(run)(run.text[length:], run.code))
        length = max(length - len(run.text), 0)
    return Inline(tuple(runs), inline.place, inline.raw)
