"""Finds a pack by short name, import name or path."""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

from contract_tests.harness.document import Document
from contract_tests.harness.packs import NO_PACK, Pack

MODULE = "pack.py"


class PackError(Exception):
    """There is no such pack, or it can't be used; the message says why."""


@dataclass(frozen=True, slots=True)
class PackLoader:
    """`names`: the packs that come along, by short name: import names of packages."""

    names: Mapping[str, str]

    def default(self, document: Document) -> Pack:
        """Return the first pack that comes along and all of whose operations the document has."""
        for name in self.names:
            pack = self.find(name)
            if pack.operations and pack.operations <= document.operations.keys():
                return pack
        return NO_PACK

    def lacking(self, document: Document) -> str:
        """Say which operations of a pack a document lacks that has most of them; else nothing."""
        for name in self.names:
            wanted = self.find(name).operations
            missing = wanted - document.operations.keys()
            if missing and len(missing) < len(wanted) / 2:
                return f"the pack {name} needs {', '.join(sorted(missing))}, which it lacks"
        return ""

    def find(self, name: str) -> Pack:
        """Return the pack of that name. PackError: there is none, or it can't be imported."""
        if name == NO_PACK.name:
            return NO_PACK
        if name in self.names:
            return self._from_package(self.names[name], name)
        if Path(name).is_dir():
            return _from_folder(Path(name).resolve())
        if Path(name).exists():
            raise PackError(f"the pack {name} is a file; a folder with test_*.py files is wanted.")
        return self._from_package(name, name)

    def _from_package(self, import_name: str, name: str) -> Pack:
        folder = _package_folder(import_name)
        if folder is None:
            folder = Path(name.replace(".", "/"))
            if folder.is_dir():
                raise PackError(
                    f"there is no pack {name!r}: nothing is imported from the working directory; "
                    f"name the folder, --pack ./{folder}, or install the package."
                )
            known = ", ".join([*self.names, NO_PACK.name])
            raise PackError(
                f"there is no pack {name!r}: neither a folder {Path(name).resolve()} nor a package "
                f"that can be imported; the packs that come along are {known}."
            )
        _require_tests(folder, name)
        if not (folder / MODULE).is_file():
            return Pack(name, folder=folder)
        with _import_errors(folder / MODULE):
            module = importlib.import_module(f"{import_name}.pack")
        return _pack_of(module, folder)


@contextlib.contextmanager
def _import_errors(path: Path) -> Iterator[None]:
    """PackError: what an import raises."""
    try:
        yield
    except Exception as error:
        words = f"{type(error).__name__}: {error}"
        raise PackError(f"the pack {path} can't be imported: {words}") from error


def _package_folder(import_name: str) -> Path | None:
    if not all(part.isidentifier() for part in import_name.split(".")):
        return None
    try:
        spec = importlib.util.find_spec(import_name)
    except (ImportError, ValueError):
        return None
    places = list(spec.submodule_search_locations or ()) if spec else []
    return Path(places[0]) if places else None


def _from_folder(folder: Path) -> Pack:
    _require_tests(folder, str(folder))
    if str(folder) not in sys.path:
        sys.path.append(str(folder))  # its tests may import modules beside them
    path = folder / MODULE
    if not path.is_file():
        return Pack(folder.name, folder=folder)
    name = f"contract_pack_{abs(hash(str(folder)))}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    with _import_errors(path):
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return _pack_of(module, folder)


def _pack_of(module: ModuleType, folder: Path) -> Pack:
    pack = getattr(module, "PACK", None)
    if not isinstance(pack, Pack):
        raise PackError(f"the pack {folder / MODULE} has no PACK = Pack(…).")
    return replace(pack, folder=folder)


def _require_tests(folder: Path, name: str) -> None:
    if not any(folder.rglob("test_*.py")):
        raise PackError(f"the pack {name} has no tests: no test_*.py is in {folder}.")
