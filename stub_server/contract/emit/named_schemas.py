"""Schemas of types by name: declared ones, generic ones, and TypeScript's helpers."""

from __future__ import annotations

from dataclasses import replace

from stub_server.contract.emit.object_schemas import ObjectSchemas
from stub_server.contract.emit.schema_builder import ref_to
from stub_server.contract.emit.unions import union
from stub_server.contract.model import Json
from stub_server.contract.namespace import HELPERS
from stub_server.contract.shapes import Literal, Named, Union, substitute


class NamedSchemas(ObjectSchemas):
    """`Order`, `Page<Order>`, `Partial<Order>`, `Exclude<Status, "paid">`."""

    def _named(self, shape: Named) -> Json:
        name, arguments, place = shape.name, shape.arguments, shape.place
        declared = self._names.get(name)
        if not self._names.knows(name):
            message = f"No page declares the type `{name}`; the document allows anything here."
            self._report("unknown-type", place, message)
            for argument in arguments:
                self.of(argument)
            return {}
        if declared is None and name == "integer":
            return {"type": "integer"}
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
            return ref_to(name)
        values = dict(zip(declared.parameters, arguments, strict=False))
        bases = tuple(
            filled_in
            for base in declared.bases
            if isinstance(filled_in := substitute(base, values), Named)
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
                return self._pick(shape)
            case "NonNullable":
                options = first.options if isinstance(first, Union) else (first,)
                return self.of(
                    Union(tuple(option for option in options if option != Literal(None)))
                )
        members = self._names.members(shape)
        if members is not None:
            return self._object(members)
        schema = self.of(first)
        if schema and shape.name != "Readonly":
            message = f"`{shape.name}` is only read with a type that has members."
            self._report("unsupported-type", shape.place, message)
        return schema

    def _pick(self, shape: Named) -> Json:
        names, chosen = (self._names.names(argument) for argument in shape.arguments[:2])
        if names is None or chosen is None:
            message = f"`{shape.name}` is only read with literal names."
            self._report("unsupported-type", shape.place, message)
            return {}
        kept = [name for name in names if (name in chosen) == (shape.name == "Extract")]
        return union([Literal(name) for name in kept], []) if kept else {}
