"""Schemas of objects and their members."""

from __future__ import annotations

from dataclasses import replace

from stub_server.contract.edits import TextEdit
from stub_server.contract.emit.keywords import with_comments
from stub_server.contract.emit.schema_builder import SchemaBuilder
from stub_server.contract.infer.type_inference import type_for
from stub_server.contract.model import Json
from stub_server.contract.shapes import (
    IndexedAccess,
    Intersection,
    Member,
    Object,
    Primitive,
    Type,
    Union,
)


class ObjectSchemas(SchemaBuilder):
    """Objects, intersections, and the type of a single member."""

    def _object(self, shape: Object) -> Json:
        properties: dict[str, Json] = {}
        required: list[str] = []
        for member in shape.members:
            if member.name in properties:
                self._report(
                    "member-redefined", member.place, f"`{member.name}` stands here twice."
                )
                continue
            properties[member.name] = self._member(member)
            if not member.optional and not _may_lack(member.type):
                required.append(member.name)
        schema: Json = {"type": "object"}
        if properties:
            schema["properties"] = properties
        if required:
            schema["required"] = required
        if shape.rest is not None:
            schema["additionalProperties"] = self.of(shape.rest) or True
        return schema

    def of_member(self, member: Member) -> Json:
        """The schema of a member's type, with the constraints and words of its comments."""
        return self._member(member)

    def _member(self, member: Member) -> Json:
        if member.type is None and self._untyped_as_string:
            schema: Json = {"type": "string"}
        elif member.type is None:
            found = type_for(member, self._names, self._without_diagnostics()._namesake)
            message = f"No type is given for `{member.name}`; {found.source}."
            name = f"{member.name}{'?' * member.optional}"
            edit = TextEdit(member.place, name, f"{name}: {found.text}", in_braces=True)
            self._report("member-type-derived", member.place, message, edit)
            schema = self._without_diagnostics()._namesake(found.member)
        else:
            schema = self.of(member.type)
        if member.readonly:
            schema = schema | {"readOnly": True}
        return with_comments(schema, member.comments, member.place, self._diagnostics, self._target)

    def _namesake(self, member: Member) -> Json:
        """The schema of another member, without its description."""
        schema = self._member(replace(member, readonly=False))
        schema.pop("description", None)
        return schema

    def _intersection(self, shape: Intersection) -> Json:
        members = self._names.members(shape)
        if members is not None:
            return self._object(members)
        schemas = [schema for part in shape.parts if (schema := self.of(part))]
        if not schemas:
            return {}
        return schemas[0] if len(schemas) == 1 else {"allOf": schemas}

    def _indexed_access(self, shape: IndexedAccess) -> Json:
        owner = self._names.members(shape.owner)
        if owner is None:
            self.of(shape.owner)
        for member in owner.members if owner else ():
            if member.name == shape.key:
                return self._namesake(member)
        message = f"There is no member `{shape.key}` to take the type from."
        self._report("unknown-member", shape.place, message)
        return {}


def _may_lack(shape: Type | None) -> bool:
    """Whether the member may be undefined, which JSON shows by leaving it out."""
    match shape:
        case Primitive("undefined"):
            return True
        case Union(options):
            return any(_may_lack(option) for option in options)
        case _:
            return False
