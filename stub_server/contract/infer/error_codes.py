"""Derive the status of an error code, and the operations that answer with it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from stub_server.contract import statuses
from stub_server.contract.infer import operation_refs
from stub_server.contract.model import Operation

_INVALID = re.compile(r"(?:invalid|empty|missing|malformed|weak|blank|toolong|tooshort)$", re.I)


def reason_for_status(status: int, text: str, code: str) -> str:
    """Why a list's status that names no code means this one; empty when that is not certain.

    text: the words of the list's item.
    """
    last = code.rpartition(".")[2].lower()
    if "validation" in text.lower() and _INVALID.search(last):
        return "it is taken as one of the validation errors of the list of statuses"
    reason = re.sub(r"[^a-z]", "", statuses.REASONS.get(status, "").lower())
    return "its name is that status's own reason" if reason and last == reason else ""


def operations_of_code(
    when: str,
    statuses_of_code: Sequence[int],
    reach: Sequence[Operation],
    mentions: Mapping[int, Sequence[Operation]],
) -> tuple[list[Operation], str]:
    """The operations that answer a code of no named endpoint, and words on why.

    mentions: the operations whose own rows name a status without its code, by the status.
    """
    found = [operation for status in statuses_of_code for operation in mentions.get(status, ())]
    return (found, "") if found else operation_refs.derive_operations(when, statuses_of_code, reach)
