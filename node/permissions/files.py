"""A node's permission files: written whole, and made anew where a crash damaged them (I/O).

What this imports is little: each start of a node waits for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.files import write_atomic

from ..card import MemberCard
from ..documents import read_document
from ..machine.allowlists import Allowlists, PermissionsFileError
from ..machine.folder import NodeFolder


@dataclass
class PermissionsNotWrittenError(QuaychainError):
    """A file that can't be written; the old one is as it was."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path} can't be written: {self.reason}"


def accepted_order(path: Path) -> int:
    """By what accepted cards are sorted, oldest first: MEMBER-NUMBER.json."""
    number = path.stem.rpartition("-")[2]
    return int(number) if number.isdecimal() else 0


def write_or_say(path: Path, data: bytes) -> None:
    """Write a file new and put it in place. Raises PermissionsNotWrittenError."""
    try:
        write_atomic(path, data)
    except OSError as error:
        raise PermissionsNotWrittenError(str(path), error.strerror or str(error)) from error


def restore_permissions(folder: NodeFolder) -> bool:
    """Before Besu starts: write permissions.toml anew from the cards where it is missing or damaged; whether it was.

    Besu writes its file in place, and doesn't start from one that a crash left half-written. What the registry says
    follows once the node runs. Raises PermissionsNotWrittenError, DocumentError.
    """
    try:
        Allowlists.parse(folder.permissions.read_bytes(), str(folder.permissions))
    except (OSError, PermissionsFileError):
        later = sorted(folder.later_cards.glob("*.json"), key=accepted_order)
        cards = (*folder.read_cards(), *(read_document(path, MemberCard) for path in later))
        newest = Allowlists.of_cards({card.card.member: card.card for card in cards}.values())
        lists = Allowlists.of((*newest.nodes, folder.read_settings().enode), newest.accounts)
        write_or_say(folder.permissions, lists.permissions())
        return True
    return False
