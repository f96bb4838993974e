"""Frames of the Stripe CLI's WebSocket: signed events, and lines of the request log."""

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
    """Return the frame of an event, signed at the Unix second `at`.

    `version`: API version of the endpoint; None: that of the account.
    """
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
    """Return the frame of a line of `build_log_line`."""
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
    """Return the log line of a request; `error` has the ERROR_MEMBERS of an error."""
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
    """Return whether a log line matches all filters; unknown filters match every line."""
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
