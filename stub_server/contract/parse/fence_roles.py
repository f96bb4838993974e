"""The roles of the JSON in an endpoint's section: the request's body, or the response's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from stub_server.contract.diagnostics import Diagnostics
from stub_server.contract.edits import LinesEdit
from stub_server.contract.parse.blocks import Fence
from stub_server.contract.parse.endpoint_sections import EndpointSection
from stub_server.contract.parse.section_topics import TopicBlock, blocks_by_topic
from stub_server.contract.places import Place

_LANGUAGES = ("json", "jsonc", "json5", "")


@dataclass(frozen=True, slots=True)
class FenceRole:
    """The endpoint whose section a fence is in; `sends`: whether it shows the request."""

    line: tuple[str, str]
    sends: bool


def roles_of_fences(
    sections: Iterable[EndpointSection], diagnostics: Diagnostics
) -> Mapping[Place, FenceRole]:
    """The role of each JSON fence in the sections, by the fence's place.

    Of two that nothing announces, the first is the request and the second the response; one alone
    is the response.
    """
    roles: dict[Place, FenceRole] = {}
    for section in sections:
        found = [entry for entry in blocks_by_topic(section) if _is_json(entry)]
        silent = [entry for entry in found if entry.topic not in ("body", "response")]
        for entry in found:
            sends = entry.topic == "body" or (len(silent) > 1 and entry is silent[0])
            place = _place(entry)
            roles[place] = FenceRole(section.line, sends and section.method not in ("GET", "HEAD"))
            if entry in silent and len(silent) > 1:
                what = "body of the request" if roles[place].sends else "response"
                message = f"Nothing says what this example is; it is taken as the {what}."
                label = "Request" if roles[place].sends else "Response"
                edit = LinesEdit(place, f"{label}:\n")
                diagnostics.report("example-role-derived", place, message, edit)
    return roles


def _is_json(entry: TopicBlock) -> bool:
    block = entry.block
    if not isinstance(block, Fence) or block.language not in _LANGUAGES or entry.topic == "errors":
        return False
    return block.language == "json" or block.text.lstrip()[:1] in ("{", "[")


def _place(entry: TopicBlock) -> Place:
    assert isinstance(entry.block, Fence)
    return entry.block.place
