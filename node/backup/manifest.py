"""What a backup says of itself. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from quaychain.contracts.errors import QuaychainError

from ..documents import Document
from ..fields import AddressField, Bytes32, NodeName
from ..machine.settings import Role

FORMAT: Literal["quaychain-backup-1"] = "quaychain-backup-1"
#: The archive's last file.
MANIFEST = "manifest.json"

#: The folders of an archive.
NODE, KEYS, CONTENT, WRAPS, DATABASES = PARTS = ("node", "keys", "content", "wraps", "databases")


@dataclass
class BackupError(QuaychainError):
    """A backup that can't be made, isn't whole, or isn't wanted here."""

    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


def _inside(value: str) -> str:
    path = PurePosixPath(value)
    plain = str(path) == value and not path.is_absolute() and ".." not in path.parts
    if not plain or len(path.parts) < 2 or path.parts[0] not in PARTS:
        raise ValueError(f"{value[:200]!r} is no file of a backup")
    return value


class Entry(Document):
    """A file: its path in the archive, its length in bytes."""

    path: Annotated[str, AfterValidator(_inside)]
    size: Annotated[int, Field(ge=0)]
    sha256: Bytes32


class Manifest(Document):
    """All of a backup's files, and whose it is.

    `made_at` is in Unix seconds; `genesis` is keccak256 of genesis.json, as `quaychain node genesis` prints it;
    `chain_data` says whether the chain is in it.
    """

    format: Literal["quaychain-backup-1"]
    made_at: Annotated[int, Field(ge=0)]
    node: NodeName
    role: Role
    address: AddressField
    chain_id: int
    genesis: Bytes32
    chain_data: bool
    files: tuple[Entry, ...]

    def part(self, name: str) -> tuple[Entry, ...]:
        """The files of one of PARTS."""
        return tuple(entry for entry in self.files if entry.path.startswith(f"{name}/"))
