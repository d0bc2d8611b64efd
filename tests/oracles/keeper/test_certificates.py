"""Certificates that expire are warned of before, and told of after."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from quaychain.contracts.bindings.types import Certificate, CertificateStatus, CodeList, DocumentType
from quaychain.oracles.keeper.certificates import DAY, expiry_notices
from quaychain.oracles.keeper.notice import NoticeKind

END = 1_000 * DAY
NAME, OTHER = b"\x01" * 32, b"\x02" * 32


def certificate(**changes: Any) -> Certificate:
    stored = Certificate(
        status=CertificateStatus.ISSUED, issuer=b"i" * 16, holder=b"h" * 16, record=b"r" * 32, subject=b"s" * 32,
        document_type=DocumentType(CodeList.UNTDID1001, 3, 0), issued_at=1, status_since=1, valid_from=1,
        valid_until=END, reason_hash=bytes(32),
    )  # fmt: skip
    return replace(stored, **changes)


def told(now: int, **changes: Any) -> list[tuple[NoticeKind, int | None]]:
    notices = expiry_notices({NAME: certificate(**changes)}, now, (30, 7, 1))
    return [(notice.kind, notice.facts.get("warningDays")) for notice in notices]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (END - 30 * DAY - 1, []),
        (END - 30 * DAY, [(NoticeKind.CERTIFICATE_EXPIRES, 30)]),
        (END - 7 * DAY, [(NoticeKind.CERTIFICATE_EXPIRES, 7)]),
        (END - 1, [(NoticeKind.CERTIFICATE_EXPIRES, 1)]),
        (END, [(NoticeKind.CERTIFICATE_EXPIRED, None)]),
    ],
)
def test_the_latest_warning_that_is_due_and_then_the_note(now: int, expected: list[Any]) -> None:
    assert told(now) == expected
    assert told(now, status=CertificateStatus.SUSPENDED) == expected
    assert told(now, status=CertificateStatus.REVOKED) == []
    assert told(now, valid_until=0) == []


def test_each_warning_is_another_notice() -> None:
    ids = {
        notice.id
        for now in (END - 30 * DAY, END - 29 * DAY, END - 7 * DAY, END, END + DAY)
        for notice in expiry_notices({NAME: certificate()}, now, (30, 7))
    }
    assert len(ids) == 3


def test_one_that_another_goes_on_from_is_not_told_of() -> None:
    def alone(**changes: Any) -> bool:
        both = {NAME: certificate(), OTHER: certificate(**({"valid_until": END + 900 * DAY} | changes))}
        return NAME.hex() in {notice.facts["certificate"] for notice in expiry_notices(both, END, (30,))}

    assert not alone()
    assert not alone(valid_until=0)
    for changes in (
        {"status": CertificateStatus.SUSPENDED},
        {"valid_from": END + 1},
        {"subject": b"x" * 32},
        {"issuer": b"x" * 16},
        {"valid_until": END},
    ):
        assert alone(**changes), changes
