"""The node key's plaintext for Besu (I/O): it takes only a file, so there is one in memory while it starts.

A file system in memory (tmpfs) is never written to a disk unless the machine swaps: encrypt the swap, or have none.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.signers import LocalSigner

from ..keys import KeyFileError, load_private_key, read_password
from ..machine.folder import NodeFolder
from ..machine.settings import NodeSettings
from .command import folder_tag

_MEMORY_FILE_SYSTEMS = ("tmpfs", "ramfs")
_MOUNTS = Path("/proc/self/mounts")


@dataclass
class NoMemoryFolderError(QuaychainError):
    """Nowhere to put the key but on a disk."""

    tried: tuple[str, ...]

    def __str__(self) -> str:
        return (
            f"no file system in memory for the node's key (tried {', '.join(self.tried)}): mount a tmpfs and name "
            "it with XDG_RUNTIME_DIR"
        )


@dataclass(frozen=True, slots=True)
class KeyInMemory:
    """Where the plaintext key of one node may stand: a folder of its own (0700) in memory."""

    folder: Path

    @classmethod
    def of(cls, node: NodeFolder, memory: Path) -> KeyInMemory:
        """The place for this node's; always the same, so that a start can clear away what a killed one left."""
        return cls(memory / f"quaychain-{os.getuid()}-{folder_tag(node)}")

    @property
    def file(self) -> Path:
        """The file that Besu reads."""
        return self.folder / "key"

    def write(self, private_key: bytes) -> None:
        """Write the key's hexadecimal digits, mode 0600. Raises OSError."""
        self.remove()
        self.folder.mkdir(mode=0o700)
        descriptor = os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(b"0x" + private_key.hex().encode())

    def remove(self) -> None:
        """Overwrite and remove it, where it is. Raises OSError."""
        if self.file.is_file() and not self.file.is_symlink():
            with self.file.open("r+b") as file:
                file.write(bytes(self.file.stat().st_size))
        if self.folder.is_symlink():
            self.folder.unlink()
        elif self.folder.exists():
            shutil.rmtree(self.folder)


def memory_folder(environment: Mapping[str, str], mounts: Path = _MOUNTS) -> Path:
    """A folder in memory that we may write to: systemd's for the service, the user's, or /dev/shm.

    Raises NoMemoryFolderError.
    """
    named = [environment.get(name, "").split(":")[0] for name in ("RUNTIME_DIRECTORY", "XDG_RUNTIME_DIR")]
    candidates = [Path(name) for name in named if name] + [Path("/dev/shm")]  # noqa: S108  it is checked
    mounted = _file_systems(mounts)
    for candidate in candidates:
        if candidate.is_dir() and os.access(candidate, os.W_OK | os.X_OK):
            settled = candidate.resolve()
            mount = next((mounted[place] for place in (settled, *settled.parents) if place in mounted), None)
            if mount in _MEMORY_FILE_SYSTEMS:
                return settled
    raise NoMemoryFolderError(tuple(map(str, candidates)))


def read_node_key(folder: NodeFolder, settings: NodeSettings, password_file: Path | None) -> bytes:
    """The node's private key, 32 bytes. `password_file` is in the place of the one that node.json names.

    Raises KeyFileError, also where it is not the key that node.json names; PasswordFileError.
    """
    password = read_password(password_file or folder.password_file(settings))
    private_key = load_private_key(folder.key, password)
    address = LocalSigner(private_key).address
    if address != settings.address:
        raise KeyFileError(str(folder.key), f"it is the key of {address}, and node.json has {settings.address}")
    return private_key


def _file_systems(mounts: Path) -> dict[Path, str]:
    """Mount points and their kinds; a later mount hides an earlier one."""
    try:
        lines = mounts.read_text().splitlines()
    except OSError:
        return {}
    fields = [line.split() for line in lines]
    return {Path(parts[1].encode().decode("unicode_escape")): parts[2] for parts in fields if len(parts) > 2}
