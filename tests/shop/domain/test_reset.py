from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from stub_server.server.rejection import Rejection
from stub_server.shop.domain.reset import ResetToken, require_valid

ISSUED = datetime(2026, 11, 23, 12, tzinfo=UTC)
TOKEN = ResetToken("secret", "cust_1", ISSUED + timedelta(minutes=30))


@pytest.mark.rule("C-cus-7")
def test_a_token_lives_until_its_time_is_over() -> None:
    assert require_valid(TOKEN, ISSUED + timedelta(minutes=29, seconds=59)) is TOKEN


@pytest.mark.rule("C-cus-8")
def test_an_expired_token_and_a_missing_one_are_refused_alike() -> None:
    rejections = []
    for token in (TOKEN, None):
        with pytest.raises(Rejection) as refused:
            require_valid(token, ISSUED + timedelta(minutes=30))
        rejections.append((refused.value.code, refused.value.message, refused.value.rule))
    assert rejections[0] == rejections[1]
    assert rejections[0][0] == "auth.tokenInvalid"


@pytest.mark.rule("C-cus-7")
def test_a_token_that_is_printed_does_not_show() -> None:
    assert "secret" not in repr(TOKEN)
