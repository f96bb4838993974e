"""No, in one type: a code that the frontend knows, words for people, and the rule behind it."""

from __future__ import annotations

from collections.abc import Mapping


class Refusal(Exception):
    """The shop says no.

    code: stable and dotted, as the contract lists it (`cart.itemLimit`, C-conv-3).
    message: a sentence for people.
    rule: the id of the rule that it comes from (`C-cart-6`).
    members: what stands beside code and message in the error (`field`, `lines`).
    retry_after: seconds until it makes sense to try again, for 429 (C-cus-6).
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        rule: str,
        members: Mapping[str, object] | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.rule = rule
        self.members = dict(members or {})
        self.retry_after = retry_after
