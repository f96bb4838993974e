"""Requests that a page shows as curl commands."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass

from stub_server.contract.paths import METHODS

SHELLS = ("bash", "sh", "shell", "console", "curl", "zsh", "")
_DATA = ("-d", "--data", "--data-raw", "--data-binary", "--json", "--data-ascii")
_WITH_VALUE = ("-H", "--header", "-u", "--user", "-b", "--cookie", "-c", "-o", "--output", "-A")


@dataclass(frozen=True, slots=True)
class CurlRequest:
    """A curl command's request. data: the text of its body. headers: their names."""

    method: str
    url: str
    data: str
    headers: tuple[str, ...]


def curl_request(text: str) -> CurlRequest | None:
    """Return the request of the first curl command of a text; None if it cannot be read."""
    start = re.search(r"^\s*\$?\s*curl\s", text, re.MULTILINE)
    if start is None:
        return None
    command = text[start.end() :].replace("\\\n", " ")
    try:
        words = shlex.split(command)
    except ValueError:
        return None
    return _request(words)


def _request(words: list[str]) -> CurlRequest | None:
    method, url, data = "", "", ""
    headers: list[str] = []
    position = 0
    while position < len(words):
        word = words[position]
        following = words[position + 1] if position + 1 < len(words) else ""
        match = re.fullmatch(rf"(?:-X|--request=)({'|'.join(METHODS)})", word)
        if match:
            method = match[1]
        elif word in ("-X", "--request"):
            method, position = following, position + 1
        elif word in _DATA:
            data, position = following, position + 1
        elif word in _WITH_VALUE:
            headers += [following.partition(":")[0]] if word in ("-H", "--header") else []
            position += 1
        elif not word.startswith("-") and not url:
            url = word
        elif url and word in ("|", ";", "&&", "curl"):
            break
        position += 1
    if not re.match(r"(?:https?://|\$\w+|\{\{?\w+\}?\}|localhost)?[^\s/]*/", url):
        return None
    method = method or ("POST" if data else "GET")
    return CurlRequest(method, url, data, tuple(headers)) if method in METHODS else None
