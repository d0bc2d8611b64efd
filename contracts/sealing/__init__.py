"""Sealed records: content that only its readers can open, committed to by one Merkle root.

`seal` makes a sealed record of fields and attachments; `open_sealed` checks and opens what one reader may see. Pure:
ciphertext and wraps are kept by the stores in `quaychain.contracts.stores`.
"""

from __future__ import annotations

from .errors import SealingError
from .fields import Attachment, DisclosureClass, Field, RecordContent
from .header import DocumentType, RecordHeader, SealedHeader
from .keys import EncryptionKey, Reader
from .opening import ExpectedRecord, OpenedAttachment, OpenedField, OpenedRecord, open_sealed, read_header
from .seal import RecordSigner, SealedRecord, seal
from .wraps import Wrap, grant, grants_commitment

__all__ = [
    "Attachment",
    "DisclosureClass",
    "DocumentType",
    "EncryptionKey",
    "ExpectedRecord",
    "Field",
    "OpenedAttachment",
    "OpenedField",
    "OpenedRecord",
    "Reader",
    "RecordContent",
    "RecordHeader",
    "RecordSigner",
    "SealedHeader",
    "SealedRecord",
    "SealingError",
    "Wrap",
    "grant",
    "grants_commitment",
    "open_sealed",
    "read_header",
    "seal",
]
