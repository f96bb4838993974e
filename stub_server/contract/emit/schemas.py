"""TypeScript's types as JSON Schema; all pages share one namespace of declarations."""

from __future__ import annotations

from stub_server.contract.emit.keywords import kinds_of, with_comments
from stub_server.contract.emit.named_schemas import NamedSchemas
from stub_server.contract.emit.schema_builder import key_of, ref_to
from stub_server.contract.emit.unions import nullable, union
from stub_server.contract.infer.type_inference import without_descriptions
from stub_server.contract.model import Json
from stub_server.contract.namespace import merge_objects
from stub_server.contract.shapes import (
    Array,
    Declaration,
    IndexedAccess,
    Intersection,
    Literal,
    Named,
    Object,
    Primitive,
    Tuple,
    Type,
    Union,
    Unsupported,
)


class Schemas(NamedSchemas):
    """The schemas of a contract: components, path parameters, and any type."""

    def components(self) -> dict[str, Json]:
        """The schema of each declaration, in the order of the pages; report redefinitions."""
        for first, again in self._names.repeated():
            self._compare(first, again)
        return {
            key_of(declared.name): self._declaration(declared)
            for declared in self._names
            if not declared.parameters
        }

    def parameter(self, name: str) -> Json:
        """The schema of a path parameter: that of the type with its name, else a string."""
        declared = self._names.get(name[:1].upper() + name[1:])
        if declared and not declared.parameters:
            kinds = kinds_of(ref_to(declared.name), self._target)
            if kinds and kinds <= {"string", "integer", "number", "boolean"}:
                return ref_to(declared.name)
        return {"type": "string", "minLength": 1}

    def _declaration(self, declared: Declaration) -> Json:
        if self._names.is_circular(declared):
            self._report(
                "circular-type", declared.place, f"`{declared.name}` is declared by itself."
            )
            return {}
        schema = self._with_bases(declared) if declared.bases else self.of(declared.type)
        return with_comments(
            schema, declared.comments, declared.place, self._diagnostics, self._target
        )

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
        quiet = self._without_diagnostics()
        first_schema, second_schema = (
            quiet._declaration(first),
            quiet._declaration(again),
        )
        if (
            without_descriptions(first_schema) == without_descriptions(second_schema)
            and first.parameters == again.parameters
        ):
            return
        mine, theirs = first_schema.get("properties", {}), second_schema.get("properties", {})
        names = [
            f"`{name}`"
            for name in {**mine, **theirs}
            if without_descriptions(mine.get(name)) != without_descriptions(theirs.get(name))
            or (name in first_schema.get("required", []))
            != (name in second_schema.get("required", []))
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
                return self._intersection(shape)
            case IndexedAccess():
                return self._indexed_access(shape)
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
            schema["prefixItems"] = [self.of(item) for item in shape.items]
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
