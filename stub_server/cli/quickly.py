"""A start without what a start does not need."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def imported() -> Iterator[None]:
    """Imports in here cost a quarter less.

    Modules make no garbage, so nobody looks for it until the stub is up (`serving`); and FastAPI's
    models of OpenAPI, which the stub never uses, are built at their first use rather than when
    they are imported.
    """
    from pydantic import BaseModel

    gc.disable()
    BaseModel.model_config["defer_build"] = True
    try:
        yield
    finally:
        del BaseModel.model_config["defer_build"]
