"""Folders that are there whole or not at all (I/O)."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.files import sync_folder


@dataclass
class FolderExistsError(QuaychainError):
    """A folder that would be made is there already."""

    folder: str

    def __str__(self) -> str:
        return f"{self.folder} is there already, and nothing is written over: give another folder, or move it away"


@dataclass
class FolderNotWritableError(QuaychainError):
    """A folder that can't be made: no right, no space."""

    folder: str
    reason: str

    def __str__(self) -> str:
        return f"can't make {self.folder}: {self.reason}"


@contextmanager
def new_folder(root: Path) -> Iterator[Path]:
    """A folder (mode 0700) beside `root` to build in, which takes its place at the end, or is gone.

    Raises FolderExistsError, FolderNotWritableError; an OSError inside becomes that too.
    """
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise FolderExistsError(str(root))
    building: Path | None = None
    try:
        root.parent.mkdir(parents=True, exist_ok=True)
        building = Path(tempfile.mkdtemp(prefix=f".{root.name}.", dir=root.parent))
        yield building
        for folder, _, _ in os.walk(building):
            sync_folder(Path(folder))
        building.replace(root)
        sync_folder(root.parent)
    except OSError as error:
        raise FolderNotWritableError(str(root), error.strerror or str(error)) from error
    finally:
        if building is not None and building.exists():
            shutil.rmtree(building, ignore_errors=True)
