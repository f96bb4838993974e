"""Reads the document from its file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import yaml

from stub_server.server.document import Document, DocumentError

_Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(path: Path) -> Document:
    """Return the document in the file; DocumentError: it is missing, or no OpenAPI document."""
    try:
        raw = path.read_bytes()
    except OSError as fault:
        raise DocumentError(
            f"{path}: {fault.strerror or fault}. Make it with `shopstub compile`."
        ) from fault
    return parse(str(path), raw)


def parse(source: str, raw: bytes) -> Document:
    """Return the document in YAML or JSON bytes; DocumentError says where it can't be read."""
    try:
        tree = orjson.loads(raw) if raw[:1] == b"{" else yaml.load(raw, _Loader)  # noqa: S506 - it is a safe loader
    except (yaml.YAMLError, orjson.JSONDecodeError) as fault:
        words = str(fault).replace('"<byte string>"', source)
        raise DocumentError(
            f"{source}: not readable: {words}. Make it anew with `shopstub compile`."
        ) from fault
    if not isinstance(tree, dict) or not str(tree.get("openapi", "")).startswith("3.1"):
        raise DocumentError(f"{source}: not an OpenAPI 3.1 document. Compile one from the pages.")
    return Document(source, tree)
