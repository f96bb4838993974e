"""The id of an operation that the page leaves without one."""

from __future__ import annotations

import re


def default_operation_id(method: str, path: str) -> str:
    """Return the id made of method and path: `getOrdersById` for `GET /api/orders/{id}`."""
    words = [method.lower()]
    for segment in path.split("/"):
        if segment and segment != "api":
            named = segment.replace("{", " by ").replace("}", " ")
            words += [word[:1].upper() + word[1:] for word in re.findall(r"[A-Za-z0-9]+", named)]
    return "".join(words)


def operation_id_of_title(title: str) -> str:
    """Return the id made of a heading's words, `createBooking`; empty unless there are 2 to 5."""
    every: list[str] = re.findall(r"[A-Za-z0-9]+", title)
    words = [word for word in every if word.lower() not in ("a", "an", "the")]
    if not 2 <= len(words) <= 5 or not title.isascii() or words[0][0].isdigit():
        return ""
    return words[0].lower() + "".join(word[:1].upper() + word[1:] for word in words[1:])
