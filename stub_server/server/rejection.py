"""The one exception for requests that are rejected with a documented code."""

from __future__ import annotations

from collections.abc import Mapping


class Rejection(Exception):
    """A request is rejected.

    code: as the document lists it, stable and dotted (`cart.itemLimit`).
    message: a sentence for people.
    rule: the id of the rule behind it; "" lets the server look it up in the document.
    members: further members of the error beside code and message (`field`, `lines`).
    retry_after: seconds until it makes sense to try again, for 429.
    headers: further headers of the response.
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        rule: str = "",
        members: Mapping[str, object] | None = None,
        retry_after: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.rule = rule
        self.members = dict(members or {})
        self.retry_after = retry_after
        self.headers = dict(headers or {})
