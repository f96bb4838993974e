"""Tables of fields, `Field | Type | Required | Description`, as the members of an object."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stub_server.contract.diagnostics import Diagnostics
from stub_server.contract.infer.constraint_phrases import constraint_of
from stub_server.contract.inline import Inline, Run
from stub_server.contract.parse.blocks import Paragraph, Table
from stub_server.contract.parse.field_types import FieldType, read_field_type
from stub_server.contract.shapes import Literal, Member, Union

_COLUMNS = {
    "name": {
        "field", "property", "attribute", "name", "parameter", "param", "key", "member", "argument",
        "header", "query parameter", "path parameter", "body field", "column",
    },
    "type": {"type", "data type", "datatype", "json type"},
    "required": {"required", "required?", "mandatory", "req", "req."},
    "optional": {"optional", "optional?"},
    "nullable": {"nullable", "null", "nullable?"},
    "location": {"in", "location", "place"},
    "format": {"format"},
    "constraints": {"constraints", "constraint", "validation", "rules", "restrictions"},
    "default": {"default", "default value"},
    "values": {"values", "enum", "allowed values", "possible values", "options"},
    "example": {"example", "examples", "sample"},
    "description": {"description", "meaning", "notes", "note", "comment", "comments", "details"},
}  # fmt: skip
_YES = re.compile(r"y|yes|true|required|always|mandatory|✓|✔|✅|x|must", re.IGNORECASE)
_NUMBER_FORMATS = {"int32", "int64", "float", "double", "decimal"}
_TAG = re.compile(
    r"(minimum|maximum|minLength|maxLength|minItems|maxItems|pattern|format)\s*[:=]?\s+?(\S.*)",
    re.IGNORECASE,
)
_READ_ONLY = re.compile(r"read-?only\.?", re.IGNORECASE)
_BULLET = re.compile(r"\s*\(([^()]+)\)\s*[:–—-]?\s*(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a body or an answer, or a parameter of a request.

    location: "path", "query", "header" or "body" where the table says it, else empty.
    stated: whether the page says if the field is required.
    """

    member: Member
    location: str = ""
    stated: bool = True


def is_field_table(table: Table) -> bool:
    """Whether a table's first known column names fields, and another one their types."""
    columns = _columns(table)
    return "name" in columns and (
        "type" in columns or bool({"required", "optional"} & set(columns))
    )


def fields_of(table: Table, diagnostics: Diagnostics) -> Iterator[Field]:
    """The fields of a table; report the columns and rows that are not read."""
    columns = _columns(table)
    for column, header in zip(columns, table.headers, strict=True):
        if not column and header.text:
            message = f"The column `{header.text}` of this table of fields is not read."
            diagnostics.report("column-not-read", header.place, message)
    for row in table.rows:
        cells = {
            column: cell for column, cell in zip(columns, row, strict=False) if column and cell.text
        }
        if field := _field(cells, diagnostics):
            yield field
        elif row:
            diagnostics.report("bad-row", row[0].place, "The row has no field's name.")


def field_in_bullet(paragraph: Paragraph, diagnostics: Diagnostics) -> Field | None:
    """The field of a bullet such as "`name` (string, required) – The guest's name"."""
    runs = paragraph.inline.runs
    if not paragraph.item or len(runs) < 2 or not runs[0].code or runs[1].code:
        return None
    rest = Inline((*runs[1:],), paragraph.inline.place, paragraph.inline.raw).markdown
    match = _BULLET.fullmatch(rest)
    if match is None:
        return None
    place, raw = paragraph.inline.place, paragraph.inline.raw
    type_cell = Inline((Run(match[1].replace("`", "")),), place, raw)
    if read_field_type(type_cell).type is None:
        return None
    cells = {
        "name": Inline((runs[0],), place, raw),
        "type": type_cell,
        "description": Inline((Run(match[2]),), place, raw),
    }
    return _field(cells, diagnostics)


