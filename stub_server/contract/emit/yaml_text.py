"""The document as YAML: the same values give the same bytes, on any machine."""

from __future__ import annotations

import re
from typing import Any

import yaml

_HEAD = "# Compiled by `shopstub compile` from {}. Never edited by hand: change the pages.\n"
_NUMBER = re.compile(r"[-+]?(?:\.?\d[\d_.]*(?:[eE][-+]?\d+)?|0[xob][\da-fA-F_]+)")


class _Dumper(yaml.SafeDumper):
    """Keeps the order of keys, writes no anchors, and puts plain lists on one line."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)


def _list(dumper: yaml.SafeDumper, data: list[Any]) -> yaml.Node:
    plain = all(isinstance(item, (str, int, float)) or item is None or item == {} for item in data)
    short = plain and all(len(str(item)) <= 60 for item in data)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=short)


def _text(dumper: yaml.SafeDumper, data: str) -> yaml.Node:
    """A text that another YAML would take for a number stands in quotes; lines stay lines."""
    style = "'" if _NUMBER.fullmatch(data) else "|" if "\n" in data else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", data, style=style)


_Dumper.add_representer(list, _list)
_Dumper.add_representer(str, _text)


def to_yaml(document: dict[str, Any], source: str = "docs/api") -> str:
    """The document as YAML, after a line that names the source: files or folders of pages."""
    return _HEAD.format(" ".join(source.split())) + yaml.dump(
        document,
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=100,
        default_flow_style=False,
    )
