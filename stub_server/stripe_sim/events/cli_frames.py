"""What goes over the Stripe CLI's WebSocket: signed events, and lines of the request log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from stub_server.stripe_sim.events.signature import HEADER, sign
from stub_server.stripe_sim.store.schema import Json, public

FORWARDED_HEADERS = {
    "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
    "Accept": "*/*; q=0.5, application/xml",
    "Cache-Control": "no-cache",
    "Content-Type": "application/json; charset=utf-8",
}
ERROR_MEMBERS = ("type", "code", "message", "param", "decline_code", "charge")

Filters = Mapping[str, Sequence[str]]


def build_webhook_frame(
    event: Json, conversation: str, secret: str, at: int, version: str | None
) -> str:
    """The event for an endpoint of that version (None: the account's own), signed at a second."""
    members = public(event)
    if version is not None:
        members["api_version"] = version
    payload = orjson.dumps(members, option=orjson.OPT_INDENT_2)
    return _dump(
        {
            "type": "webhook_event",
            "webhook_id": f"wh_{conversation}",
            "webhook_conversation_id": f"wc_{conversation}",
            "endpoint": {"api_version": version},
            "event_payload": payload.decode(),
            "http_headers": {**FORWARDED_HEADERS, HEADER: sign(payload, secret, at)},
        }
    )


def build_log_frame(line: Json, conversation: str) -> str:
    """A request that was answered, as `log_line` has put it."""
    return _dump(
        {
            "type": "request_log_event",
            "request_log_id": f"resp_{conversation}",
            "event_payload": orjson.dumps(line).decode(),
        }
    )


def build_log_line(
    method: str, url: str, request_id: str, status: int, body: bytes, created_at: int
) -> Json:
    """What the log says of a request; of an error, what a developer looks for."""
    error: Json = {}
    if status >= 400:
        details = orjson.loads(body)["error"]
        error = {name: details[name] for name in ERROR_MEMBERS if details.get(name) is not None}
    return {
        "created_at": created_at,
        "livemode": False,
        "method": method,
        "request_id": request_id,
        "status": status,
        "url": url,
        "error": error,
    }


def matches_filters(filters: Filters, line: Json) -> bool:
    """Whether `logs tail` asked for such lines; what can't be told apart here passes."""
    status: int = line["status"]
    facts: dict[str, set[Any]] = {
        "filter_http_method": {line["method"]},
        "filter_request_path": {line["url"]},
        "filter_request_status": {"SUCCEEDED" if status < 300 else "FAILED"},
        "filter_source": {"API"},
        "filter_status_code": {str(status)},
        "filter_status_code_type": {f"{status // 100}00", f"{status // 100}XX"},
    }
    return all(
        not wanted or facts.get(name, set(wanted)) & {*wanted} for name, wanted in filters.items()
    )


def _dump(frame: Json) -> str:
    return orjson.dumps(frame).decode()
