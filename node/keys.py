"""Keys on disk (I/O): made where they are used, encrypted by a password, files of mode 0600, never written over.

Accounts are Ethereum keystores (Web3 Secret Storage, version 3), which Besu, geth and Web3Signer read too. Seeds (of
encryption keys and Ed25519 keys) are files of our own form: Argon2id, then XChaCha20-Poly1305, as libsodium has them.
"""

from __future__ import annotations

import importlib
import json
import os
import stat
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import ModuleType
from typing import Any

from nacl import pwhash
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
)
from nacl.exceptions import CryptoError

from quaychain.contracts.canonical import canonical_json
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.files import write_atomic
from quaychain.contracts.signers import InvalidKeyError, LocalSigner

SEED_LENGTH = 32
_SEED_FORMAT = "quaychain-seed-1"
_MODE = 0o600


@dataclass
class KeyFileError(QuaychainError):
    """A key file that can't be made, read or opened."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"key file {self.path}: {self.reason}"


@dataclass
class PasswordFileError(QuaychainError):
    """A password file that can't be used."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"password file {self.path}: {self.reason}"


class SeedKind(StrEnum):
    """What a seed is for: a member's encryption key, or an Ed25519 signing key."""

    ENCRYPTION = "encryption"
    ED25519 = "ed25519"


@dataclass(frozen=True, slots=True)
class KeyStrength:
    """How costly it is to try a password: scrypt's N for accounts; Argon2id's passes and memory (bytes) for seeds."""

    scrypt_n: int
    argon2_passes: int
    argon2_memory: int


#: A second or so and up to 256 MiB for each try.
STANDARD = KeyStrength(1 << 18, pwhash.argon2id.OPSLIMIT_MODERATE, pwhash.argon2id.MEMLIMIT_MODERATE)
#: For passwords that are random, as those of the embedded consortium are: trying them is hopeless at any cost.
RANDOM_PASSWORD = KeyStrength(1 << 12, pwhash.argon2id.OPSLIMIT_MIN, pwhash.argon2id.MEMLIMIT_MIN)


def read_password(path: Path) -> bytes:
    """The password in a file: its first line, which must not be empty. Raises PasswordFileError."""
    try:
        problem = _exposure(path)
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise PasswordFileError(str(path), error.strerror or str(error)) from error
    if problem is not None:
        raise PasswordFileError(str(path), problem)
    if not lines or not lines[0]:
        raise PasswordFileError(str(path), "its first line is empty")
    return lines[0]


def check_private(path: Path) -> None:
    """Raises KeyFileError where a file is missing, or others may read it."""
    try:
        problem = _exposure(path)
    except OSError as error:
        raise KeyFileError(str(path), error.strerror or str(error)) from error
    if problem is not None:
        raise KeyFileError(str(path), problem)


def create_account(path: Path, password: bytes, strength: KeyStrength) -> LocalSigner:
    """A new secp256k1 key in a new file. Raises KeyFileError."""
    while True:
        secret = os.urandom(32)
        try:
            signer = LocalSigner(secret)
            break
        except InvalidKeyError:  # not below the curve's order: as good as never
            continue
    keystore = _keystores().create_keyfile_json(secret, password, kdf="scrypt", iterations=strength.scrypt_n)
    _write_new(path, json.dumps(keystore).encode())
    return signer


def load_account(path: Path, password: bytes) -> LocalSigner:
    """The signer of a keystore. Raises KeyFileError."""
    return LocalSigner(load_private_key(path, password))


def load_private_key(path: Path, password: bytes) -> bytes:
    """The private key in a keystore, 32 bytes, for what can't be handed a signer. Raises KeyFileError."""
    keystore = _read_json(path)
    try:
        private_key = bytes(_keystores().decode_keyfile_json(keystore, password))
        LocalSigner(private_key)
    except (ValueError, KeyError, TypeError, AttributeError, NotImplementedError, InvalidKeyError):
        # The cause may hold parts of the key.
        raise KeyFileError(str(path), "the password is wrong, or it is no Ethereum keystore") from None
    return private_key


def _keystores() -> ModuleType:
    """Loaded where a keystore is: it brings the pairings of BLS along, which take a while to load."""
    return importlib.import_module("eth_keyfile.keyfile")


def create_seed(path: Path, kind: SeedKind, password: bytes, strength: KeyStrength) -> bytes:
    """A new seed of 32 bytes in a new file. Raises KeyFileError."""
    seed = os.urandom(SEED_LENGTH)
    salt = os.urandom(pwhash.argon2id.SALTBYTES)
    nonce = os.urandom(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES)
    header: dict[str, Any] = {
        "format": _SEED_FORMAT,
        "kind": kind.value,
        "argon2id": {"memory": strength.argon2_memory, "passes": strength.argon2_passes, "salt": salt.hex()},
        "nonce": nonce.hex(),
    }
    key = pwhash.argon2id.kdf(32, password, salt, strength.argon2_passes, strength.argon2_memory)
    sealed = crypto_aead_xchacha20poly1305_ietf_encrypt(seed, canonical_json(header), nonce, key)
    _write_new(path, json.dumps({**header, "ciphertext": sealed.hex()}, indent=2).encode() + b"\n")
    return seed


def load_seed(path: Path, kind: SeedKind, password: bytes) -> bytes:
    """The seed of a file. Raises KeyFileError."""
    content = _read_json(path)
    if content.get("format") != _SEED_FORMAT or content.get("kind") != kind.value:
        raise KeyFileError(str(path), f"it holds no {kind.value} seed")
    try:
        sealed = bytes.fromhex(content.pop("ciphertext"))
        costs = content["argon2id"]
        key = pwhash.argon2id.kdf(32, password, bytes.fromhex(costs["salt"]), costs["passes"], costs["memory"])
        return bytes(
            crypto_aead_xchacha20poly1305_ietf_decrypt(
                sealed, canonical_json(content), bytes.fromhex(content["nonce"]), key
            )
        )
    except (CryptoError, QuaychainError, ValueError, KeyError, TypeError, AttributeError, MemoryError) as error:
        raise KeyFileError(str(path), "the password is wrong, or the file is damaged") from error


def _write_new(path: Path, data: bytes) -> None:
    if path.exists():
        raise KeyFileError(str(path), "it exists, and a key is never written over")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_atomic(path, data, mode=_MODE)
    except OSError as error:
        raise KeyFileError(str(path), error.strerror or str(error)) from error


def _read_json(path: Path) -> dict[str, Any]:
    try:
        problem = _exposure(path)
        content = json.loads(path.read_bytes())
    except OSError as error:
        raise KeyFileError(str(path), error.strerror or str(error)) from error
    except (ValueError, RecursionError) as error:
        raise KeyFileError(str(path), "it is no key file") from error
    if problem is not None:
        raise KeyFileError(str(path), problem)
    if not isinstance(content, dict):
        raise KeyFileError(str(path), "it is no key file")
    return content


def _exposure(path: Path) -> str | None:
    mode = stat.S_IMODE(path.stat().st_mode)
    return f"others may read it (mode {mode:03o}): chmod 600 {path}" if mode & 0o077 else None
