"""Mapping between domain objects and the JSON records of the store, done by cattrs.

A record has the object's fields under camel-case names; times are ISO-8601 text, amounts are
cents. State folders outlive versions, so a new name for a field needs a row in MEMBERS.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import cache, partial
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin

from stub_server.runtime import clock
from stub_server.shop.domain.address import Address, StoredAddress
from stub_server.shop.domain.catalogue import ProductOverride
from stub_server.shop.domain.order import Order
from stub_server.shop.domain.purchase import Purchase
from stub_server.shop.ports import Record

if TYPE_CHECKING:
    from cattrs import Converter

T = TypeVar("T")

MEMBERS: dict[tuple[type, str], str] = {(Order, "stock_deducted"): "taken"}
"""Class and field → member of the record, where that is not the field's name in camel case."""

INLINE: dict[type, str] = {Order: "purchase", Purchase: "totals", StoredAddress: "address"}
"""Class → the field whose members are members of the record itself, not of a nested object."""

SPARSE = frozenset({Address, ProductOverride})
"""Classes whose records leave out fields that are None."""


def to_record(value: object) -> Record:
    """Return the object as a JSON record."""
    cls: Any = type(value)
    record: Record = _writer_of(cls)(value)
    return record


def from_record(record: Record, cls: type[T]) -> T:
    """Return the object of that class in a record; ignore unknown members.

    KeyError, TypeError, ValueError: it is not a record of that class.
    """
    target: Any = cls
    value: T = _reader_of(target)(record, target)
    return value


def camel_case(name: str) -> str:
    """Return a field's name in camel case, as in records: `createdAt` for `created_at`."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


@cache
def _writer_of(cls: type) -> Callable[[Any], Record]:
    return _converter().get_unstructure_hook(cls)


@cache
def _reader_of(cls: type) -> Callable[[Record, type], Any]:
    return _converter().get_structure_hook(cls)


@cache
def _converter() -> Converter:
    """Build the converter, at first use; it generates the code of a class at its first object."""
    from cattrs import Converter

    converter = Converter(detailed_validation=False)
    converter.register_unstructure_hook(datetime, clock.isoformat)
    converter.register_structure_hook(datetime, lambda text, _: datetime.fromisoformat(text))
    converter.register_structure_hook(str | None, lambda value, _: value)
    converter.register_structure_hook_factory(_is_tuple_of_one, partial(_tuple_reader, converter))
    converter.register_unstructure_hook_factory(is_dataclass, lambda cls: _writer(cls, converter))
    converter.register_structure_hook_factory(is_dataclass, lambda cls: _reader(cls, converter))
    return converter


def _is_tuple_of_one(cls: Any) -> bool:
    """Return whether it is a type like `tuple[Line, ...]`."""
    return get_origin(cls) is tuple and get_args(cls)[1:] == (Ellipsis,)


def _tuple_reader(converter: Converter, cls: Any) -> Callable[[Any, Any], Any]:
    """Look up the hook of the items once: half of the time of cattrs' own reader."""
    item = get_args(cls)[0]
    read = converter.get_structure_hook(item)
    return lambda records, _: tuple([read(record, item) for record in records])


def _writer(cls: type, converter: Converter) -> Callable[[Any], Record]:
    from cattrs.gen import make_dict_unstructure_fn, override

    names: dict[str, Any] = {
        name: override(rename=member) for name, member in _members(cls).items()
    }
    write: Callable[[Any], Record] = make_dict_unstructure_fn(
        cls, converter, _cattrs_omit_if_default=cls in SPARSE, **names
    )
    if cls not in INLINE:
        return write
    member = INLINE[cls]

    def write_inline(value: Any) -> Record:
        record = write(value)
        record.update(record.pop(member))
        return record

    return write_inline


def _reader(cls: type, converter: Converter) -> Callable[[Any, Any], Any]:
    from cattrs.gen import make_dict_structure_fn, override

    names: dict[str, Any] = {
        name: override(rename=member) for name, member in _members(cls).items()
    }
    read: Callable[[Any, Any], Any] = make_dict_structure_fn(cls, converter, **names)
    if cls not in INLINE:
        return read
    member = INLINE[cls]
    return lambda record, target: read({**record, member: record}, target)


def _members(cls: Any) -> dict[str, str]:
    return {
        field.name: MEMBERS.get((cls, field.name), camel_case(field.name)) for field in fields(cls)
    }
