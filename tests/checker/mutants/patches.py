"""Patch the stub's functions, methods and constants from outside."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import stub_server
from stub_server import app
from stub_server.server import document


def import_modules() -> Iterator[Any]:
    """Import and yield every module of the shop and the server."""
    for package in ("shop", "server"):
        root = importlib.import_module(f"{stub_server.__name__}.{package}")
        yield root
        for found in pkgutil.walk_packages(root.__path__, f"{root.__name__}."):
            yield importlib.import_module(found.name)
    yield app


def replace_everywhere(original: Any, new: Any) -> None:
    """Replace `original` in every module and table of `stub_server` that refers to it.

    LookupError: nothing refers to it.
    """
    count = 0
    list(import_modules())
    modules = [module for name, module in sys.modules.items() if name.startswith("stub_server.")]
    for namespace in map(vars, modules):
        for name, value in list(namespace.items()):
            if value is original:
                namespace[name] = new
                count += 1
            elif isinstance(value, dict) and not name.startswith("__"):
                keys = [key for key, entry in value.items() if entry is original]
                value.update(dict.fromkeys(keys, new))
                count += len(keys)
    if not count:
        raise LookupError(f"nothing in stub_server refers to {original!r}")


def wrap(original: Any, new: Callable[..., Any]) -> None:
    """Replace a function by `new`, which gets the original before the call's own arguments."""
    replace_everywhere(original, _bind(original, new))


def wrapper(original: Any, new: Callable[..., Any]) -> Callable[[], None]:
    """Return `wrap` with these arguments, for `Mutant.apply`."""
    return partial(wrap, original, new)


def wrap_method(owner: type, name: str, new: Callable[..., Any]) -> None:
    """Replace a method or property of a class by `new`, which gets the original first."""
    original = inspect.getattr_static(owner, name)
    if isinstance(original, property):
        getter = original.fget
        setattr(owner, name, property(lambda self: new(getter, self)))
    else:
        setattr(owner, name, _bind(original, new))


def set_constant(module: Any, name: str, value: Any) -> None:
    """Set a constant of a module that already has it."""
    assert hasattr(module, name), name
    setattr(module, name, value)


def skip_schema_checks(operation: str, *fields: str) -> None:
    """Leave the validation of these fields to the operation instead of the document's schema."""

    def error_fields_of(original: Any, node: Mapping[str, Any]) -> dict[str, str]:
        own = dict.fromkeys(fields, "request.invalid") if node["operationId"] == operation else {}
        return {**original(node), **own}

    wrap(document.error_fields_of, error_fields_of)


def _bind(original: Any, new: Callable[..., Any]) -> Callable[..., Any]:
    if not inspect.iscoroutinefunction(original):
        return lambda *args, **named: new(original, *args, **named)

    async def call(*args: Any, **named: Any) -> Any:
        return await new(original, *args, **named)

    return call
