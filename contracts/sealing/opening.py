"""Check and open a sealed record: nothing is shown before everything about it holds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from ..canonical import JsonValue
from ..merkle import MerkleTree
from ..signatures import recover_address
from .errors import (
    FieldTamperedError,
    PublisherSignatureError,
    RecordMismatchError,
    RootMismatchError,
    SectionTamperedError,
    WrapTamperedError,
)
from .fields import SALT_LENGTH, DisclosureClass, Field, attachment_field, field_leaf
from .header import Container, RecordHeader, SealedHeader, split
from .keys import EncryptionKey
from .section import Section, decrypt_section
from .wraps import Wrap, unwrap_class_key, wraps_for


@dataclass(frozen=True, slots=True)
class ExpectedRecord:
    """What the chain says of the record to be opened.

    `publisher` is the account that published it (RecordRegistry's issuerAccount), or None where the ciphertext is
    pinned by its CID on chain instead, as batches of events are.
    """

    chain_id: int
    record: bytes
    version: int
    root: bytes
    publisher: str | None


@dataclass(frozen=True, slots=True)
class OpenedField:
    """A field a reader may see; the salt lets the reader prove it to others against the root."""

    path: str
    disclosure_class: DisclosureClass
    value: JsonValue
    salt: bytes


@dataclass(frozen=True, slots=True)
class OpenedAttachment:
    """An attachment a reader may see."""

    name: str
    media_type: str
    disclosure_class: DisclosureClass
    data: bytes
    salt: bytes


@dataclass(frozen=True, slots=True)
class OpenedRecord:
    """What one reader may see of a record. `withheld` are the classes it has that this reader can't open."""

    header: RecordHeader
    publisher: str
    root: bytes
    fields: tuple[OpenedField, ...]
    attachments: tuple[OpenedAttachment, ...]
    withheld: frozenset[DisclosureClass]


def read_header(sealed: bytes) -> SealedHeader:
    """The public header of a sealed record, once everything that needs no key is checked: form, publisher's signature,
    root over the leaf hashes, digest of each section.

    Raises SealedFormatError, PublisherSignatureError, RootMismatchError, SectionTamperedError.
    """
    return _checked(sealed).header


def open_sealed(sealed: bytes, wraps: Iterable[Wrap], key: EncryptionKey, expected: ExpectedRecord) -> OpenedRecord:
    """Open the classes that this key has wraps for.

    Raises what `read_header` does; RecordMismatchError or RootMismatchError where it is not the record expected;
    NotAReaderError where no wrap is for this key; WrapTamperedError, SectionTamperedError, FieldTamperedError.
    """
    container = _checked(sealed)
    header = container.header
    _check_expected(header, expected)
    mine = wraps_for(header.record_header, wraps, key)
    fields: list[OpenedField] = []
    attachments: list[OpenedAttachment] = []
    seen: set[str] = set()
    for disclosure_class in sorted(mine):
        if disclosure_class not in container.sections:
            raise WrapTamperedError(
                header.record_header.record, disclosure_class.value, key.member, "the record has no such class"
            )
        class_key = unwrap_class_key(header, mine[disclosure_class], key)
        section = decrypt_section(
            header.record_header, disclosure_class, container.sections[disclosure_class], class_key
        )
        _check_section(header, section, seen)
        fields += [
            OpenedField(salted.field.path, disclosure_class, salted.field.value, salted.salt)
            for salted in section.fields
        ]
        attachments += [
            OpenedAttachment(
                salted.attachment.name,
                salted.attachment.media_type,
                disclosure_class,
                salted.attachment.data,
                salted.salt,
            )
            for salted in section.attachments
        ]
    return OpenedRecord(
        header=header.record_header,
        publisher=header.publisher,
        root=header.root,
        fields=tuple(fields),
        attachments=tuple(attachments),
        withheld=frozenset(container.sections) - frozenset(mine),
    )


def _checked(sealed: bytes) -> Container:
    container = split(sealed)
    header = container.header
    record = header.record_header.record
    _check_signature(container)
    root = MerkleTree(header.leaves).root
    if root != header.root:
        raise RootMismatchError(record, header.root, root)
    for section in header.sections:
        if hashlib.sha256(container.sections[section.disclosure_class]).digest() != section.sha256:
            raise SectionTamperedError(record, section.disclosure_class.value, "its digest is not the signed one")
    return container


def _check_signature(container: Container) -> None:
    header = container.header
    signer = recover_address(header.signing_payload(), container.signature)
    if signer is None or signer.lower() != header.publisher:
        raise PublisherSignatureError(header.record_header.record, header.publisher)


def _check_expected(header: SealedHeader, expected: ExpectedRecord) -> None:
    head = header.record_header
    for part, wanted, given in (
        ("chain id", str(expected.chain_id), str(head.chain_id)),
        ("record", "0x" + expected.record.hex(), "0x" + head.record.hex()),
        ("version", str(expected.version), str(head.version)),
    ):
        if wanted != given:
            raise RecordMismatchError(part, wanted, given)
    if expected.root != header.root:
        raise RootMismatchError(head.record, expected.root, header.root)
    if expected.publisher is not None and expected.publisher.lower() != header.publisher:
        raise RecordMismatchError("publisher", expected.publisher.lower(), header.publisher)


def _check_section(header: SealedHeader, section: Section, seen: set[str]) -> None:
    """Every field and attachment must be one of the signed leaves, each path once."""
    leaves = frozenset(header.leaves)
    salted_fields = [(salted.field, salted.salt) for salted in section.fields]
    for salted in section.attachments:
        item = salted.attachment
        field = attachment_field(item.name, item.media_type, item.disclosure_class, item.data)
        salted_fields.append((field, salted.salt))
    for field, salt in salted_fields:
        if field.path in seen or not _committed(header.record_header, field, salt, leaves):
            raise FieldTamperedError(header.record_header.record, field.disclosure_class.value, field.path)
        seen.add(field.path)


def _committed(header: RecordHeader, field: Field, salt: bytes, leaves: frozenset[bytes]) -> bool:
    return len(salt) == SALT_LENGTH and field_leaf(header.record, header.version, field, salt) in leaves
