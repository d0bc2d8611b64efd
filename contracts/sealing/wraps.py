"""Class keys wrapped for one reader each, and the commitment to who was granted what."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass

from ..canonical import canonical_json
from ..merkle import MerkleTree, leaf_hash
from .errors import NotAReaderError, WrapTamperedError
from .fields import SALT_LENGTH, DisclosureClass
from .header import RecordHeader, SealedHeader, key_commitment
from .keys import EncryptionKey, Reader, hpke_decrypt, hpke_encrypt

CLASS_KEY_LENGTH = 32
_LEAF_TYPES = ("bytes32", "uint32", "string", "bytes16", "uint32", "bytes16")


@dataclass(frozen=True, slots=True)
class Wrap:
    """One class key of one record version, encrypted to one reader. Wraps live off chain, in stores that can erase.

    `salt` makes the grant's leaf unguessable once the wrap is erased.
    """

    record: bytes
    version: int
    disclosure_class: DisclosureClass
    member: bytes
    key_version: int
    salt: bytes
    wrapped_key: bytes


def wrap_class_key(header: RecordHeader, disclosure_class: DisclosureClass, class_key: bytes, reader: Reader) -> Wrap:
    """Wrap a class key for a reader. Raises EncryptionKeyError where its public key is unusable."""
    info = _binding(header.chain_id, header.record, header.version, disclosure_class, reader.member, reader.key_version)
    return Wrap(
        record=header.record,
        version=header.version,
        disclosure_class=disclosure_class,
        member=reader.member,
        key_version=reader.key_version,
        salt=os.urandom(SALT_LENGTH),
        wrapped_key=hpke_encrypt(reader.kem, reader.public_key, class_key, info),
    )


def unwrap_class_key(sealed: SealedHeader, wrap: Wrap, key: EncryptionKey) -> bytes:
    """The class key that a wrap holds for this reader, equal to what the publisher committed to.

    Raises WrapTamperedError.
    """
    header = sealed.record_header
    info = _binding(header.chain_id, header.record, header.version, wrap.disclosure_class, key.member, key.key_version)
    class_key = hpke_decrypt(key.seed, wrap.wrapped_key, info)
    if class_key is None:
        raise WrapTamperedError(
            header.record,
            wrap.disclosure_class.value,
            wrap.member,
            "it doesn't open with this reader's key for this record, version and class",
        )
    commitments = {section.disclosure_class: section.key_commitment for section in sealed.sections}
    if commitments.get(wrap.disclosure_class) != key_commitment(class_key):
        raise WrapTamperedError(
            header.record,
            wrap.disclosure_class.value,
            wrap.member,
            "it holds another key than the publisher committed to",
        )
    return class_key


def wraps_for(header: RecordHeader, wraps: Iterable[Wrap], key: EncryptionKey) -> dict[DisclosureClass, Wrap]:
    """Those wraps that are said to be for this record, version and reader. Raises NotAReaderError where none is."""
    wanted = (header.record, header.version, key.member, key.key_version)
    mine = {
        wrap.disclosure_class: wrap
        for wrap in wraps
        if (wrap.record, wrap.version, wrap.member, wrap.key_version) == wanted
    }
    if not mine:
        raise NotAReaderError(header.record, header.version, key.member)
    return mine


def grant(
    sealed: SealedHeader,
    wraps: Iterable[Wrap],
    key: EncryptionKey,
    disclosure_class: DisclosureClass,
    reader: Reader,
) -> Wrap:
    """A wrap of a class key for a further reader, made by one who can open that class.

    Raises NotAReaderError, WrapTamperedError, EncryptionKeyError.
    """
    header = sealed.record_header
    mine = wraps_for(header, wraps, key).get(disclosure_class)
    if mine is None:
        raise NotAReaderError(header.record, header.version, key.member)
    return wrap_class_key(header, disclosure_class, unwrap_class_key(sealed, mine, key), reader)


def grants_commitment(wraps: Iterable[Wrap]) -> bytes:
    """What the chain keeps of grants: the Merkle root over (record, version, class, member, key version, salt)."""
    return MerkleTree(
        [
            leaf_hash(
                _LEAF_TYPES,
                (wrap.record, wrap.version, wrap.disclosure_class.value, wrap.member, wrap.key_version, wrap.salt),
            )
            for wrap in wraps
        ]
    ).root


def _binding(
    chain_id: int, record: bytes, version: int, disclosure_class: DisclosureClass, member: bytes, key_version: int
) -> bytes:
    return canonical_json(
        ["quaychain wrap 1", chain_id, record.hex(), version, disclosure_class.value, member.hex(), key_version]
    )
