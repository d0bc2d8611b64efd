"""A file is compared with the record that it is said to come from."""

from __future__ import annotations

import pytest

from quaychain.contracts.sealing import DisclosureClass, DocumentType, OpenedAttachment, OpenedRecord, RecordHeader
from quaychain.contracts.sealing.checking import (
    AttachmentMismatchError,
    AttachmentNotReadableError,
    check_attachment,
)


def _record() -> OpenedRecord:
    attachment = OpenedAttachment("invoice.pdf", "application/pdf", DisclosureClass.PARTIES, b"%PDF-1", bytes(16))
    header = RecordHeader(1, b"\x01" * 32, 1, DocumentType(1, 380, 0), b"\x02" * 16)
    return OpenedRecord(header, "0x" + "00" * 20, bytes(32), (), (attachment,), frozenset())


def test_the_sealed_file_passes() -> None:
    check_attachment(_record(), "invoice.pdf", b"%PDF-1")


def test_another_file_is_named_with_both_digests() -> None:
    with pytest.raises(AttachmentMismatchError, match=r"invoice\.pdf is not what was sealed") as refusal:
        check_attachment(_record(), "invoice.pdf", b"%PDF-2")
    assert refusal.value.sealed != refusal.value.given


def test_a_name_that_is_not_there_is_refused() -> None:
    with pytest.raises(AttachmentNotReadableError):
        check_attachment(_record(), "other.pdf", b"%PDF-1")
