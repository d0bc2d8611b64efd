"""Seal a record's content for its readers."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from ..merkle import MerkleTree
from .errors import ContentRefusedError
from .fields import SALT_LENGTH, DisclosureClass, RecordContent, attachment_field, check_content, field_leaf
from .header import Container, RecordHeader, SealedHeader, SectionHeader, join, key_commitment
from .keys import Reader
from .section import SaltedAttachment, SaltedField, Section, encrypt_section
from .wraps import CLASS_KEY_LENGTH, Wrap, wrap_class_key


class RecordSigner(Protocol):
    """A publisher's account."""

    @property
    def address(self) -> str:
        """The account's address, 0x and 40 hexadecimal digits."""

    def sign_payload(self, payload: bytes) -> bytes:
        """65 bytes r ‖ s ‖ v (v 27 or 28, s low) over keccak256 of the payload."""


@dataclass(frozen=True, slots=True)
class SealedRecord:
    """A sealed record: `ciphertext` for a ContentStore, `wraps` for a WrapStore, `header.root` for the chain."""

    ciphertext: bytes
    header: SealedHeader
    wraps: tuple[Wrap, ...]

    @property
    def root(self) -> bytes:
        """32-byte Merkle root over all leaves."""
        return self.header.root


def seal(
    content: RecordContent,
    header: RecordHeader,
    readers: Mapping[DisclosureClass, Sequence[Reader]],
    signer: RecordSigner,
) -> SealedRecord:
    """Encrypt each class under a random key of its own, wrap that key for each of its readers, and sign the whole.

    Every class in the content needs a reader; the publisher is one only where it is named (and can grant later only
    then). Raises ContentRefusedError, EncryptionKeyError, NotCanonicalError.
    """
    check_content(content)
    leaves: list[bytes] = []
    sections: dict[DisclosureClass, bytes] = {}
    section_headers: list[SectionHeader] = []
    wraps: list[Wrap] = []
    for disclosure_class in sorted(_classes(content)):
        if not readers.get(disclosure_class):
            raise ContentRefusedError(f"class {disclosure_class.value}", "nobody is named to read it")
        section = _section(content, disclosure_class)
        leaves += _leaves(section, header)
        class_key = os.urandom(CLASS_KEY_LENGTH)
        ciphertext = encrypt_section(header, disclosure_class, section, class_key)
        sections[disclosure_class] = ciphertext
        digest = hashlib.sha256(ciphertext).digest()
        section_headers.append(SectionHeader(disclosure_class, len(ciphertext), digest, key_commitment(class_key)))
        wraps += [wrap_class_key(header, disclosure_class, class_key, reader) for reader in readers[disclosure_class]]
    leaves.sort()
    sealed_header = SealedHeader(
        header, signer.address.lower(), MerkleTree(leaves).root, tuple(leaves), tuple(section_headers)
    )
    signature = signer.sign_payload(sealed_header.signing_payload())
    return SealedRecord(join(Container(sealed_header, signature, sections)), sealed_header, tuple(wraps))


def _classes(content: RecordContent) -> set[DisclosureClass]:
    in_fields = {field.disclosure_class for field in content.fields}
    return in_fields | {attachment.disclosure_class for attachment in content.attachments}


def _section(content: RecordContent, disclosure_class: DisclosureClass) -> Section:
    return Section(
        tuple(
            SaltedField(field, os.urandom(SALT_LENGTH))
            for field in content.fields
            if field.disclosure_class is disclosure_class
        ),
        tuple(
            SaltedAttachment(attachment, os.urandom(SALT_LENGTH))
            for attachment in content.attachments
            if attachment.disclosure_class is disclosure_class
        ),
    )


def _leaves(section: Section, header: RecordHeader) -> list[bytes]:
    salted_fields = [(salted.field, salted.salt) for salted in section.fields]
    for salted in section.attachments:
        item = salted.attachment
        field = attachment_field(item.name, item.media_type, item.disclosure_class, item.data)
        salted_fields.append((field, salted.salt))
    return [field_leaf(header.record, header.version, field, salt) for field, salt in salted_fields]
