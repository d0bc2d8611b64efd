"""A member's newer encryption keys onto the chain, where others find them (I/O: reads a node, sends)."""

from __future__ import annotations

from dataclasses import dataclass

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.sender import TransactionSender

from ..member_keys import MemberKeys
from .consortium import Consortium


@dataclass
class EncryptionKeyUnknownError(QuaychainError):
    """The chain has an encryption key of the member that is not in this folder: another folder has it, or nobody."""

    folder: str
    version: int

    def __str__(self) -> str:
        return (
            f"the chain has version {self.version} of the member's encryption key, and {self.folder} has another "
            "or none: with this folder nobody could open what is sealed for it"
        )


def enter_encryption_keys(
    consortium: Consortium, keys: MemberKeys, password: bytes, sender: TransactionSender
) -> tuple[int, ...]:
    """Enter the versions that the chain doesn't have yet, in their order; which they were. Safe to repeat.

    The sender is a Governance account of the member. Raises EncryptionKeyUnknownError where folder and chain disagree,
    KeyFileError, and what the sender and the registry do.
    """
    registry = consortium.registry()
    on_chain = consortium.reader.read(registry.encryption_key_version(keys.member))
    if on_chain:
        entered = consortium.reader.read(registry.encryption_key(keys.member, on_chain))
        known = on_chain <= keys.encryption_key_version and keys.encryption_key(password, on_chain).reader()
        if not known or keccak256(known.public_key) != entered.public_key_hash:
            raise EncryptionKeyUnknownError(str(keys.folder), on_chain)
    missing = tuple(range(on_chain + 1, keys.encryption_key_version + 1))
    for version in missing:
        reader = keys.encryption_key(password, version).reader()
        sender.send(registry.set_encryption_key(reader.kem, reader.public_key))
    return missing
