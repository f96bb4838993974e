"""The `Prefer` header: choose a response by status or example, or delay it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

import orjson
from starlette.requests import Request
from starlette.responses import Response

from stub_server.server import envelope
from stub_server.server.document import Document, Operation
from stub_server.server.examples import Sample, named_sample, sample_of

APPLIED = "preference-applied"
LONGEST_DELAY = 60.0
"""Seconds that `delay` may ask for."""


@dataclass(frozen=True, slots=True)
class Preference:
    """What the client prefers. code: a status. example: a name. delay: seconds."""

    code: int | None = None
    example: str | None = None
    dynamic: bool = False
    delay: float | None = None

    @property
    def chooses(self) -> bool:
        """Whether it asks for a certain response of the document."""
        return self.dynamic or self.code is not None or self.example is not None


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of a preference. response: None leaves it to the operation."""

    response: Response | None
    honoured: str


async def apply(http: Request, operation: Operation, document: Document) -> Applied:
    """Wait as long as the client prefers, and return the response that it chooses, if any.

    A chosen response comes from the document: nothing of the request is checked, run or stored.
    A preference that can't be honoured is ignored, as RFC 7240 says.
    """
    preference = parse(",".join(http.headers.getlist("prefer")))
    honoured = []
    if preference.delay is not None:
        await asyncio.sleep(preference.delay)
        honoured.append(f"delay={preference.delay:g}")
    sample = _choose(preference, operation, document) if preference.chooses else None
    if sample is None:
        return Applied(None, ", ".join(honoured))
    honoured += _chosen(preference, sample)
    return Applied(_response_of(sample, ", ".join(honoured)), ", ".join(honoured))


def parse(header: str) -> Preference:
    """Return the preferences in a header; those that can't be read are left out."""
    found = dict(_tokens(header))
    code, delay = found.get("code", ""), found.get("delay", "")
    return Preference(
        code=int(code) if code.isdecimal() and len(code) == 3 else None,
        example=found.get("example") or None,
        dynamic=found.get("dynamic") == "true",
        delay=_seconds(delay),
    )


def _tokens(header: str) -> Iterator[tuple[str, str]]:
    """Yield name and value of each preference; Prism separates them by commas or semicolons."""
    for part in header.replace(";", ",").split(","):
        name, _, value = part.partition("=")
        yield name.strip().lower(), value.strip().strip('"')


def _seconds(text: str) -> float | None:
    try:
        seconds = float(text)
    except ValueError:
        return None
    return seconds if 0 <= seconds <= LONGEST_DELAY else None


def _choose(preference: Preference, operation: Operation, document: Document) -> Sample | None:
    """Return the sample that the client prefers; None when the document has none."""
    if preference.code is not None and preference.code not in operation.responses:
        return None
    if preference.example is not None:
        named = named_sample(operation, document, preference.example, preference.code)
        return named or _error_sample(operation, document, preference.example, preference.code)
    return sample_of(operation, document, preference.code, dynamic=preference.dynamic)


def _error_sample(
    operation: Operation, document: Document, code: str, status: int | None
) -> Sample | None:
    """Return an error's envelope for an example named like its code."""
    statuses = document.errors.of(operation.node).get(code, [])
    chosen = next((known for known in statuses if status in (None, known)), None)
    if chosen is None:
        return None
    content = {"error": {"code": code, "message": f"An example of {code}."}}
    schema = operation.responses[chosen]
    fits = schema is None or schema.fits(content)
    return Sample(chosen, content, "schema") if fits else None


def _chosen(preference: Preference, sample: Sample) -> Iterator[str]:
    if preference.code is not None:
        yield f"code={sample.status}"
    if preference.example is not None:
        yield f"example={preference.example}"
    if preference.dynamic and preference.example is None:
        yield "dynamic=true"


def _response_of(sample: Sample, honoured: str) -> Response:
    empty = sample.status == 204
    return Response(
        b"" if empty else orjson.dumps(sample.content),
        status_code=sample.status,
        headers={
            "cache-control": "no-store",
            "x-shopstub-source": sample.source,
            APPLIED: honoured,
        },
        media_type=None if empty else envelope.MEDIA_TYPE,
    )
