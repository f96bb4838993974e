"""Type words of field tables ("integer", "array of Item", "uuid") as types."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from stub_server.contract.inline import Inline
from stub_server.contract.parse import typescript
from stub_server.contract.shapes import Array, Literal, Named, Object, Primitive, Type, Union

_PRIMITIVES = {
    "string": "string", "str": "string", "text": "string", "varchar": "string", "char": "string",
    "number": "number", "float": "number", "double": "number", "decimal": "number",
    "boolean": "boolean", "bool": "boolean",
    "object": "object", "map": "object", "dict": "object", "hash": "object",
    "any": "any", "json": "any", "mixed": "any",
}  # fmt: skip
_INTEGERS = {"integer", "int", "int32", "int64", "long", "whole number"}
_FORMATS = {
    "date": "date", "datetime": "ISO 8601", "date-time": "ISO 8601", "date time": "ISO 8601",
    "timestamp": "ISO 8601", "iso 8601": "ISO 8601", "uuid": "uuid", "email": "email",
    "url": "URL", "uri": "URL",
}  # fmt: skip
_LIST = re.compile(
    r"(?:(?:an? )?(?:array|list)s?(?: of |\s*[<\[(]\s*)(?P<of>.+?)[>\])]?"
    r"|(?P<before>.+?)(?:\[\]| array| list))",
    re.IGNORECASE,
)
_NULLABLE = re.compile(r"(?:\s*[|/]\s*|\s+or\s+)null\b|\bnullable\b", re.IGNORECASE)
_OPTIONAL = re.compile(r"\boptional\b|\bnot required\b", re.IGNORECASE)
_REQUIRED = re.compile(r"\brequired\b|\bmandatory\b", re.IGNORECASE)
_CHOICES = re.compile(r"enum(?:eration)?\b[\s:(]*(?P<options>[^)]*)\)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FieldType:
    """A type, and the other facts of its cell.

    type: None where the words name no known type. comment: a constraint, as a comment has it.
    optional: None where the words do not say it.
    """

    type: Type | None
    comment: str = ""
    optional: bool | None = None


def read_field_type(cell: Inline) -> FieldType:
    """Read the `Type` cell of a field."""
    text = re.sub(r"\s+", " ", cell.text).strip()
    optional = True if _OPTIONAL.search(text) else False if _REQUIRED.search(text) else None
    text = _REQUIRED.sub("", _OPTIONAL.sub("", text)).strip(" ,;()")
    nullable = bool(_NULLABLE.search(text))
    text = _NULLABLE.sub("", text).strip(" ,;()")
    if text.endswith("?"):
        text, optional = text[:-1], True
    found = FieldType(_choice_in_code(cell)) if len(cell.codes) > 1 else _type_of_words(text, cell)
    found = found if found.type is not None else _type_of_words(text, cell)
    if nullable and found.type is not None:
        found = replace(found, type=Union((found.type, Literal(None))))
    return replace(found, optional=optional)


def _type_of_words(text: str, cell: Inline) -> FieldType:
    word = text.lower()
    if word in _PRIMITIVES:
        return FieldType(Primitive(_PRIMITIVES[word]))
    if word in _INTEGERS:
        return FieldType(Named("integer"))
    if word in _FORMATS:
        return FieldType(Primitive("string"), _FORMATS[word])
    if word in ("array", "list"):
        return FieldType(Array(Primitive("any")))
    if match := re.fullmatch(r"(\w+)\s*[(<]\s*([\w -]+)\s*[)>]", text):
        return _qualified_type(match[1], match[2], cell)
    if match := _LIST.fullmatch(text):
        inner = _type_of_words((match["of"] or match["before"]).strip(), cell)
        singular = (
            _type_of_words(match["of"][:-1], cell) if match["of"] and inner.type is None else inner
        )
        known = inner if inner.type is not None else singular
        return replace(known, type=Array(known.type)) if known.type is not None else known
    if match := _CHOICES.fullmatch(text):
        return _choice(match["options"])
    return FieldType(_in_typescript(text, cell))


def _qualified_type(word: str, qualifier: str, cell: Inline) -> FieldType:
    """Read `string (uuid)`, `string(80)`, `array<Item>` or `integer (int32)`."""
    if word.lower() in ("array", "list"):
        inner = _type_of_words(qualifier, cell)
        return replace(inner, type=Array(inner.type)) if inner.type is not None else inner
    outer = _type_of_words(word, cell)
    if qualifier.isdigit():
        return replace(outer, comment=f"max {qualifier} characters")
    return replace(outer, comment=_FORMATS.get(qualifier.lower(), ""))


def _choice(text: str) -> FieldType:
    options = [part.strip(" \"'`") for part in re.split(r"[,|/]|\bor\b", text)]
    literals = tuple(Literal(option) for option in options if option)
    return FieldType(Union(literals) if literals else Primitive("string"))


def _choice_in_code(cell: Inline) -> Type | None:
    """The literals of `open` / `paid`; None where a code is a type."""
    codes = [code.strip("\"'") for code in cell.codes]
    words = {*_PRIMITIVES, *_INTEGERS, *_FORMATS, "null"}
    if any(not re.fullmatch(r"[a-z0-9][\w.-]*", code) or code in words for code in codes):
        return None
    return Union(tuple(Literal(code) for code in codes))


def _in_typescript(text: str, cell: Inline) -> Type | None:
    """The TypeScript type of a text; a bare name must begin with a capital letter."""
    shape = typescript.type_of(text, cell.locate) if text else None
    match shape:
        case Named(name) if not name[:1].isupper():
            return None
        case Union(options) if all(
            isinstance(option, Named) and not option.name[:1].isupper() and option.name != "integer"
            for option in options
        ):
            return Union(
                tuple(Literal(option.name) for option in options if isinstance(option, Named))
            )
        case Object(()) | None:
            return None
        case _:
            return shape
