"""The id of an operation whose row names none."""

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
