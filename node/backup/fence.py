"""The fence: a node's folder that must not start, because its key may run elsewhere (I/O).

Two machines that sign with one validator's key can seal two blocks of one height. A restored node is fenced, and so is
the one that it takes the place of, where that can be reached. `refuse_fenced` is asked before every start.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.files import sync_folder, write_atomic

from ..documents import Document, read_document
from ..machine.folder import NodeFolder

FORMAT: Literal["quaychain-fence-1"] = "quaychain-fence-1"
_FILE = "fence.json"


class Fence(Document):
    """fence.json: since when (Unix seconds), and why."""

    format: Literal["quaychain-fence-1"]
    since: Annotated[int, Field(ge=0)]
    reason: Annotated[str, StringConstraints(min_length=1, max_length=500)]


@dataclass
class FencedError(QuaychainError):
    """A node that must not start yet."""

    folder: str
    reason: str

    def __str__(self) -> str:
        return (
            f"{self.folder} is fenced: {self.reason}. Make sure that its key runs nowhere else, then "
            f"quaychain node unfence {self.folder} --rpc URL-OF-ANOTHER-NODE"
        )


def set_fence(folder: NodeFolder, reason: str, now: int) -> None:
    """Fence a folder; one that is fenced keeps its first reason. `now` is in Unix seconds. Raises OSError."""
    if not (folder.root / _FILE).exists():
        write_atomic(folder.root / _FILE, Fence(format=FORMAT, since=now, reason=reason).as_file())


def read_fence(folder: NodeFolder) -> Fence | None:
    """The fence of a folder; None where there is none. Raises DocumentError."""
    return read_document(folder.root / _FILE, Fence) if (folder.root / _FILE).exists() else None


def refuse_fenced(folder: NodeFolder) -> None:
    """Raises FencedError where the folder's node must not start, DocumentError."""
    found = read_fence(folder)
    if found is not None:
        raise FencedError(str(folder.root), found.reason)


def lift_fence(folder: NodeFolder) -> None:
    """Take the fence away. Raises OSError."""
    (folder.root / _FILE).unlink(missing_ok=True)
    sync_folder(folder.root)
