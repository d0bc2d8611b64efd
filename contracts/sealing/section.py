"""The ciphertext of one disclosure class: libsodium's secretstream (XChaCha20-Poly1305) over chunks of 64 KiB.

Plaintext: length of the list (4 bytes, big endian), the list (canonical JSON: fields with their salts, attachments
with their sizes), the attachments' bytes in that order, zeros up to the padded length. Every chunk is bound to chain,
record, version and class as additional data; the last one carries the stream's final tag, so a cut is seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_ABYTES,
    crypto_secretstream_xchacha20poly1305_HEADERBYTES,
    crypto_secretstream_xchacha20poly1305_init_pull,
    crypto_secretstream_xchacha20poly1305_init_push,
    crypto_secretstream_xchacha20poly1305_pull,
    crypto_secretstream_xchacha20poly1305_push,
    crypto_secretstream_xchacha20poly1305_state,
    crypto_secretstream_xchacha20poly1305_TAG_FINAL,
    crypto_secretstream_xchacha20poly1305_TAG_MESSAGE,
)
from nacl.exceptions import CryptoError

from ..canonical import JsonValue, NotCanonicalError, canonical_json, parse_canonical
from .errors import SectionTamperedError
from .fields import Attachment, DisclosureClass, Field
from .header import RecordHeader

_CHUNK = 65_536
_LENGTH_BYTES = 4
_MINIMUM = 256


@dataclass(frozen=True, slots=True)
class SaltedField:
    """A field with the 16 random bytes of its leaf."""

    field: Field
    salt: bytes


@dataclass(frozen=True, slots=True)
class SaltedAttachment:
    """An attachment with the 16 random bytes of its leaf."""

    attachment: Attachment
    salt: bytes


@dataclass(frozen=True, slots=True)
class Section:
    """What one class of a record holds."""

    fields: tuple[SaltedField, ...]
    attachments: tuple[SaltedAttachment, ...]


def encrypt_section(header: RecordHeader, disclosure_class: DisclosureClass, section: Section, key: bytes) -> bytes:
    """Ciphertext of a section under its 32-byte class key."""
    return _encrypt(_pack(section), key, _binding(header, disclosure_class))


def decrypt_section(header: RecordHeader, disclosure_class: DisclosureClass, ciphertext: bytes, key: bytes) -> Section:
    """The section; its fields still have to be compared with the leaf hashes. Raises SectionTamperedError."""
    try:
        plaintext = _decrypt(ciphertext, key, _binding(header, disclosure_class))
        return _unpack(plaintext, disclosure_class)
    except (CryptoError, NotCanonicalError, KeyError, TypeError, ValueError) as error:
        raise SectionTamperedError(header.record, disclosure_class.value, str(error)) from error


def padded_length(length: int) -> int:
    """The Padmé length (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files", PETS 2019), at least 256
    bytes: what a ciphertext shows of its content's size is O(log log) bits, for at most 12 % more bytes."""
    if length <= _MINIMUM:
        return _MINIMUM
    exponent = length.bit_length() - 1
    mask = (1 << (exponent - exponent.bit_length())) - 1
    return (length + mask) & ~mask


def _binding(header: RecordHeader, disclosure_class: DisclosureClass) -> bytes:
    return canonical_json(
        ["quaychain section 1", header.chain_id, header.record.hex(), header.version, disclosure_class.value]
    )


def _pack(section: Section) -> bytes:
    listed = canonical_json(
        {
            "attachments": [
                {
                    "mediaType": salted.attachment.media_type,
                    "name": salted.attachment.name,
                    "salt": salted.salt.hex(),
                    "size": len(salted.attachment.data),
                }
                for salted in section.attachments
            ],
            "fields": [
                {"path": salted.field.path, "salt": salted.salt.hex(), "value": salted.field.value}
                for salted in section.fields
            ],
        }
    )
    parts = [len(listed).to_bytes(_LENGTH_BYTES, "big"), listed]
    parts += [salted.attachment.data for salted in section.attachments]
    length = sum(len(part) for part in parts)
    parts.append(bytes(padded_length(length) - length))
    return b"".join(parts)


def _unpack(plaintext: bytes, disclosure_class: DisclosureClass) -> Section:
    start = _LENGTH_BYTES
    end = start + int.from_bytes(plaintext[:start], "big")
    listed = parse_canonical(plaintext[start:end])
    if not isinstance(listed, dict):
        raise TypeError("its list is no object")
    fields = tuple(
        SaltedField(Field(_text(item, "path"), disclosure_class, item["value"]), bytes.fromhex(_text(item, "salt")))
        for item in listed["fields"]
    )
    attachments = []
    for item in listed["attachments"]:
        size = item["size"]
        if isinstance(size, bool) or not isinstance(size, int) or not 0 <= size <= len(plaintext) - end:
            raise ValueError("an attachment's size is beyond the section")
        data = plaintext[end : end + size]
        end += size
        attachment = Attachment(_text(item, "name"), _text(item, "mediaType"), disclosure_class, data)
        attachments.append(SaltedAttachment(attachment, bytes.fromhex(_text(item, "salt"))))
    if plaintext[end:].strip(b"\0") or len(plaintext) != padded_length(end):
        raise ValueError("its padding is not zeros of the right length")
    return Section(fields, tuple(attachments))


def _text(item: Mapping[str, JsonValue], name: str) -> str:
    value = item[name]
    if not isinstance(value, str):
        raise TypeError(f"{name} is no text")
    return value


def _encrypt(plaintext: bytes, key: bytes, binding: bytes) -> bytes:
    state = crypto_secretstream_xchacha20poly1305_state()
    parts = [crypto_secretstream_xchacha20poly1305_init_push(state, key)]
    for start in range(0, len(plaintext), _CHUNK):
        last = start + _CHUNK >= len(plaintext)
        tag = (
            crypto_secretstream_xchacha20poly1305_TAG_FINAL
            if last
            else crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
        )
        chunk = plaintext[start : start + _CHUNK]
        parts.append(crypto_secretstream_xchacha20poly1305_push(state, chunk, binding, tag))
    return b"".join(parts)


def _decrypt(ciphertext: bytes, key: bytes, binding: bytes) -> bytes:
    head = crypto_secretstream_xchacha20poly1305_HEADERBYTES
    step = _CHUNK + crypto_secretstream_xchacha20poly1305_ABYTES
    state = crypto_secretstream_xchacha20poly1305_state()
    if len(ciphertext) <= head + crypto_secretstream_xchacha20poly1305_ABYTES:
        raise ValueError("it is too short")
    crypto_secretstream_xchacha20poly1305_init_pull(state, ciphertext[:head], key)
    parts = []
    for start in range(head, len(ciphertext), step):
        chunk = ciphertext[start : start + step]
        if len(chunk) < crypto_secretstream_xchacha20poly1305_ABYTES:
            raise ValueError("its last chunk is cut off")
        message, tag = crypto_secretstream_xchacha20poly1305_pull(state, chunk, binding)
        last = start + step >= len(ciphertext)
        if (tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL) is not last:
            raise ValueError("it ends before or after its last chunk")
        parts.append(message)
    return b"".join(parts)
