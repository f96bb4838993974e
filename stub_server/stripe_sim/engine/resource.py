"""Descriptors of resources, which their modules declare."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from stub_server.stripe_sim.params.declared import Params, params_of
from stub_server.stripe_sim.params.types import ParamType
from stub_server.stripe_sim.store.schema import Json

Job = Callable[..., None]
"""Called with a context and the id of an object, without a request."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One call of the API.

    handler: called with the context and the ids in the path; returns the object, or an error
    whose request keeps what it has written. params: all that the call takes.
    browser: whether a publishable key will do; it sees the reduced view.
    """

    handler: Callable[..., Any]
    params: Params
    browser: bool = False


def operation(
    handler: Callable[..., Any], params: Mapping[str, ParamType], *, browser: bool = False
) -> Operation:
    """Return the operation that takes these parameters."""
    return Operation(handler, params_of(params), browser)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One of the API's resources.

    object: the value of its member `object`. table: where its objects are stored.
    operations: by method and path below /v1, an id written as a star.
    filters: the members that its list can be filtered by; None: it has no list.
    noun: its name in error messages; by default the singular of the table.
    id_prefixes: prefixes of its ids, for members that may name objects of several resources.
    search: member → `number`, `token` or `text`, for what can be searched.
    jobs: by name. waiting: status → the job that goes on after a restart.
    browser_view: reduces the object to what a publishable key may see.
    current: called with the context and the object; returns it with the members that change with
    time alone.
    """

    object: str
    table: str
    operations: Mapping[str, Operation] = field(default_factory=dict)
    filters: tuple[str, ...] | None = None
    noun: str = ""
    id_prefixes: tuple[str, ...] = ()
    search: Mapping[str, str] = field(default_factory=dict)
    jobs: Mapping[str, Job] = field(default_factory=dict)
    waiting: Mapping[str, str] = field(default_factory=dict)
    browser_view: Callable[[Json], Json] | None = None
    current: Callable[..., Json] | None = None

    @property
    def error_noun(self) -> str:
        """The name of an object of this resource in error messages."""
        return self.noun or self.table.removesuffix("s")
