"""HTTP statuses, their reason phrases, and how pages write them."""

from __future__ import annotations

import re

REASONS = {
    200: "OK", 201: "Created", 202: "Accepted", 204: "No Content", 205: "Reset Content",
    206: "Partial Content", 301: "Moved Permanently", 302: "Found", 303: "See Other",
    304: "Not Modified", 307: "Temporary Redirect", 308: "Permanent Redirect",
    400: "Bad Request", 401: "Unauthorized", 402: "Payment Required", 403: "Forbidden",
    404: "Not Found", 405: "Method Not Allowed", 406: "Not Acceptable", 408: "Request Timeout",
    409: "Conflict", 410: "Gone", 411: "Length Required", 412: "Precondition Failed",
    413: "Content Too Large", 415: "Unsupported Media Type", 418: "I'm a teapot",
    422: "Unprocessable Content", 423: "Locked", 424: "Failed Dependency", 425: "Too Early",
    426: "Upgrade Required", 428: "Precondition Required", 429: "Too Many Requests",
    431: "Request Header Fields Too Large", 451: "Unavailable For Legal Reasons",
    500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway",
    503: "Service Unavailable", 504: "Gateway Timeout",
}  # fmt: skip
_STATUS = re.compile(r"(?<![\w.-])([1-5]\d\d)(?![\w%]|[.,]\d|-\w)")
_IN_SENTENCE = re.compile(
    r"(?:\b(?:HTTP|status|answers?|answered with|returns?|responds? with|is|are|an?|with)\s+)"
    r"([45]\d\d)(?![\w%]|[.,]\d)|(?<![\w.-])([45]\d\d)\s+(?:if|when|unless|on)\b",
    re.IGNORECASE,
)


def reason(status: int) -> str:
    """The reason phrase of a status, or a plain word for its class."""
    return REASONS.get(status, "Success" if status < 400 else "Error")


def leading(text: str) -> tuple[int | None, str]:
    """The status that a text begins with, and the text after it and its reason phrase."""
    match = re.match(r"\s*(?:HTTP(?:/[\d.]+)?\s+)?([1-5]\d\d)(?![\w.,-]*\w)", text, re.IGNORECASE)
    if match is None:
        return None, text
    status, rest = int(match.group(1)), text[match.end() :].lstrip()
    phrase = REASONS.get(status, "")
    if phrase and rest.lower().startswith(phrase.lower()):
        rest = rest[len(phrase) :].lstrip()
    return status, rest


def in_cell(text: str) -> list[int]:
    """Every status in a cell that holds nothing but statuses and their reasons."""
    return list(dict.fromkeys(int(word) for word in _STATUS.findall(text)))


def in_prose(text: str) -> list[int]:
    """Every error status that a sentence names; other numbers do not count."""
    found = [int(first or second) for first, second in _IN_SENTENCE.findall(text)]
    for status, phrase in REASONS.items():
        if status >= 400 and re.search(
            rf"(?<!\w){status} {re.escape(phrase)}", text, re.IGNORECASE
        ):
            found.append(status)
    return [value for value in dict.fromkeys(found) if value in REASONS]
