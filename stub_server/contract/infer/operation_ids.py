"""The id of an operation that the page leaves without one."""

from __future__ import annotations

import re


def default_operation_id(method: str, path: str) -> str:
    """Return the id made of method and path: `getOrdersById` for `GET /api/orders/{id}`."""
    words = [method.lower()]
    for segment in path.split("/"):
        if segment and segment != "api":
            named = segment.replace("{", " by ").replace("}", " ")
            words += [one[:1].upper() + one[1:] for one in re.findall(r"[A-Za-z0-9]+", named)]
    return "".join(words)


def operation_id_of_title(title: str) -> str:
    """Return the id made of a heading's words, `createBooking`; empty unless there are 2 to 5."""
    every: list[str] = re.findall(r"[A-Za-z0-9]+", title)
    words = [one for one in every if one.lower() not in ("a", "an", "the")]
    if not 2 <= len(words) <= 5 or not title.isascii() or words[0][0].isdigit():
        return ""
    return words[0].lower() + "".join(one[:1].upper() + one[1:] for one in words[1:])