def _columns(table: Table) -> list[str]:
    """The meaning of each column, by its title; a meaning counts once."""
    found: list[str] = []
    for header in table.headers:
        title = re.sub(r"\s*\([^)]*\)", "", header.text).strip().lower().rstrip(":")
        meaning = next((column for column, titles in _COLUMNS.items() if title in titles), "")
        found.append("" if meaning in found else meaning)
    return found


def _field(cells: dict[str, Inline], diagnostics: Diagnostics) -> Field | None:
    cell = cells.get("name")
    words = (cell.codes[0] if cell.codes else cell.text).split() if cell else []
    if cell is None or not words:
        return None
    name = words[0].strip("*")
    found = read_field_type(cells["type"]) if "type" in cells else FieldType(None)
    if "type" in cells and found.type is None:
        message = (
            f"`{cells['type'].text}` is no type that is known; the type of `{name}` is derived."
        )
        diagnostics.report("field-type-not-read", cells["type"].place, message)
    shape = found.type
    if shape is not None and _is_yes(cells.get("nullable")):
        shape = Union((shape, Literal(None)))
    optional = _is_optional(cells, name, found)
    comments, readonly = _comments(cells, found)
    member = Member(
        name.rstrip("?"), shape, bool(optional), readonly, comments, cell.locate(words[0])
    )
    location = cells["location"].text.lower().split()[0] if "location" in cells else ""
    return Field(member, location, optional is not None)


def _is_yes(cell: Inline | None) -> bool:
    return cell is not None and bool(cell.text and _YES.match(cell.text.strip()))


def _is_optional(cells: dict[str, Inline], name: str, found: FieldType) -> bool | None:
    """Whether a field may be left out; None where the row does not say it."""
    if "required" in cells:
        return not _is_yes(cells["required"])
    if "optional" in cells:
        return _is_yes(cells["optional"])
    description = cells["description"].text.lower() if "description" in cells else ""
    if name.endswith("?") or re.match(r"\(?optional\b", description):
        return True
    return False if re.match(r"\(?required\b", description) else found.optional


def _comments(cells: dict[str, Inline], found: FieldType) -> tuple[tuple[str, ...], bool]:
    """The comments of a member that the cells give, and whether it is read-only."""
    comments = [found.comment] if found.comment else []
    if "format" in cells and cells["format"].text.lower() not in _NUMBER_FORMATS:
        comments.append(cells["format"].text)
    phrases = (
        re.split(r"[;\n]|,(?=\s)", cells["constraints"].text) if "constraints" in cells else []
    )
    comments += [_as_tag(phrase.strip()) for phrase in phrases]
    if "values" in cells and not cells["values"].blank:
        values = cells["values"].codes or re.split(r"\s*[,|/]\s*", cells["values"].text)
        comments.append("one of " + ", ".join(f'"{value}"' for value in values))
    if "default" in cells and not cells["default"].blank:
        comments.append(f"@default {cells['default'].text}")
    if "example" in cells and not cells["example"].blank:
        comments.append(f"@example {cells['example'].text}")
    if "description" in cells and not cells["description"].blank:
        comments += _sentences(cells["description"].markdown)
    readonly = any(_READ_ONLY.fullmatch(comment) for comment in comments)
    return tuple(
        comment for comment in comments if comment and not _READ_ONLY.fullmatch(comment)
    ), readonly


def _as_tag(phrase: str) -> str:
    """The phrase; a keyword of JSON Schema, such as `maxItems 10`, as a JSDoc tag."""
    match = _TAG.fullmatch(phrase)
    return f"@{match[1]} {match[2]}" if match and constraint_of(phrase) is None else phrase


def _sentences(text: str) -> list[str]:
    """A description with each sentence that is a constraint, or says read-only, on its own."""
    text = re.sub(r"^\(?(?:required|optional)\b[).:,;–—-]*\s*", "", text, flags=re.IGNORECASE)
    prose: list[str] = []
    found: list[str] = []
    for sentence in re.split(r"(?<=[.;])\s+", text):
        plain = sentence.strip().rstrip(".;")
        alone = constraint_of(plain) is not None or _READ_ONLY.fullmatch(plain)
        (found if alone else prose).append(plain if alone else sentence.strip())
    return [*([" ".join(prose)] if any(prose) else []), *found]
