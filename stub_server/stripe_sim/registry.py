"""All resources, operations and jobs, as the modules of the families declare them.

A module declares a resource as RESOURCE, further operations as OPERATIONS, jobs as JOBS, and checks
that run before operations as PRECONDITIONS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from stub_server.stripe_sim.engine.resource import Job, Operation, Resource

FAMILIES = (
    "account",
    "catalogue",
    "checkout",
    "cli",
    "customers",
    "engine",
    "payment_methods",
    "payments",
)
"""The packages whose modules are searched."""


@cache
def resources() -> Mapping[str, Resource]:
    """Return the resources by table."""
    return {resource.table: resource for resource in _list_attributes("RESOURCE")}


@cache
def filters() -> Mapping[str, tuple[str, ...]]:
    """Return the members that the lists of each table can be filtered by."""
    return {
        resource.table: resource.filters
        for resource in resources().values()
        if resource.filters is not None
    }


@cache
def operations() -> Mapping[str, Operation]:
    """Return the operations by method and path below /v1.

    Raise ValueError if one is declared twice.
    """
    operations_by_path: dict[str, Operation] = {}
    for declared in (
        *(one.operations for one in resources().values()),
        *_list_attributes("OPERATIONS"),
    ):
        if twice := operations_by_path.keys() & declared.keys():
            raise ValueError(f"declared twice: {', '.join(sorted(twice))}")
        operations_by_path.update(declared)
    return operations_by_path


@cache
def preconditions() -> Mapping[str, Callable[..., None]]:
    """Return the functions that run before an operation, with the handler's arguments."""
    declared = _list_attributes("PRECONDITIONS")
    return {where: check for some in declared for where, check in some.items()}


@cache
def jobs() -> Mapping[str, Job]:
    """Return the jobs by name."""
    declared = (*(resource.jobs for resource in resources().values()), *_list_attributes("JOBS"))
    return {name: job for some in declared for name, job in some.items()}


def _list_attributes(name: str) -> Iterator[Any]:
    """Yield that attribute of every module that has it."""
    for module in _modules():
        if name in vars(module):
            yield vars(module)[name]


@cache
def _modules() -> tuple[ModuleType, ...]:
    root = __name__.rpartition(".")[0]
    return tuple(
        import_module(f"{root}.{family}.{module.name}")
        for family in FAMILIES
        for module in iter_modules(import_module(f"{root}.{family}").__path__)
    )
