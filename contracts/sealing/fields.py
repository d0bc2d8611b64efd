"""Fields and attachments of a record, the disclosure class of each, and the Merkle leaf that commits to each."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from ..canonical import JsonValue, canonical_json
from ..merkle import leaf_hash
from .errors import ContentRefusedError

SALT_LENGTH = 16
#: Paths below this level are kept for attachments.
ATTACHMENTS = "attachments"
_MAX_PATH = 512
_LEAF_TYPES = ("bytes32", "uint32", "string", "string", "bytes", "bytes16")


class DisclosureClass(StrEnum):
    """Who a field is for: each class has its own key and its own readers."""

    PARTIES = "parties"
    COMMERCIAL = "commercial"
    CUSTOMS = "customs"
    TECHNICAL = "technical"
    LOGISTICS = "logistics"
    FINANCE = "finance"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Field:
    """One value at a path such as `lines/0/weight`; the value is JSON (RFC 8785), amounts as strings."""

    path: str
    disclosure_class: DisclosureClass
    value: JsonValue


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a record, such as a PDF. Its name is its path below `attachments`."""

    name: str
    media_type: str
    disclosure_class: DisclosureClass
    data: bytes


@dataclass(frozen=True, slots=True)
class RecordContent:
    """What is sealed together under one root."""

    fields: tuple[Field, ...]
    attachments: tuple[Attachment, ...] = ()


def attachment_field(name: str, media_type: str, disclosure_class: DisclosureClass, data: bytes) -> Field:
    """The field that commits to an attachment: its media type, length and SHA-256, so that whoever holds only the file
    can check it."""
    value: JsonValue = {"mediaType": media_type, "sha256": "0x" + hashlib.sha256(data).hexdigest(), "size": len(data)}
    return Field(f"{ATTACHMENTS}/{name}", disclosure_class, value)


def field_leaf(record: bytes, version: int, field: Field, salt: bytes) -> bytes:
    """32-byte leaf of a field: OpenZeppelin's double keccak256 over
    abi.encode(bytes32 record, uint32 version, string path, string class, bytes canonical JSON value, bytes16 salt)."""
    values = (record, version, field.path, field.disclosure_class.value, canonical_json(field.value), salt)
    return leaf_hash(_LEAF_TYPES, values)


def check_content(content: RecordContent) -> None:
    """Refuse paths and names that are malformed or stand twice. Raises ContentRefusedError."""
    seen: set[str] = set()
    for field in content.fields:
        _check_path(field.path)
        if field.path.split("/")[0] == ATTACHMENTS:
            raise ContentRefusedError(field.path, "paths below attachments are for attachments")
        _once(seen, field.path)
    for attachment in content.attachments:
        _check_path(attachment.name)
        _once(seen, f"{ATTACHMENTS}/{attachment.name}")
    if not seen:
        raise ContentRefusedError("the record", "it has neither fields nor attachments")


def _check_path(path: str) -> None:
    if not path or len(path) > _MAX_PATH:
        raise ContentRefusedError(repr(path[:40]), f"a path has 1 to {_MAX_PATH} characters")
    if any(not level for level in path.split("/")) or not path.isprintable():
        raise ContentRefusedError(repr(path), "a path has printable levels with one / between them")


def _once(seen: set[str], path: str) -> None:
    if path in seen:
        raise ContentRefusedError(path, "it stands twice")
    seen.add(path)
