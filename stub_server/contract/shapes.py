"""TypeScript's types as values, before they become schemas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from stub_server.contract.places import Place


@dataclass(frozen=True, slots=True)
class Primitive:
    """`string`, `number`, `boolean`, `object`, `any`, or `undefined` (`void` and `never` too)."""

    name: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A string, number, boolean or null that stands for itself."""

    value: str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Named:
    """A type by its name, perhaps with arguments: `Order`, `Partial<Order>`."""

    name: str
    arguments: tuple[Type, ...] = ()
    place: Place = field(default=Place("", 0), compare=False)


@dataclass(frozen=True, slots=True)
class Array:
    """Many of one type."""

    item: Type


@dataclass(frozen=True, slots=True)
class Tuple:
    """Items by position: at least `least` of them, and any number of `rest` after them."""

    items: tuple[Type, ...]
    least: int
    rest: Type | None = None
    place: Place = field(default=Place("", 0), compare=False)


@dataclass(frozen=True, slots=True)
class Union:
    """One of several types."""

    options: tuple[Type, ...]


@dataclass(frozen=True, slots=True)
class Intersection:
    """All of several types at once: `A & B`."""

    parts: tuple[Type, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an object; `type` is None where only a name is written, as in `{ orderId }`."""

    name: str
    type: Type | None
    optional: bool = False
    readonly: bool = False
    comments: tuple[str, ...] = ()
    place: Place = field(default=Place("", 0), compare=False)


@dataclass(frozen=True, slots=True)
class Object:
    """Members, and the type of all others where an index signature gives one."""

    members: tuple[Member, ...]
    rest: Type | None = None


@dataclass(frozen=True, slots=True)
class IndexedAccess:
    """The type of another type's member: `Order["status"]`."""

    owner: Type
    key: str
    place: Place = field(default=Place("", 0), compare=False)


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A type that JSON Schema has no word for."""

    text: str
    place: Place = field(default=Place("", 0), compare=False)


Type = (
    Primitive
    | Literal
    | Named
    | Array
    | Tuple
    | Union
    | Intersection
    | Object
    | IndexedAccess
    | Unsupported
)


@dataclass(frozen=True, slots=True)
class Declaration:
    """An interface, an alias or an enum: a name for a type."""

    name: str
    type: Type
    bases: tuple[Named, ...] = ()
    parameters: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    place: Place = field(default=Place("", 0), compare=False)


def substitute(shape: Type, values: Mapping[str, Type]) -> Type:
    """The type with its parameters replaced by arguments."""
    match shape:
        case Named(name, ()) if name in values:
            return values[name]
        case Named():
            return replace(
                shape, arguments=tuple(substitute(argument, values) for argument in shape.arguments)
            )
        case Array(item):
            return Array(substitute(item, values))
        case Tuple(items, least, rest):
            inside = tuple(substitute(item, values) for item in items)
            more = substitute(rest, values) if rest else None
            return replace(shape, items=inside, least=least, rest=more)
        case Union(options):
            return Union(tuple(substitute(option, values) for option in options))
        case Intersection(parts):
            return Intersection(tuple(substitute(part, values) for part in parts))
        case Object(members, rest):
            typed = tuple(
                replace(member, type=substitute(member.type, values) if member.type else None)
                for member in members
            )
            return Object(typed, substitute(rest, values) if rest else None)
        case IndexedAccess():
            return replace(shape, owner=substitute(shape.owner, values))
        case _:
            return shape


def named_types(shape: Type | None) -> tuple[Named, ...]:
    """Every name that the type mentions."""
    match shape:
        case Named():
            return (
                shape,
                *(name for argument in shape.arguments for name in named_types(argument)),
            )
        case Array(item):
            return named_types(item)
        case Tuple(items, _, rest):
            return tuple(name for item in (*items, rest) for name in named_types(item))
        case Union(parts) | Intersection(parts):
            return tuple(name for part in parts for name in named_types(part))
        case Object(members, rest):
            inside = (*(member.type for member in members), rest)
            return tuple(name for child in inside for name in named_types(child))
        case IndexedAccess(owner):
            return named_types(owner)
        case _:
            return ()
