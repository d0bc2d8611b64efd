"""Compare a file that somebody holds with the sealed record that it is said to come from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from .errors import SealingError
from .opening import OpenedRecord


@dataclass
class AttachmentMismatchError(SealingError):
    """The file is not the record's attachment of that name. Digests are SHA-256, in hexadecimal."""

    record: bytes
    name: str
    sealed: str
    given: str

    def __str__(self) -> str:
        return (
            f"{self.name} is not what was sealed: its SHA-256 is {self.given[:16]}…, the record's {self.sealed[:16]}…"
        )


@dataclass
class AttachmentNotReadableError(SealingError):
    """The record has no attachment of that name that this reader may see."""

    record: bytes
    name: str


def check_attachment(record: OpenedRecord, name: str, data: bytes) -> None:
    """Raise AttachmentMismatchError where `data` differs, AttachmentNotReadableError where there is no such name."""
    for attachment in record.attachments:
        if attachment.name == name:
            if attachment.data != data:
                sealed, given = (hashlib.sha256(each).hexdigest() for each in (attachment.data, data))
                raise AttachmentMismatchError(record.header.record, name, sealed, given)
            return
    raise AttachmentNotReadableError(record.header.record, name)
