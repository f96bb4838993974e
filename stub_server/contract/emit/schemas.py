"""TypeScript's types as JSON Schema; all pages share one namespace of declarations."""

from __future__ import annotations

import re
from dataclasses import replace

from stub_server.contract.diagnostics import Diagnostics, Place
from stub_server.contract.emit.keywords import commented, kinds_of
from stub_server.contract.emit.unions import nullable, union
from stub_server.contract.infer.type_inference import bare, type_for
from stub_server.contract.model import Json
from stub_server.contract.namespace import HELPERS, Namespace, merge_objects, place_of
from stub_server.contract.shapes import (
    Array,
    Declaration,
    IndexedAccess,
    Intersection,
    Literal,
    Member,
    Named,
    Object,
    Primitive,
    Tuple,
    Type,
    Union,
    Unsupported,
    substitute,
)

_PREFIX = "#/components/schemas/"
_DEEPEST = 40


class Schemas:
    """Any type as a schema that refers to the declared ones by name.

    lending: members that only have a name are strings, since their namesakes are being looked for.
    asked: references being followed, so that a type with a member of its own kind ends.
    """

    def __init__(
        self,
        namespace: Namespace,
        diagnostics: Diagnostics,
        *,
        untyped_as_string: bool = False,
        followed: frozenset[str] = frozenset(),
    ) -> None:
        self._names = namespace
        self._untyped_as_string = untyped_as_string
        self._followed = followed
        self._diagnostics = diagnostics
        self._open: list[Type] = []

    def components(self) -> dict[str, Json]:
        """The schema of each declaration, in the order of the pages; redefinitions are said."""
        for first, again in self._names.repeated():
            self._compare(first, again)
        return {_key(one.name): self._declaration(one) for one in self._names if not one.parameters}

    def of(self, shape: Type) -> Json:
        """The schema of a type; what it cannot say is a finding, and allows anything."""
        if len(self._open) > _DEEPEST or shape in self._open:
            self._report(
                "circular-type",
                place_of(shape),
                "The type contains itself, or goes too deep, for a schema to be written out here.",
            )
            return {}
        self._open.append(shape)
        try:
            return self._schema(shape)
        finally:
            self._open.pop()

    def parameter(self, name: str) -> Json:
        """The schema of a path parameter: that of the type with its name, else a string."""
        declared = self._names.get(name[:1].upper() + name[1:])
        if declared and not declared.parameters:
            kinds = kinds_of(_ref(declared.name), self._target)
            if kinds and kinds <= {"string", "integer", "number", "boolean"}:
                return _ref(declared.name)
        return {"type": "string", "minLength": 1}

    def _report(self, code: str, place: Place, message: str) -> None:
        if place.line:
            self._diagnostics.report(code, place, message)

    def _without_diagnostics(self, followed: str = "") -> Schemas:
        known = self._followed | {followed}
        return Schemas(
            self._names.without_diagnostics(), Diagnostics(), untyped_as_string=True, followed=known
        )

    def _target(self, reference: Json) -> Json:
        """What a reference stands for, followed to its end."""
        seen = set(self._followed)
        while name := reference.get("$ref"):
            if name in seen:
                return {}
            seen.add(name)
            declared = next((one for one in self._names if _ref(one.name)["$ref"] == name), None)
            if declared and isinstance(declared.type, Object):
                return {"type": "object"}
            reference = self._without_diagnostics(name)._declaration(declared) if declared else {}
        return reference

    def _declaration(self, declared: Declaration) -> Json:
        if self._names.is_circular(declared):
            self._report(
                "circular-type", declared.place, f"`{declared.name}` is declared by itself."
            )
            return {}
        schema = self._with_bases(declared) if declared.bases else self.of(declared.type)
        return commented(schema, declared.comments, declared.place, self._diagnostics, self._target)

    def _with_bases(self, declared: Declaration) -> Json:
        objects: list[Object] = []
        for base in declared.bases:
            members = self._names.members(base)
            if members is not None:
                objects.append(members)
            elif self.of(base):
                self._report(
                    "unsupported-type", base.place, f"`{base.name}` has no members to take."
                )
        own = declared.type if isinstance(declared.type, Object) else Object(())
        return self._object(merge_objects([*objects, own]))

    def _compare(self, first: Declaration, again: Declaration) -> None:
        without_diagnostics = self._without_diagnostics()
        one, other = (
            without_diagnostics._declaration(first),
            without_diagnostics._declaration(again),
        )
        if bare(one) == bare(other) and first.parameters == again.parameters:
            return
        mine, theirs = one.get("properties", {}), other.get("properties", {})
        names = [
            f"`{name}`"
            for name in {**mine, **theirs}
            if bare(mine.get(name)) != bare(theirs.get(name))
            or (name in one.get("required", [])) != (name in other.get("required", []))
        ]
        self._report(
            "type-redefined",
            again.place,
            f"`{again.name}` is declared in {first.place.path}:{first.place.line} already, and "
            f"differs in {', '.join(names) or 'what it allows'}. The document takes the first; "
            "declare it once.",
        )

    def _schema(self, shape: Type) -> Json:
        match shape:
            case Primitive("any" | "undefined"):
                return {}
            case Primitive(name):
                return {"type": name}
            case Literal(None):
                return {"type": "null"}
            case Literal():
                return union([shape], [])
            case Array(item):
                return {"type": "array", "items": self.of(item)}
            case Tuple():
                return self._tuple(shape)
            case Union():
                return self._union(shape)
            case Object():
                return self._object(shape)
            case Intersection():
                return self._meet(shape)
            case IndexedAccess():
                return self._lookup(shape)
            case Named():
                return self._named(shape)
            case Unsupported(text, place):
                message = f"`{text}` says nothing of JSON; the document allows anything here."
                self._report("unsupported-type", place, message)
                return {}

    def _tuple(self, shape: Tuple) -> Json:
        schema: Json = {"type": "array"}
        if len(shape.items) == 1 and shape.rest is None:
            message = "This is a list of exactly one item; write `T[]` for one of any length."
            self._report("odd-tuple", shape.place, message)
        if shape.items:
            schema["prefixItems"] = [self.of(one) for one in shape.items]
        if shape.least:
            schema["minItems"] = shape.least
        if shape.rest is None:
            return schema | {"maxItems": len(shape.items)}
        return schema | {"items": self.of(shape.rest)}

    def _union(self, shape: Union) -> Json:
        literals: list[Literal] = []
        others: list[Json] = []
        empty = False
        waiting = list(shape.options)
        while waiting:
            match waiting.pop(0):
                case Union(inner):
                    waiting[:0] = inner
                case Literal(None):
                    empty = True
                case Literal() as literal:
                    literals.append(literal)
                case Primitive("undefined"):
                    pass
                case other:
                    schema = self.of(other)
                    if schema not in others:
                        others.append(schema)
        if not literals and not others:
            return {"type": "null"} if empty else {}
        schema = union(literals, others)
        return nullable(schema) if empty else schema

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

    def _member(self, member: Member) -> Json:
        if member.type is None and self._untyped_as_string:
            schema: Json = {"type": "string"}
        elif member.type is None:
            found, source = type_for(member, self._names, self._without_diagnostics()._namesake)
            message = f"No type is given for `{member.name}`; {source}."
            self._report("member-type-derived", member.place, message)
            schema = self._without_diagnostics()._namesake(found)
        else:
            schema = self.of(member.type)
        if member.readonly:
            schema = schema | {"readOnly": True}
        return commented(schema, member.comments, member.place, self._diagnostics, self._target)

    def _namesake(self, member: Member) -> Json:
        """The schema that another member lends: what it allows, without its description."""
        schema = self._member(replace(member, readonly=False))
        schema.pop("description", None)
        return schema

    def _meet(self, shape: Intersection) -> Json:
        members = self._names.members(shape)
        if members is not None:
            return self._object(members)
        schemas = [schema for one in shape.parts if (schema := self.of(one))]
        if not schemas:
            return {}
        return schemas[0] if len(schemas) == 1 else {"allOf": schemas}

    def _lookup(self, shape: IndexedAccess) -> Json:
        owner = self._names.members(shape.owner)
        if owner is None:
            self.of(shape.owner)
        for member in owner.members if owner else ():
            if member.name == shape.key:
                return self._namesake(member)
        message = f"There is no member `{shape.key}` to take the type from."
        self._report("unknown-member", shape.place, message)
        return {}

    def _named(self, shape: Named) -> Json:
        name, arguments, place = shape.name, shape.arguments, shape.place
        declared = self._names.get(name)
        if not self._names.knows(name):
            message = f"No page declares the type `{name}`; the document allows anything here."
            self._report("unknown-type", place, message)
            for one in arguments:
                self.of(one)
            return {}
        if declared is None and name == "Date":
            return {"type": "string", "format": "date-time"}
        wanted = len(declared.parameters) if declared else HELPERS[name]
        if len(arguments) != wanted:
            count = f"{wanted or 'no'} type{'s' * (wanted != 1)}"
            self._report("type-arguments", place, f"`{name}` takes {count} in `<…>`.")
            if len(arguments) < wanted:
                return {}
        if declared is None:
            return self._helper(shape)
        if not declared.parameters:
            return _ref(name)
        values = dict(zip(declared.parameters, arguments, strict=False))
        bases = tuple(
            one for base in declared.bases if isinstance(one := substitute(base, values), Named)
        )
        return self._declaration(
            replace(declared, type=substitute(declared.type, values), bases=bases)
        )

    def _helper(self, shape: Named) -> Json:
        first = shape.arguments[0]
        match shape.name:
            case "Array" | "ReadonlyArray":
                return {"type": "array", "items": self.of(first)}
            case "Set":
                return {"type": "array", "items": self.of(first), "uniqueItems": True}
            case "Exclude" | "Extract":
                return self._picked(shape)
            case "NonNullable":
                options = first.options if isinstance(first, Union) else (first,)
                return self.of(Union(tuple(one for one in options if one != Literal(None))))
        members = self._names.members(shape)
        if members is not None:
            return self._object(members)
        schema = self.of(first)
        if schema and shape.name != "Readonly":
            message = f"`{shape.name}` is only read with a type that has members."
            self._report("unsupported-type", shape.place, message)
        return schema

    def _picked(self, shape: Named) -> Json:
        names, chosen = (self._names.names(one) for one in shape.arguments[:2])
        if names is None or chosen is None:
            message = f"`{shape.name}` is only read with literal names."
            self._report("unsupported-type", shape.place, message)
            return {}
        kept = [one for one in names if (one in chosen) == (shape.name == "Extract")]
        return union([Literal(one) for one in kept], []) if kept else {}


def _may_lack(shape: Type | None) -> bool:
    """Whether the member may be undefined, which JSON shows by leaving it out."""
    match shape:
        case Primitive("undefined"):
            return True
        case Union(options):
            return any(_may_lack(one) for one in options)
        case _:
            return False


def _key(name: str) -> str:
    """The type's name in the document, where only some signs are allowed."""
    if re.fullmatch(r"[a-zA-Z0-9._-]+", name):
        return name
    return "".join(
        sign if re.fullmatch(r"[a-zA-Z0-9]", sign) else f"_{ord(sign):x}" for sign in name
    )


def _ref(name: str) -> Json:
    return {"$ref": _PREFIX + _key(name)}
