"""Encryption keys of members: HPKE (RFC 9180) with the hybrid KEM MLKEM768-X25519 ("X-Wing").

Hybrid, because records stay secret for decades and ciphertext can be collected today: a class key falls only when both
ML-KEM-768 and X25519 do. MemberRegistry keeps the KEM's id beside each public key, so another KEM can be added.

Sources: RFC 9180; draft-connolly-cfrg-xwing-kem, section 5.2 (key pair from a 32-byte seed), KEM id 0x647a.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from .errors import EncryptionKeyError

SEED_LENGTH = 32
MEMBER_LENGTH = 16
#: HPKE KEM id of MLKEM768-X25519 (IANA, HPKE KEM identifiers).
KEM_ID = 0x647A
_MLKEM_PUBLIC = 1184
_X25519_PUBLIC = 32
#: ML-KEM-768's public key, then X25519's.
PUBLIC_KEY_LENGTH = _MLKEM_PUBLIC + _X25519_PUBLIC


@dataclass(frozen=True, slots=True)
class Reader:
    """A member's encryption key as MemberRegistry has it: member id (16 bytes), version, KEM id, public key."""

    member: bytes
    key_version: int
    kem: int
    public_key: bytes


@dataclass(frozen=True, slots=True)
class EncryptionKey:
    """A member's private encryption key of one version. The seed never shows in a repr."""

    member: bytes
    key_version: int
    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.member) != MEMBER_LENGTH:
            raise EncryptionKeyError(f"a member id has {MEMBER_LENGTH} bytes, not {len(self.member)}")
        if len(self.seed) != SEED_LENGTH:
            raise EncryptionKeyError(f"a private key has {SEED_LENGTH} bytes, not {len(self.seed)}")

    @classmethod
    def generate(cls, member: bytes, key_version: int) -> EncryptionKey:
        """A new key from the system's randomness."""
        return cls(member, key_version, os.urandom(SEED_LENGTH))

    def reader(self) -> Reader:
        """The public half."""
        private_mlkem, private_x25519 = _expand(self.seed)
        public_key = private_mlkem.public_key().public_bytes_raw() + private_x25519.public_key().public_bytes_raw()
        return Reader(self.member, self.key_version, KEM_ID, public_key)


def hpke_encrypt(kem: int, public_key: bytes, plaintext: bytes, info: bytes) -> bytes:
    """Encapsulated key and ciphertext of one message (RFC 9180 base mode, single shot).

    `cryptography` offers `info` and no `aad`; in single-shot use both bind alike, as `info` enters the key schedule.
    Raises EncryptionKeyError.
    """
    return _suite().encrypt(plaintext, _public(kem, public_key), info)


def hpke_decrypt(seed: bytes, ciphertext: bytes, info: bytes) -> bytes | None:
    """The plaintext, or None where the ciphertext or info is not what was encrypted to this key."""
    private_mlkem, private_x25519 = _expand(seed)
    try:
        return _suite().decrypt(ciphertext, MLKEM768X25519PrivateKey(private_mlkem, private_x25519), info)
    except (InvalidTag, ValueError):
        return None


def check_public_key(kem: int, public_key: bytes) -> None:
    """Raises EncryptionKeyError where the KEM is another or the bytes are no public key of it."""
    _public(kem, public_key)


def _suite() -> Suite:
    return Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


def _expand(seed: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    expanded = hashlib.shake_256(seed).digest(96)
    try:
        private_mlkem = MLKEM768PrivateKey.from_seed_bytes(expanded[:64])
    except UnsupportedAlgorithm as error:
        raise EncryptionKeyError("this build of cryptography has no ML-KEM-768") from error
    return private_mlkem, X25519PrivateKey.from_private_bytes(expanded[64:])


def _public(kem: int, public_key: bytes) -> MLKEM768X25519PublicKey:
    if kem != KEM_ID or len(public_key) != PUBLIC_KEY_LENGTH:
        raise EncryptionKeyError(f"{len(public_key)} bytes for KEM {kem:#06x} are no MLKEM768-X25519 public key")
    try:
        public_mlkem = MLKEM768PublicKey.from_public_bytes(public_key[:_MLKEM_PUBLIC])
        public_x25519 = X25519PublicKey.from_public_bytes(public_key[_MLKEM_PUBLIC:])
    except (UnsupportedAlgorithm, ValueError) as error:
        raise EncryptionKeyError(str(error)) from error
    return MLKEM768X25519PublicKey(public_mlkem, public_x25519)
