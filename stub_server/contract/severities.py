"""Every code of a diagnostic, with its severity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Severity = Literal["error", "warning", "info"]

SEVERITIES: Mapping[str, Severity] = {
    # The document would be wrong: `shopstub lint` exits with 1.
    "bad-method": "error",
    "bad-path": "error",
    "circular-type": "error",
    "code-without-status": "error",
    "duplicate-operation": "error",
    "example-does-not-fit": "error",
    "no-endpoints": "error",
    "no-type-named": "error",
    "type-redefined": "error",
    "typescript-syntax": "error",
    "unknown-type": "error",
    # Something on the page does not reach the document, or may mean something else.
    "bad-pattern": "warning",
    "bad-row": "warning",
    "body-on-get": "warning",
    "column-not-read": "warning",
    "cell-not-read": "warning",
    "constraint-mismatch": "warning",
    "duplicate-rule": "warning",
    "example-not-json": "warning",
    "example-without-operation": "warning",
    "field-type-not-read": "warning",
    "login-not-read": "warning",
    "member-redefined": "warning",
    "odd-tuple": "warning",
    "path-parameter-mismatch": "warning",
    "signature-unknown": "warning",
    "status-without-code": "warning",
    "table-not-read": "warning",
    "type-arguments": "warning",
    "unescaped-pipe": "warning",
    "unknown-code": "warning",
    "unknown-endpoint": "warning",
    "unknown-member": "warning",
    "unknown-status": "warning",
    "unsupported-type": "warning",
    # The page is silent and the compiler derived it by a rule of its own.
    "constraint-not-read": "info",
    "endpoint-derived": "info",
    "example-not-checked": "info",
    "example-role-derived": "info",
    "login-without-401": "info",
    "member-type-derived": "info",
    "operation-id-derived": "info",
    "query-type-derived": "info",
    "returns-nothing": "info",
    "session-unnamed": "info",
    "status-derived": "info",
    "type-derived": "info",
    "words-not-read": "info",
}
