"""The encryption keys that this server holds: its own member's, or in a demo every member's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from quaychain.contracts.sealing import EncryptionKey


class Keyring(Protocol):
    """Finds members' private encryption keys."""

    def members(self) -> frozenset[str]:
        """Ids (0x-hex) of the members whose keys are here."""

    def keys_of(self, member_id: str) -> tuple[EncryptionKey, ...]:
        """A member's keys of all versions, the newest first; none where the key isn't here."""


class MemoryKeyring:
    """Keys in memory."""

    def __init__(self, keys: Iterable[EncryptionKey] = ()) -> None:
        found: dict[str, list[EncryptionKey]] = {}
        for key in keys:
            found.setdefault("0x" + key.member.hex(), []).append(key)
        self._keys: Mapping[str, tuple[EncryptionKey, ...]] = {
            member: tuple(sorted(mine, key=lambda key: key.key_version, reverse=True)) for member, mine in found.items()
        }

    def members(self) -> frozenset[str]:
        """See Keyring."""
        return frozenset(self._keys)

    def keys_of(self, member_id: str) -> tuple[EncryptionKey, ...]:
        """See Keyring."""
        return self._keys.get(member_id, ())
