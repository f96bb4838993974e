"""The bodies and headers of curl commands in the sections of endpoints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from stub_server.contract.diagnostics import Diagnostics
from stub_server.contract.examples import NOTHING, Exchange, Message
from stub_server.contract.parse.blocks import Fence
from stub_server.contract.parse.curl import SHELLS, CurlRequest, curl_request
from stub_server.contract.parse.endpoint_lines import without_base
from stub_server.contract.parse.endpoint_sections import EndpointSection, PageSections
from stub_server.contract.parse.examples import value_in
from stub_server.contract.paths import matches
from stub_server.contract.places import Place


def curl_requests(section: EndpointSection) -> Iterator[tuple[Fence, CurlRequest]]:
    """The curl commands of a section."""
    for block in section.blocks:
        if (
            isinstance(block, Fence)
            and block.language in SHELLS
            and (found := curl_request(block.text))
        ):
            yield block, found


def curl_exchanges(sections: PageSections, diagnostics: Diagnostics) -> Iterator[Exchange]:
    """The curl commands that send a JSON body, as requests of their section's endpoint."""
    for section in sections.declared:
        for fence, request in curl_requests(section):
            if not _same(request, section, sections.base):
                shown = f"{request.method} {request.url}"
                message = f"`{shown}` is not the endpoint of this section; it is not read."
                diagnostics.report("example-without-operation", fence.place, message)
            elif request.data:
                value = value_in(request.data, fence, 0, diagnostics)
                if value is not NOTHING:
                    place = partial(_place_of, fence)
                    yield Exchange(Message(section.line, None, value, fence.place, place), None, "")


def _place_of(fence: Fence, _: Sequence[str | int]) -> Place:
    """The fence's own place: a command's quotes hide where a member stands."""
    return fence.place


def _same(request: CurlRequest, section: EndpointSection, base: str) -> bool:
    """Whether a command asks for the section's endpoint, whatever comes before its path."""
    method, template = section.line
    path = without_base("/" + request.url.partition("://")[2].partition("/")[2], base)
    path = path if "://" in request.url else "/" + request.url.partition("/")[2]
    path = path.partition("?")[0]
    segments = path.split("/")
    tails = ["/" + "/".join(segments[start:]) for start in range(1, len(segments))]
    return request.method == method and any(matches(template, tail) for tail in tails)
