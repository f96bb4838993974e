"""Paths as pages write them, and as the document does."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

_NAME = r"[A-Za-z_][A-Za-z0-9_-]*"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")


def to_template(path: str) -> str | None:
    """The path with `:id` as `{id}`; None where it is not a path that OpenAPI can say."""
    if not re.fullmatch(r"/[^\s|`\"<>?#\\^]*", path):
        return None
    segments = [re.sub(rf"(?<![\w-]):({_NAME})", r"{\1}", part) for part in path.split("/")]
    for segment in segments:
        if set(re.sub(rf"\{{{_NAME}\}}", "", segment)) & set("{}:*()[]"):
            return None
    names = parameters("/".join(segments))
    return "/".join(segments) if len(names) == len(set(names)) else None


def parameters(path: str) -> list[str]:
    """The names between braces, in order."""
    return re.findall(rf"\{{({_NAME})\}}", path)


def split_query(path: str) -> tuple[str, tuple[str, ...]]:
    """A path and the names of the query that stands behind its question mark."""
    path, _, query = path.partition("?")
    try:
        names = [name for name, _ in parse_qsl(query, keep_blank_values=True, max_num_fields=50)]
    except ValueError:
        names = []
    named = [name for name in names if re.fullmatch(_NAME + r"(?:\[\])?", name)]
    return path, tuple(dict.fromkeys(named))


def skeleton(path: str) -> str:
    """The path without the names of its parameters, as a key that tells two paths apart."""
    return re.sub(rf"\{{{_NAME}\}}", "{}", path.rstrip("/") or "/")


def matches(template: str, path: str) -> bool:
    """Whether a request's path fits the template."""
    want, have = template.split("/"), path.partition("?")[0].split("/")
    return len(want) == len(have) and all(
        wanted == segment or (segment != "" and _fits(wanted, segment))
        for wanted, segment in zip(want, have, strict=True)
    )


def _fits(segment: str, given: str) -> bool:
    if "{" not in segment:
        return False
    parts = re.split(rf"\{{{_NAME}\}}", segment)
    return re.fullmatch(".+".join(map(re.escape, parts)), given) is not None
