"""The responses of an operation: its success, and its failures in the error envelope."""

from __future__ import annotations

from collections.abc import Mapping

from stub_server.contract import statuses
from stub_server.contract.emit.schemas import Schemas
from stub_server.contract.model import Json, Payload

MEDIA = "application/json"
_HEADERS = {
    405: ("Allow", "The methods that the path knows."),
    429: ("Retry-After", "Seconds until it makes sense to try again."),
}


def success(payload: Payload, schemas: Schemas) -> Json:
    """The answer of an operation that succeeds, without its status."""
    response: Json = {"description": statuses.reason(payload.status or 200)}
    if payload.kind != "none":
        response["content"] = {MEDIA: {"schema": content(payload, schemas)}}
    return response


def content(payload: Payload, schemas: Schemas) -> Json:
    """The schema of a body; a signed one is an object at least."""
    if payload.type is not None:
        return schemas.of(payload.type)
    return {"type": "object"} if payload.signed else {}


def failure(status: int, codes: Mapping[str, str]) -> Json:
    """The answer with an error status: an envelope whose code is one of these.

    codes: each with when it comes; an empty code leaves open which it is.
    """
    whens = [f"`{code}`: {when}" if code else when for code, when in codes.items() if when or code]
    response: Json = {
        "description": "\n".join(
            [f"{statuses.reason(status)}.", *(when.rstrip(": ") for when in whens)]
        )
    }
    if status in _HEADERS:
        name, meaning = _HEADERS[status]
        response["headers"] = {name: {"description": meaning, "schema": {"type": "string"}}}
    response["content"] = {MEDIA: {"schema": _envelope(sorted(codes))}}
    return response


def _envelope(codes: list[str]) -> Json:
    code: Json = {"type": "string"}
    if codes and all(codes):
        code["enum"] = codes
    error = {
        "type": "object",
        "properties": {"code": code, "message": {"type": "string"}},
        "required": ["code", "message"],
    }
    return {"type": "object", "properties": {"error": error}, "required": ["error"]}


def name_of(status: int, codes: Mapping[str, str]) -> str:
    """The shared name of a failure: `409-cart.itemLimit`."""
    return "-".join([str(status), *sorted(code or "any" for code in codes)])
