"""A body as indented lines; the member in question is marked. Pure."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from contract_tests.harness.values import joined

WIDEST = 300
"""Characters of a line."""
LONGEST = 100_000
"""Characters of a body that is shown in full."""
NARROW = 72
"""Characters of a list in one line."""
AROUND = 4
"""Lines around a marked one that an excerpt has."""
SHORT = 24
"""Lines of a body that needs no excerpt."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line. `marked`: it has the member in question."""

    text: str
    marked: bool = False

    @property
    def indent(self) -> str:
        """The blanks before the text."""
        return self.text[: len(self.text) - len(self.text.lstrip())]


class _Number(str):
    """A number as the body has it: 4.490 stays 4.490."""


def lines_of(text: str, marked: Collection[str] = ()) -> list[Line]:
    """Return the lines of a body: of JSON indented, else as they are.

    marked: paths of members. One that is not there marks the object that should have it.
    """
    try:
        number = {"parse_float": _Number, "parse_int": _Number, "parse_constant": _Number}
        value = json.loads(text, **number)  # type: ignore[arg-type]
        return lines_of_value(value, marked)
    except (ValueError, RecursionError):
        shown = text[:LONGEST].splitlines() or [""]
        return [Line(_cut(line)) for line in shown] + _rest(text)


def lines_of_value(value: Any, marked: Collection[str] = ()) -> list[Line]:
    """Return the lines of a JSON value."""
    nearest = {path: _nearest(value, path) for path in marked if path}
    missing = {found for path, found in nearest.items() if found != path}
    present = set(nearest.values()) - missing
    found: list[Line] = []
    size = 0
    for path, line, is_whole in _lines(value, "", 0, "", ""):
        size += len(line)
        if size > LONGEST:
            return [*found, Line("… (it is longer)")]
        below = any(f"{path}.".startswith(f"{mark}.") for mark in present)
        above = is_whole and any(not path or mark.startswith(f"{path}.") for mark in present)
        found.append(Line(_cut(line), below or above or path in missing))
    return found


def excerpt(lines: list[Line]) -> list[Line]:
    """Return the marked lines and those around them; of a long body without any, its beginning."""
    if len(lines) <= SHORT:
        return lines
    marked = [at for at, line in enumerate(lines) if line.marked][:SHORT] or [0]
    near = {near for at in marked for near in range(at - AROUND, at + AROUND + 1)}
    near |= {0, 1, len(lines) - 1} | (set(range(SHORT // 2)) if marked == [0] else set())
    found: list[Line] = []
    left_out = 0
    for at, line in enumerate(lines):
        if at not in near:
            left_out += 1
            continue
        found += [_gap(left_out)] if left_out else []
        found.append(line)
        left_out = 0
    return found


def _gap(count: int) -> Line:
    return Line(f"… {count} line{'s' if count > 1 else ''}")


def _lines(
    node: Any, path: str, depth: int, before: str, after: str
) -> Iterator[tuple[str, str, bool]]:
    """Yield each line with its path, and whether it has the whole value."""
    indent = "  " * depth
    whole = _in_one_line(node)
    if whole is not None:
        yield path, f"{indent}{before}{whole}{after}", True
        return
    is_object = isinstance(node, dict)
    yield path, f"{indent}{before}{'{' if is_object else '['}", False
    members = list(node.items()) if isinstance(node, dict) else list(enumerate(node))
    for at, (name, member) in enumerate(members):
        key = f"{json.dumps(name, ensure_ascii=False)}: " if is_object else ""
        comma = "," if at < len(members) - 1 else ""
        yield from _lines(member, joined(path, name), depth + 1, key, comma)
    yield path, f"{indent}{'}' if is_object else ']'}{after}", False


def _in_one_line(node: Any) -> str | None:
    """Return a scalar, or a short list of scalars; None: it takes several lines."""
    if not isinstance(node, dict | list) or not node:
        return _scalar(node)
    if isinstance(node, dict) or any(isinstance(item, dict | list) for item in node):
        return None
    text = f"[{', '.join(_scalar(item) for item in node[:SHORT])}]"
    return text if len(text) <= NARROW and len(node) <= SHORT else None


def _scalar(node: Any) -> str:
    return str(node) if isinstance(node, _Number) else json.dumps(node, ensure_ascii=False)


def _nearest(value: Any, path: str) -> str:
    """Return the path, or that of the deepest object above it that exists."""
    found = ""
    node = value
    for name in path.split("."):
        if isinstance(node, dict) and name in node:
            node = node[name]
        elif isinstance(node, list) and name.isdigit() and int(name) < len(node):
            node = node[int(name)]
        else:
            break
        found = joined(found, name)
    return found


def _cut(line: str) -> str:
    if len(line) <= WIDEST:
        return line
    return f"{line[: WIDEST - 60]} … ({len(line):,} characters) … {line[-40:]}"


def _rest(text: str) -> list[Line]:
    return [Line(f"… ({len(text):,} characters)")] if len(text) > LONGEST else []
