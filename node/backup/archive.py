"""The archive: a plain tar whose last file is the manifest (I/O). It is there whole or not at all."""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from pydantic import ValidationError

from quaychain.contracts.files import sync_folder

from .manifest import MANIFEST, BackupError, Entry, Manifest

_PIECE = 1 << 20


class ArchiveWriter:
    """Takes files one after another; `manifest` closes the list."""

    def __init__(self, archive: tarfile.TarFile) -> None:
        self._archive = archive
        self._entries: dict[str, Entry] = {}

    def add_file(self, name: str, path: Path) -> None:
        """A file of the disk. Raises BackupError where it changes meanwhile, OSError."""
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            self._add(name, file, status.st_size, status.st_mode)

    def add_bytes(self, name: str, data: bytes, mode: int = 0o600) -> None:
        """A file of these bytes. Raises OSError."""
        self._add(name, io.BytesIO(data), len(data), mode)

    def close_with(self, **facts: Any) -> Manifest:
        """Write the manifest: all files so far, and `facts`, which are its other fields."""
        manifest = Manifest(files=tuple(self._entries[name] for name in sorted(self._entries)), **facts)
        data = manifest.as_file()
        self._archive.addfile(_header(MANIFEST, len(data), 0o600), io.BytesIO(data))
        return manifest

    def _add(self, name: str, file: IO[bytes], size: int, mode: int) -> None:
        if name in self._entries:
            raise BackupError(name, "it would be in the backup twice")
        hashing = _Hashing(file)
        try:
            self._archive.addfile(_header(name, size, mode), hashing)
        except OSError as error:
            if error.errno is None:
                # tarfile's own, where the file is shorter than it was.
                raise BackupError(name, "it changed while it was read") from error
            raise
        self._entries[name] = Entry(path=name, size=size, sha256=hashing.digest.digest())


@contextmanager
def new_archive(path: Path) -> Iterator[ArchiveWriter]:
    """A new archive (mode 0600), which stands at `path` when the block ends well, and not before.

    Raises BackupError where something is there already or it can't be written.
    """
    if path.exists():
        raise BackupError(str(path), "it is there already, and no backup is written over")
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(descriptor, "wb") as file:
            with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as archive:
                yield ArchiveWriter(archive)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise BackupError(error.filename or str(path), error.strerror or str(error)) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


class ArchiveReader:
    """A backup whose manifest is read. `check` comes before anything is taken out of it."""

    def __init__(self, path: Path, archive: tarfile.TarFile) -> None:
        """Raises BackupError."""
        self.path = path
        self._archive = archive
        members = archive.getmembers()
        if not members or members[-1].name != MANIFEST:
            raise BackupError(str(path), "it is no backup, or not whole: its last file is no manifest")
        try:
            self.manifest = Manifest.model_validate_json(self._open(members[-1]).read())
        except ValidationError as error:
            raise BackupError(str(path), f"its manifest: {error.errors()[0]['msg']}") from error
        self._members = {member.name: member for member in members[:-1]}
        listed = {entry.path for entry in self.manifest.files}
        if len(self._members) != len(members) - 1 or listed != set(self._members):
            raise BackupError(str(path), "its files are not those of its manifest")

    def check(self) -> None:
        """Compare every file with the manifest. Raises BackupError for the first that differs."""
        for entry in self.manifest.files:
            digest = hashlib.sha256()
            for piece in self.pieces(entry):
                digest.update(piece)
            if self._members[entry.path].size != entry.size or digest.digest() != entry.sha256:
                raise BackupError(str(self.path), f"{entry.path} is damaged")

    def read(self, entry: Entry) -> bytes:
        """A file's bytes."""
        return b"".join(self.pieces(entry))

    def pieces(self, entry: Entry) -> Iterator[bytes]:
        """A file's bytes in pieces."""
        file = self._open(self._members[entry.path])
        while piece := file.read(_PIECE):
            yield piece

    def write(self, entry: Entry, path: Path) -> None:
        """Put a file on the disk, for its owner alone. Raises OSError."""
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            for piece in self.pieces(entry):
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())

    def _open(self, member: tarfile.TarInfo) -> IO[bytes]:
        file = self._archive.extractfile(member) if member.isfile() else None
        if file is None:
            raise BackupError(str(self.path), f"{member.name} is no file")
        return file


@contextmanager
def opened_archive(path: Path) -> Iterator[ArchiveReader]:
    """The backup in a file. Raises BackupError where it is none, is damaged, or can't be read."""
    try:
        with tarfile.open(path, mode="r:") as archive:
            yield ArchiveReader(path, archive)
    except tarfile.TarError as error:
        raise BackupError(str(path), f"it is no backup, or not whole: {error}") from error
    except OSError as error:
        raise BackupError(error.filename or str(path), error.strerror or str(error)) from error


class _Hashing(io.RawIOBase):
    """What is read through it is hashed."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.digest.update(data)
        return data


def _header(name: str, size: int, mode: int) -> tarfile.TarInfo:
    header = tarfile.TarInfo(name)
    header.size, header.mode = size, mode & 0o777
    return header
