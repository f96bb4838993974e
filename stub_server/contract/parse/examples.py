"""Examples on the pages: exchanges in ```http fences, values in ```json fences."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from stub_server.contract import statuses
from stub_server.contract.diagnostics import Diagnostics
from stub_server.contract.examples import NOTHING, Exchange, Message, Value
from stub_server.contract.inline import Inline
from stub_server.contract.namespace import Namespace
from stub_server.contract.parse import typescript
from stub_server.contract.parse.blocks import Block, Fence, Heading, PageAst, Paragraph
from stub_server.contract.parse.endpoint_sections import PageSections
from stub_server.contract.parse.fence_roles import FenceRole, roles_of_fences
from stub_server.contract.parse.positions import Source
from stub_server.contract.paths import METHODS
from stub_server.contract.shapes import Type, named_types

_ENDPOINT = re.compile(rf"\b({'|'.join(METHODS)})\s+(/[^\s,;:)]*(?::\w[^\s,;:)]*)*)")
_ANSWERS = re.compile(r"\b(?:answers?|responses?|responds?|returns?|result)\b", re.IGNORECASE)
_REQUEST = re.compile(r"\brequests?\b", re.IGNORECASE)
_SENDS = re.compile(r"\b(?:requests?|body|bodies|sends?|payload)\b", re.IGNORECASE)


def exchanges_of(ast: PageAst, sections: PageSections, diagnostics: Diagnostics) -> list[Exchange]:
    """Every request on the page with the response that follows it."""
    found: list[Exchange] = []
    summary = ""
    for block in ast.blocks:
        if isinstance(block, Paragraph):
            summary = block.inline.text if len(block.inline.text) <= 120 else ""
        elif isinstance(block, Fence) and block.language in ("http", "https"):
            for message in _messages(block, diagnostics):
                if message.line is not None:
                    found.append(Exchange(message, None, summary.rstrip(":")))
                elif found and found[-1].response is None:
                    found[-1] = Exchange(found[-1].request, message, found[-1].summary)
                elif section := sections.of(block):
                    request = Message(section.line, None, NOTHING, message.place, message.locate)
                    found.append(Exchange(request, message, ""))
                else:
                    diagnostics.report(
                        "example-without-operation",
                        message.place,
                        "This response follows no request, so nothing says what it answers.",
                    )
            summary = ""
        elif isinstance(block, Heading):
            summary = ""
    return found


def _messages(fence: Fence, diagnostics: Diagnostics) -> Iterator[Message]:
    lines = fence.text.split("\n")
    starts = [row for row, line in enumerate(lines) if _starts(line)]
    if not starts:
        message = "This is neither a request (`GET /path`) nor a response (`HTTP/1.1 200 OK`)."
        diagnostics.report("example-not-checked", fence.place, message)
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=False):
        first = lines[start].split()
        rest = lines[start + 1 : end]
        blank = next((row for row, line in enumerate(rest) if not line.strip()), len(rest))
        text = "\n".join(rest[blank:])
        value = value_in(text, fence, start + 1 + blank, diagnostics) if text.strip() else NOTHING
        place = fence.place if start == starts[0] else fence.locate(start, 0)
        status, _ = statuses.leading(lines[start])
        request = None if status is not None else (first[0], first[1])
        locate = Source(fence, text, start + 1 + blank, place).place
        yield Message(request, status, value, place, locate)


def _starts(line: str) -> bool:
    words = line.split()
    if len(words) < 2:
        return False
    status, _ = statuses.leading(line)
    if line.startswith("HTTP") and status is not None:
        return True
    return words[0] in METHODS and words[1].startswith("/") and not line[:1].isspace()


def value_in(text: str, fence: Fence, row: int, diagnostics: Diagnostics) -> Any:
    """The JSON of a text, NOTHING with a diagnostic when it is none."""
    try:
        value = json.loads(text, parse_constant=_refuse)
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except json.JSONDecodeError as wrong:
        place = fence.locate(row + wrong.lineno - 1, wrong.colno - 1)
        diagnostics.report("example-not-json", place, f"This is not JSON: {wrong.msg}.")
    except (ValueError, RecursionError):
        diagnostics.report(
            "example-not-json", fence.locate(row, 0), "This is not JSON that can be sent."
        )
    else:
        return value
    return NOTHING


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def values_of(
    ast: PageAst, sections: PageSections, names: Namespace, diagnostics: Diagnostics
) -> Iterator[Value]:
    """The values in ```json fences, each with its type, endpoint or error code."""
    roles = roles_of_fences(sections.declared, diagnostics)
    before: Block | None = None
    heading: Heading | None = None
    for block in ast.blocks:
        heading = block if isinstance(block, Heading) else heading
        if isinstance(block, Fence) and (block.language == "json" or block.place in roles):
            value = value_in(block.text, block, 0, diagnostics)
            if value is not NOTHING:
                caption = before.inline if isinstance(before, (Paragraph, Heading)) else None
                above = heading.inline if heading else None
                role = roles.get(block.place)
                found = _value_with_context(value, block, caption, above, names, role)
                if found is None:
                    message = _unknown(_types(caption, names) if caption else [])
                    diagnostics.report("example-not-checked", block.place, message)
                else:
                    yield found
        before = block


def _value_with_context(
    value: Any,
    fence: Fence,
    caption: Inline | None,
    above: Inline | None,
    names: Namespace,
    role: FenceRole | None,
) -> Value | None:
    """The value with the type, code or endpoint that its surroundings name; None without any."""
    locate = Source(fence, fence.text, 0, fence.place).place
    error = value.get("error") if isinstance(value, dict) else None
    if isinstance(error, dict) and isinstance(error.get("code"), str):
        return Value(value, None, error["code"], fence.place, locate)
    named = _types(caption, names) if caption else []
    if len(named) == 1:
        return Value(value, named[0], "", fence.place, locate)
    if role is not None:
        return Value(value, None, "", fence.place, locate, role.line, role.sends)
    endpoint = next(
        (line for words in (caption, above) if words and (line := _line(words.text))), None
    )
    text = caption.text if caption else ""
    answers, sends = bool(_ANSWERS.search(text)), bool(_SENDS.search(text))
    if named or endpoint is None or (answers and _REQUEST.search(text)):
        return None
    return Value(value, None, "", fence.place, locate, endpoint, sends and not answers)


def _line(text: str) -> tuple[str, str] | None:
    """The one `METHOD /path` of a text; None where it has none, or several."""
    found = dict.fromkeys(_ENDPOINT.findall(text))
    return next(iter(found)) if len(found) == 1 else None


def _unknown(named: list[Type]) -> str:
    which = "several types" if named else "no type in backticks and no endpoint"
    return f"The paragraph before this example names {which}, so it is compared with none."


def _types(inline: Inline, names: Namespace) -> list[Type]:
    found = [typescript.type_of(code, inline.locate) for code in inline.codes]
    return [
        value
        for value in dict.fromkeys(found)
        if value is not None
        and named_types(value)
        and all(names.knows(n.name) for n in named_types(value))
    ]
