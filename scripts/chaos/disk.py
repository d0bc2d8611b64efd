"""A disk of our own that can be filled, and a limit for the files of one process. I/O (Linux).

The disk is a small tmpfs in a mount namespace of this process alone, so it is gone with the process however that ends.
Where no mount is permitted, the folder is an ordinary one, and `Disk.refusal` says why it can't be filled.
"""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

_MEBIBYTE = 2**20
_SIZE = 96 * _MEBIBYTE
_CLONE_NEWNS, _MS_REC, _MS_PRIVATE = 0x20000, 0x4000, 0x40000
#: Room for a sector of a journal, and no more.
_SMALL_FILE = 4_096


@dataclass(frozen=True, slots=True)
class Disk:
    """A folder that may be a file system of its own."""

    folder: Path
    #: Why it can't be filled; empty where it can.
    refusal: str

    @property
    def _ballast(self) -> Path:
        return self.folder / "ballast"

    def fill(self) -> None:
        """Leave no room, whatever the file system keeps back."""
        piece = bytes(_MEBIBYTE)
        with self._ballast.open("wb", buffering=0) as file:
            while piece:
                try:
                    file.write(piece)
                except OSError:
                    piece = piece[: len(piece) // 2]

    def empty(self) -> None:
        """Give the room back."""
        self._ballast.unlink(missing_ok=True)

    def close(self, keep: bool) -> None:
        """Let go of the file system; with `keep`, what was on it stays in the folder."""
        if self.refusal:
            return
        kept = self.folder.with_name(self.folder.name + ".kept")
        if keep:
            shutil.copytree(self.folder, kept)
        libc = _libc()
        libc.umount2(os.fsencode(self.folder), 2)  # MNT_DETACH
        if keep:
            self.folder.rmdir()
            kept.rename(self.folder)


def private_mounts() -> str:
    """Let this process and what it starts have mounts that nobody else sees; why not, where that isn't permitted.

    Call it before any thread is started: only those that come later take part.
    """
    if sys.platform != "linux":
        return "only Linux has mount namespaces"
    libc = _libc()
    if libc.unshare(_CLONE_NEWNS) != 0 or libc.mount(b"none", b"/", None, _MS_REC | _MS_PRIVATE, None) != 0:
        return f"no mount namespace is permitted here: {os.strerror(ctypes.get_errno())}"
    return ""


def mount_disk(folder: Path, refusal: str) -> Disk:
    """Make the folder, as a file system of its own unless there is a `refusal`, as `private_mounts` answered it."""
    folder.mkdir(parents=True, exist_ok=True)
    if refusal:
        return Disk(folder, refusal)
    if _libc().mount(b"tmpfs", os.fsencode(folder), b"tmpfs", 0, f"size={_SIZE},mode=0755".encode()) != 0:
        return Disk(folder, f"no file system can be mounted here: {os.strerror(ctypes.get_errno())}")
    return Disk(folder, "")


def limit_files(pid: int) -> None:
    """Keep a process from making any file longer than a few kilobytes (RLIMIT_FSIZE, the soft one)."""
    hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)[1]
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (_SMALL_FILE, hard))


def free_files(pid: int) -> None:
    """Take that limit away."""
    hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)[1]
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (hard, hard))


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
