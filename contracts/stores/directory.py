"""The embedded content store: one file for each content, in a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..cid import Cid, cid_of
from ..files import write_atomic
from .content import (
    CidMismatchError,
    ContentNotFoundError,
    ContentStoreRefusedError,
    ContentStoreUnreachableError,
)


class DirectoryContentStore:
    """A ContentStore in a folder, which may be shared by several processes. Everything in it stays: all is pinned."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._name = f"content store {folder}"

    def put(self, data: bytes) -> Cid:
        """See ContentStore. What is stored already is read back and compared, and written anew where it is damaged."""
        cid = cid_of(data)
        path = self._path(cid)
        try:
            if not path.is_file() or path.read_bytes() != data:
                write_atomic(path, data)
            written = cid_of(path.read_bytes())
        except OSError as error:
            raise ContentStoreRefusedError(self._name, error.errno or 0, error.strerror or str(error)) from error
        if written != cid:
            raise CidMismatchError(self._name, str(cid), str(written))
        return cid

    def get(self, cid: Cid) -> bytes:
        """See ContentStore."""
        try:
            data = self._path(cid).read_bytes()
        except FileNotFoundError as error:
            raise ContentNotFoundError(self._name, str(cid)) from error
        except OSError as error:
            raise ContentStoreUnreachableError(self._name, error.strerror or str(error)) from error
        found = cid_of(data)
        if found != cid:
            raise CidMismatchError(self._name, str(cid), str(found))
        return data

    def has(self, cid: Cid) -> bool:
        """See ContentStore."""
        return self._path(cid).is_file()

    def pin(self, cid: Cid) -> None:
        """See ContentStore. There are no peers to get content from."""
        if not self.has(cid):
            raise ContentNotFoundError(self._name, str(cid))

    def pins(self) -> Iterator[Cid]:
        """All that is stored."""
        for path in sorted(self._folder.glob("*/*")):
            # A file that a crash left half-written begins with a dot.
            if not path.name.startswith("."):
                yield Cid.parse(path.name)

    def _path(self, cid: Cid) -> Path:
        text = str(cid)
        # The last characters differ most: two of them spread the files over a thousand folders.
        return self._folder / text[-3:-1] / text
