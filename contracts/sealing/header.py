"""The public part of a sealed record, its publisher's signature, and the byte form that holds all parts.

Byte form: MAGIC, length of the header (4 bytes, big endian), header (canonical JSON), signature (65 bytes), then one
section per disclosure class in the header's order and of the header's lengths, and nothing after.

The publisher signs by EIP-712 with its secp256k1 account, not by a further Ed25519 key: the account is the one that
enters the record on chain, so the MemberRegistry already proves whose it is and when it was valid, and a contract could
check the signature too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from eth_abi.abi import encode

from ..canonical import JsonValue, NotCanonicalError, canonical_json, parse_canonical
from ..keccak import keccak256
from .errors import SealedFormatError
from .fields import DisclosureClass

FORMAT = "quaychain-sealed-record-1"
MAGIC = b"\x89QCSEAL\n"
SIGNATURE_LENGTH = 65
_LENGTH_BYTES = 4
_DOMAIN = keccak256(b"EIP712Domain(string name,string version,uint256 chainId)")
_DOMAIN_NAME = keccak256(b"Quaychain sealed record")
_DOMAIN_VERSION = keccak256(b"1")
_STRUCT = keccak256(b"SealedRecord(bytes32 record,uint32 version,bytes16 issuer,bytes32 root,bytes32 headerHash)")


@dataclass(frozen=True, slots=True)
class DocumentType:
    """Code list, code and subtype as RecordRegistry has them (code list 1: UNTDID 1001, 2: Quaychain's own)."""

    code_list: int
    code: int
    subtype: int = 0


@dataclass(frozen=True, slots=True)
class RecordHeader:
    """Which record this is: chain id, record id (32 bytes), version from 1, document type, issuer (16 bytes)."""

    chain_id: int
    record: bytes
    version: int
    document_type: DocumentType
    issuer: bytes


@dataclass(frozen=True, slots=True)
class SectionHeader:
    """One class's section: length and SHA-256 of its ciphertext, and SHA-256 commitment to its key.

    The commitment gives all readers of the class the same key, hence the same content: XChaCha20-Poly1305 alone would
    let a publisher make one ciphertext that opens to different content under different keys.
    """

    disclosure_class: DisclosureClass
    length: int
    sha256: bytes
    key_commitment: bytes


@dataclass(frozen=True, slots=True)
class SealedHeader:
    """All that a sealed record shows without a key: identity, publisher, root, sorted leaf hashes, sections."""

    record_header: RecordHeader
    publisher: str
    root: bytes
    leaves: tuple[bytes, ...]
    sections: tuple[SectionHeader, ...]

    def encoded(self) -> bytes:
        """The header's canonical JSON."""
        head = self.record_header
        return canonical_json(
            {
                "chainId": head.chain_id,
                "documentType": {
                    "code": head.document_type.code,
                    "codeList": head.document_type.code_list,
                    "subtype": head.document_type.subtype,
                },
                "format": FORMAT,
                "issuer": _hex(head.issuer),
                "leaves": [_hex(leaf) for leaf in self.leaves],
                "publisher": self.publisher.lower(),
                "record": _hex(head.record),
                "root": _hex(self.root),
                "sections": [
                    {
                        "class": section.disclosure_class.value,
                        "keyCommitment": _hex(section.key_commitment),
                        "length": section.length,
                        "sha256": _hex(section.sha256),
                    }
                    for section in self.sections
                ],
                "version": head.version,
            }
        )

    def signing_payload(self) -> bytes:
        """The 66 bytes 0x1901 ‖ domain ‖ struct (EIP-712) whose keccak256 the publisher signs."""
        head = self.record_header
        domain = keccak256(
            encode(
                ("bytes32", "bytes32", "bytes32", "uint256"), (_DOMAIN, _DOMAIN_NAME, _DOMAIN_VERSION, head.chain_id)
            )
        )
        struct = keccak256(
            encode(
                ("bytes32", "bytes32", "uint32", "bytes16", "bytes32", "bytes32"),
                (_STRUCT, head.record, head.version, head.issuer, self.root, keccak256(self.encoded())),
            )
        )
        return b"\x19\x01" + domain + struct


@dataclass(frozen=True, slots=True)
class Container:
    """A sealed record taken apart; nothing in it is checked beyond its form."""

    header: SealedHeader
    signature: bytes
    sections: Mapping[DisclosureClass, bytes]


def key_commitment(class_key: bytes) -> bytes:
    """What the header says of a class key; a random 32-byte key can't be guessed from it."""
    return hashlib.sha256(b"quaychain class key commitment 1\0" + class_key).digest()


def join(container: Container) -> bytes:
    """The byte form of a sealed record."""
    header = container.header.encoded()
    parts = [MAGIC, len(header).to_bytes(_LENGTH_BYTES, "big"), header, container.signature]
    parts += [container.sections[section.disclosure_class] for section in container.header.sections]
    return b"".join(parts)


def split(sealed: bytes) -> Container:
    """Take a sealed record apart. Raises SealedFormatError naming the part that has not the right form."""
    start = len(MAGIC) + _LENGTH_BYTES
    if len(sealed) < start or not sealed.startswith(MAGIC):
        raise SealedFormatError("start", "it doesn't begin like one")
    header_end = start + int.from_bytes(sealed[len(MAGIC) : start], "big")
    sections_start = header_end + SIGNATURE_LENGTH
    if len(sealed) < sections_start:
        raise SealedFormatError("header", "it is cut off")
    header = _parse(sealed[start:header_end])
    sections: dict[DisclosureClass, bytes] = {}
    position = sections_start
    for section in header.sections:
        sections[section.disclosure_class] = sealed[position : position + section.length]
        position += section.length
    if position != len(sealed):
        raise SealedFormatError("sections", f"{len(sealed) - sections_start} bytes, not {position - sections_start}")
    return Container(header, sealed[header_end:sections_start], sections)


def _parse(data: bytes) -> SealedHeader:
    try:
        fields = parse_canonical(data)
    except NotCanonicalError as error:
        raise SealedFormatError("header", error.reason) from error
    try:
        header = _build(fields)
        same = header.encoded() == data
    except (KeyError, TypeError, ValueError, AttributeError, NotCanonicalError) as error:
        raise SealedFormatError("header", f"{type(error).__name__}: {error}") from error
    if not same:
        raise SealedFormatError("header", "it has other fields or forms than this format")
    head = header.record_header
    if not 1 <= head.version < 1 << 32 or not 0 < head.chain_id < 1 << 53:
        raise SealedFormatError("header", "version or chain id out of range")
    classes = [section.disclosure_class for section in header.sections]
    if classes != sorted(set(classes)):
        raise SealedFormatError("header", "its classes are not in order, each once")
    if any(section.length < 0 for section in header.sections):
        raise SealedFormatError("header", "a section of negative length")
    if list(header.leaves) != sorted(set(header.leaves)) or not header.leaves:
        raise SealedFormatError("header", "its leaf hashes are not in order, each once")
    return header


def _build(fields: JsonValue) -> SealedHeader:
    if not isinstance(fields, dict):
        raise TypeError("no object")
    if fields["format"] != FORMAT:
        raise ValueError(f"format {fields['format']!r}")
    document_type = fields["documentType"]
    return SealedHeader(
        record_header=RecordHeader(
            chain_id=_integer(fields["chainId"]),
            record=_bytes(fields["record"], 32),
            version=_integer(fields["version"]),
            document_type=DocumentType(
                _integer(document_type["codeList"]),
                _integer(document_type["code"]),
                _integer(document_type["subtype"]),
            ),
            issuer=_bytes(fields["issuer"], 16),
        ),
        publisher="0x" + _bytes(fields["publisher"], 20).hex(),
        root=_bytes(fields["root"], 32),
        leaves=tuple(_bytes(leaf, 32) for leaf in fields["leaves"]),
        sections=tuple(
            SectionHeader(
                DisclosureClass(section["class"]),
                _integer(section["length"]),
                _bytes(section["sha256"], 32),
                _bytes(section["keyCommitment"], 32),
            )
            for section in fields["sections"]
        ),
    )


def _integer(value: JsonValue) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{value!r} is no integer")
    return value


def _bytes(value: JsonValue, length: int) -> bytes:
    if not isinstance(value, str) or not value.startswith("0x"):
        raise TypeError(f"{value!r} is no hexadecimal text")
    data = bytes.fromhex(value[2:])
    if len(data) != length:
        raise ValueError(f"{len(data)} bytes, not {length}")
    return data


def _hex(data: bytes) -> str:
    return "0x" + data.hex()
