"""The phrases of a comment about a value: each is a constraint or description."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from stub_server.contract.infer import doctags
from stub_server.contract.infer.constraint_phrases import Constraint, constraint_of

__all__ = ["Constraint", "Reading", "read"]

_PATTERN = r"(?:/(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*|`?\^[^\n]*?\$`?)"
_END = r"(?=\s*(?:[,;]|$)|\s+[–—]\s)"
_CHOICE = r"\s*(?:must be )?(?:one of|enum)\b:?\s*"
_QUOTED = r"(?:\"[^\"]*\"|'[^']*'|`[^`]*`)"
_NAME = r"(?!(?:required|optional|nullable|unique)\b)[\w.-]+"
_WHOLE = tuple(
    re.compile(expression, re.IGNORECASE)
    for expression in (
        rf"\s*(?:(?:must )?(?:regexp?|pattern|match(?:es|ing)?)\s*[:=]?\s*)?{_PATTERN}{_END}",
        rf"{_CHOICE}{_QUOTED}(?:\s*(?:[|/,]\s*(?:or\s+)?|or\s+){_QUOTED})+{_END}",
        rf"{_CHOICE}[\w.-]+(?:\s*[|/]\s*[\w.-]+)+{_END}",
        rf"{_CHOICE}{_NAME}(?:\s*,\s*(?:or\s+)?{_NAME}|\s+or\s+{_NAME})+(?=\s*(?:;|$)|\s+[–—]\s)",
        rf"\s*(?:ISO(?:[- ]?8601)?|RFC[- ]?3339)(?: [a-z-]+)?,\s*(?:in\s+)?UTC\b[^,;–—]*{_END}",
    )
)
_SEPARATOR = re.compile(
    r"\"[^\"]*\"|(?P<cut>\s*[,;]\s*|\s+[–—]\s+(?!-?\d)|(?<![\d\s])\s+[–—]\s+)", re.IGNORECASE
)
_CONSTRAINT_LIKE = re.compile(
    r"(?:>=?|<=?|≥|≤)\s*-?\d|\d\s*(?:>=?|<=?|≥|≤)|(?<![\w/.:])/[^/\s]*[\\\[\]^$+*?(){}|][^/]*/(?!\w\w)"
    r"|(?<!\S)`?\^\S+|(?<!\d )(?<!\d)\b(?:min|max)\b"
    r"|\b(?:minimum|maximum|at least|at most|up to|(?:more|less|greater) than)\b[^,;]*\d"
    r"|^\s*(?:must be )?one of\b(?! (?:the|its|their|our|your|these|those)\b)"
    r"|\bone of\s+[\"'`]|\bone of\s+\w+\s*\|",
    re.IGNORECASE,
)
_CONNECTIVES = re.compile(
    r"(?:(?:^|\s)(?:an?|and|are|be|but|has|have|is|must|of|or|should|that|the|which|with))+$",
    re.IGNORECASE,
)
_LONGEST = 14
_EDGES = " ,;–—\t\n"
_LENGTHS = {"minLength", "maxLength"}
_ITEMS = {"minItems", "maxItems"}


@dataclass(frozen=True, slots=True)
class Reading:
    """The parts of a comment.

    rest: the words for the description. unread: phrases that look like constraints and gave none.
    """

    constraints: tuple[Constraint, ...]
    rest: str
    unread: tuple[str, ...]


def read(comment: str) -> Reading:
    """The constraints of a comment, and the words that remain for the description."""
    text, tags = doctags.read_tags(comment)
    found, unread = tags.constraints, tags.unread
    rest = ""
    for phrase, separator in _phrases(text):
        constraint = constraint_of(phrase)
        if constraint is not None:
            found.append(constraint)
        elif _CONSTRAINT_LIKE.search(phrase):
            unread.append(phrase.strip())
        if constraint is None or constraint.kept:
            rest += phrase + separator
    words = " ".join([rest.strip(_EDGES), *tags.words]).strip()
    return Reading(tuple(_with_units(found)), words, tuple(unread))


def rephrase(phrase: str) -> str | None:
    """Set the constraint inside a longer phrase apart by commas; None where there is none."""
    words = phrase.split()[:_LONGEST]
    for length in range(len(words) - 1, 0, -1):
        for start in range(len(words) - length + 1):
            inner = " ".join(words[start : start + length])
            if not _CONSTRAINT_LIKE.search(inner) or constraint_of(inner) is None:
                continue
            before = _CONNECTIVES.sub("", " ".join(words[:start])).strip(_EDGES)
            after = " ".join(phrase.split()[start + length :]).strip(_EDGES)
            text = ", ".join(filter(None, (before, inner, after)))
            return None if read(text).unread else text
    return None


def _phrases(comment: str) -> Iterator[tuple[str, str]]:
    """The phrases between commas, semicolons and dashes, each with its separator.

    A pattern, a list of choices and a text in quotes are one phrase, whatever signs are in them.
    """
    rest = comment
    while rest:
        whole = next((match for expression in _WHOLE if (match := expression.match(rest))), None)
        begin = whole.end() if whole else 0
        cuts = (match for match in _SEPARATOR.finditer(rest, begin) if match.group("cut"))
        separator = next(cuts, None)
        if separator is None:
            yield rest, ""
            return
        yield rest[: separator.start()], separator.group()
        rest = rest[separator.end() :]


def _with_units(found: list[Constraint]) -> Iterator[Constraint]:
    """Constraints; a bare `min 3` takes the unit of the `max 40 chars` after it."""
    for constraint, following in zip(found, [*found[1:], None], strict=False):
        if constraint.kind == "size" and len(constraint.keywords) == 1 and following is not None:
            for names, end in ((_LENGTHS, "Length"), (_ITEMS, "Items")):
                if len(following.keywords) == 1 and set(following.keywords) <= names:
                    key, value = next(iter(constraint.keywords.items()))
                    constraint = replace(
                        constraint, kind=following.kind, keywords={key[:3] + end: value}
                    )
                    break
        yield constraint
