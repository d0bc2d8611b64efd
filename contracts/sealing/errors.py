"""What can be wrong with a sealed record. Every error names the part it is about."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import QuaychainError


class SealingError(QuaychainError):
    """Base of all errors of sealing and opening."""


@dataclass
class ContentRefusedError(SealingError):
    """Content that can't be sealed: a bad or repeated path or name, a class without readers, nothing at all."""

    what: str
    reason: str

    def __str__(self) -> str:
        return f"can't be sealed: {self.what}: {self.reason}"


@dataclass
class SealedFormatError(SealingError):
    """Bytes that are no sealed record, or one that was cut, lengthened or rewritten."""

    part: str
    reason: str

    def __str__(self) -> str:
        return f"not a sealed record: {self.part}: {self.reason}"


@dataclass
class PublisherSignatureError(SealingError):
    """The header is not signed by the publisher it names."""

    record: bytes
    publisher: str

    def __str__(self) -> str:
        return (
            f"record 0x{self.record.hex()}: its header is not signed by its publisher {self.publisher}, or was changed"
        )


@dataclass
class RecordMismatchError(SealingError):
    """The ciphertext belongs to another record, version, chain or publisher than the one asked for."""

    part: str
    expected: str
    given: str

    def __str__(self) -> str:
        return f"another record than expected: {self.part} is {self.given}, not {self.expected}"


@dataclass
class RootMismatchError(SealingError):
    """The leaf hashes don't give the root that the header, or the chain, commits to."""

    record: bytes
    expected: bytes
    given: bytes

    def __str__(self) -> str:
        return f"record 0x{self.record.hex()}: its leaves have root 0x{self.given.hex()}, not 0x{self.expected.hex()}"


@dataclass
class SectionTamperedError(SealingError):
    """The ciphertext of one disclosure class is not what the publisher signed, or doesn't open with its class key."""

    record: bytes
    disclosure_class: str
    reason: str

    def __str__(self) -> str:
        return f"record 0x{self.record.hex()}: its class {self.disclosure_class} was tampered with: {self.reason}"


@dataclass
class WrapTamperedError(SealingError):
    """A wrapped class key that doesn't open for the reader, record, version and class it is said to be for."""

    record: bytes
    disclosure_class: str
    member: bytes
    reason: str

    def __str__(self) -> str:
        return (
            f"record 0x{self.record.hex()}: the key of class {self.disclosure_class} wrapped for member "
            f"0x{self.member.hex()} was tampered with: {self.reason}"
        )


@dataclass
class FieldTamperedError(SealingError):
    """A field or attachment that the root doesn't commit to."""

    record: bytes
    disclosure_class: str
    path: str

    def __str__(self) -> str:
        return (
            f"record 0x{self.record.hex()}: {self.path} (class {self.disclosure_class}) is not what the root commits to"
        )


@dataclass
class NotAReaderError(SealingError):
    """The key opens no class of this record: no wrap was made for it, or it was erased."""

    record: bytes
    version: int
    member: bytes

    def __str__(self) -> str:
        return (
            f"record 0x{self.record.hex()} version {self.version}: member 0x{self.member.hex()} may read no class of it"
        )


@dataclass
class EncryptionKeyError(SealingError):
    """A public or private encryption key of the wrong kind or length, or this machine can't use it."""

    reason: str

    def __str__(self) -> str:
        return f"unusable encryption key: {self.reason}"
