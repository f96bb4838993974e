"""The type of a member that only has a name, as in the Body cell `{ orderId }`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from stub_server.contract.model import Json
from stub_server.contract.namespace import Namespace
from stub_server.contract.shapes import Declaration, Member, Named, Object, Primitive, Type


@dataclass(frozen=True, slots=True)
class Namesake:
    """A member whose type another one takes.

    source: a clause that says whose it is. text: how a page writes the type.
    """

    member: Member
    source: str
    text: str


def type_for(member: Member, namespace: Namespace, schema_of: Callable[[Member], Json]) -> Namesake:
    """Return the namesake of a member that has no type.

    The order: a declared type of that name (`ProductId` for `productId`); members of that name
    that agree, on the same page and then on all pages; the plain type that all of them have;
    a string.
    """
    declared = namespace.get(member.name[:1].upper() + member.name[1:])
    if declared and not declared.parameters:
        source = f"it is taken from the type `{declared.name}`"
        return Namesake(_member_of(Named(declared.name)), source, declared.name)
    same = [
        (owner, candidate)
        for owner in namespace
        if isinstance(owner.type, Object) and not owner.parameters
        for candidate in owner.type.members
        if candidate.name == member.name and candidate.type is not None
    ]
    near = [pair for pair in same if pair[0].place.path == member.place.path]
    for group in (near, same):
        if chosen := _agreeing_member(group, schema_of):
            owner = chosen[0].name
            source = f"it is taken from `{owner}.{member.name}`"
            return Namesake(chosen[1], source, f'{owner}["{member.name}"]')
    plain = {namesake.type for _, namesake in same}
    if len(plain) == 1 and isinstance(kind := plain.pop(), Primitive):
        return Namesake(
            _member_of(kind), f"it is taken as `{kind.name}`, as everywhere else", kind.name
        )
    reason = "the declarations disagree" if same else "no declaration has one"
    source = f"{reason}, and it is taken as `string`"
    return Namesake(_member_of(Primitive("string")), source, "string")


def without_descriptions(schema: object) -> object:
    """The schema without its descriptions, `required` sorted, to compare it with others."""
    if isinstance(schema, dict):
        return {
            key: {name: without_descriptions(item) for name, item in value.items()}
            if key == "properties"
            else (sorted(value) if key == "required" else without_descriptions(value))
            for key, value in schema.items()
            if key != "description"
        }
    return [without_descriptions(item) for item in schema] if isinstance(schema, list) else schema


def _agreeing_member(
    group: Sequence[tuple[Declaration, Member]], schema_of: Callable[[Member], Json]
) -> tuple[Declaration, Member] | None:
    schemas = [without_descriptions(schema_of(candidate)) for _, candidate in group]
    return group[0] if schemas and all(schema == schemas[0] for schema in schemas) else None


def _member_of(shape: Type) -> Member:
    return Member("", shape)
