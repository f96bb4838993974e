"""The names that all pages share: every declared type, and its members."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from stub_server.contract.places import Place
from stub_server.contract.shapes import (
    Array,
    Declaration,
    IndexedAccess,
    Intersection,
    Literal,
    Member,
    Named,
    Object,
    Tuple,
    Type,
    Union,
    Unsupported,
    substitute,
)

HELPERS = {
    "Array": 1, "Exclude": 2, "Extract": 2, "NonNullable": 1, "Omit": 2, "Partial": 1, "Pick": 2,
    "Readonly": 1, "ReadonlyArray": 1, "Record": 2, "Required": 1, "Set": 1,
}  # fmt: skip
_DEEPEST = 40


class Namespace:
    """Declarations by name; where a name is declared twice, the first one counts."""

    def __init__(self, declarations: Sequence[Declaration]) -> None:
        self._all = tuple(declarations)
        self._declared: dict[str, Declaration] = {}
        for declaration in self._all:
            self._declared.setdefault(declaration.name, declaration)
        self._open: list[Type] = []

    def __iter__(self) -> Iterator[Declaration]:
        return iter(self._declared.values())

    def get(self, name: str) -> Declaration | None:
        """The declaration of a name, if there is one."""
        return self._declared.get(name)

    def knows(self, name: str) -> bool:
        """Whether a type of that name is declared, or TypeScript brings it along."""
        return name in self._declared or name in HELPERS or name in ("Date", "integer")

    def repeated(self) -> Iterator[tuple[Declaration, Declaration]]:
        """Each declaration whose name was taken, after the one that took it."""
        for declaration in self._all:
            if self._declared[declaration.name] is not declaration:
                yield self._declared[declaration.name], declaration

    def is_circular(self, declared: Declaration) -> bool:
        """Whether an alias leads back to itself, or an interface extends itself."""
        waiting: list[Type] = [declared.type, *declared.bases]
        seen: set[str] = set()
        while waiting:
            match waiting.pop():
                case Named(name, _) if name == declared.name:
                    return True
                case Named(name, _) if name in self._declared and name not in seen:
                    seen.add(name)
                    waiting += [self._declared[name].type, *self._declared[name].bases]
                case Named("Partial" | "Required" | "Readonly" | "Pick" | "Omit", (first, *_)):
                    waiting.append(first)
                case Union(parts) | Intersection(parts):
                    waiting += parts
                case _:
                    pass
        return False

    def names(self, shape: Type) -> tuple[str, ...] | None:
        """The literal names that a type of keys allows; None when it allows any."""
        match shape:
            case Literal(str() as value):
                return (value,)
            case Union(options):
                found = [self.names(option) for option in options]
                if any(part is None for part in found):
                    return None
                return tuple(name for part in found for name in part or ())
            case Named(name, ()) if (declared := self.get(name)) and not self.is_circular(declared):
                return self.names(declared.type)
            case _:
                return None

    def members(self, shape: Type) -> Object | None:
        """An object type as one list of members, bases included; None when it is no object."""
        if len(self._open) > _DEEPEST or shape in self._open:
            return None
        self._open.append(shape)
        try:
            return self._members(shape)
        finally:
            self._open.pop()

    def missing_keys(self, helper: Named) -> tuple[str, ...]:
        """The keys of `Pick<T, K>` or `Omit<T, K>` that are no members of the type."""
        whole = self.members(helper.arguments[0])
        keys = self.names(helper.arguments[1]) if whole is not None else None
        known = {member.name for member in whole.members} if whole is not None else set()
        return tuple(key for key in keys or () if key not in known)

    def _members(self, shape: Type) -> Object | None:
        match shape:
            case Object():
                return shape
            case Intersection(parts):
                found = [self.members(part) for part in parts]
                if any(part is None for part in found):
                    return None
                return merge_objects([part for part in found if part is not None])
            case Named(name, arguments) if declared := self.get(name):
                if self.is_circular(declared):
                    return Object(())
                values = dict(zip(declared.parameters, arguments, strict=False))
                own = self.members(substitute(declared.type, values))
                bases = [self.members(substitute(base, values)) for base in declared.bases]
                if own is None:
                    return None
                return merge_objects([*(base for base in bases if base is not None), own])
            case Named("Partial" | "Required" | "Readonly" as helper, (first,)):
                return self._apply_helper(helper, first, None)
            case Named("Pick" | "Omit" as helper, (first, keys)):
                return self._apply_helper(helper, first, keys)
            case Named("Record", (keys, value)):
                names = self.names(keys)
                if names is None:
                    return Object((), value)
                place = place_of(shape)
                return Object(tuple(Member(name, value, place=place) for name in names))
            case _:
                return None

    def _apply_helper(self, helper: str, first: Type, keys: Type | None) -> Object | None:
        whole = self.members(first)
        if whole is None:
            return None
        names = () if keys is None else self.names(keys)
        if names is None:
            return None
        members = tuple(
            _change_member(member, helper)
            for member in whole.members
            if keys is None or (member.name in names) == (helper == "Pick")
        )
        return Object(members, whole.rest)


def _change_member(member: Member, helper: str) -> Member:
    optional = {"Partial": True, "Required": False}.get(helper, member.optional)
    return replace(member, optional=optional, readonly=member.readonly or helper == "Readonly")


def merge_objects(objects: Sequence[Object]) -> Object:
    """Members of all of them; a later one of the same name takes the earlier one's place."""
    members: dict[str, Member] = {}
    rest: Type | None = None
    for shape in objects:
        members |= {member.name: member for member in shape.members}
        rest = shape.rest or rest
    return Object(tuple(members.values()), rest)


def place_of(shape: Type) -> Place:
    """The place of a type; line 0 where it has none of its own."""
    match shape:
        case Named() | IndexedAccess() | Unsupported() | Tuple():
            return shape.place
        case Array(inner):
            return place_of(inner)
        case Union(parts) | Intersection(parts):
            return next((place for part in parts if (place := place_of(part)).line), Place("", 0))
        case Object((first, *_)):
            return first.place
        case _:
            return Place("", 0)
