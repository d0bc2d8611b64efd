"""Where wrapped class keys are kept, and erased: erasing all wraps of a record shreds it, as far as this store goes."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ..canonical import NotCanonicalError, canonical_json, parse_canonical
from ..errors import QuaychainError
from ..files import sync_folder, write_atomic
from ..sealing.fields import DisclosureClass
from ..sealing.wraps import Wrap


@dataclass
class WrapStoreError(QuaychainError):
    """A wrap that can't be stored or read: the disk refuses, or the file is damaged."""

    store: str
    what: str
    reason: str

    def __str__(self) -> str:
        return f"{self.store}: {self.what}: {self.reason}"


class WrapStore(Protocol):
    """Keeps wraps by record and version. What is erased is gone from this store; readers' own copies are not."""

    def put(self, wraps: Sequence[Wrap]) -> None:
        """Store wraps durably; one for the same record, version, class, member and key version takes the old one's
        place. Raises WrapStoreError."""

    def list(self, record: bytes, version: int, member: bytes | None = None) -> tuple[Wrap, ...]:
        """The wraps of a record version, or only one member's; none where there are none. Raises WrapStoreError."""

    def erase(self, record: bytes, version: int | None = None, member: bytes | None = None) -> int:
        """Erase wraps: of all versions or one, of all members or one. Returns how many there were."""


class DirectoryWrapStore:
    """A WrapStore in a folder: one file (0600) for each wrap.

    Erasing removes the file; what the medium keeps of removed files is up to the disk, so a store that must shred
    stands on an encrypted one.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._name = f"wrap store {folder}"

    def put(self, wraps: Sequence[Wrap]) -> None:
        """See WrapStore."""
        for wrap in wraps:
            try:
                write_atomic(self._path(wrap), _encode(wrap), mode=0o600)
            except OSError as error:
                raise WrapStoreError(self._name, "writing", error.strerror or str(error)) from error

    def list(self, record: bytes, version: int, member: bytes | None = None) -> tuple[Wrap, ...]:
        """See WrapStore."""
        found = []
        for path in sorted(self._version_folder(record, version).glob(_pattern(member))):
            try:
                wrap = _decode(path.read_bytes())
            except FileNotFoundError:
                continue  # erased meanwhile
            except (OSError, NotCanonicalError, KeyError, TypeError, ValueError) as error:
                raise WrapStoreError(self._name, path.name, f"damaged: {error}") from error
            if self._path(wrap) != path:
                raise WrapStoreError(self._name, path.name, "it holds a wrap of another record or reader")
            found.append(wrap)
        return tuple(found)

    def erase(self, record: bytes, version: int | None = None, member: bytes | None = None) -> int:
        """See WrapStore."""
        if version is not None:
            folders = [self._version_folder(record, version)]
        else:
            folders = [path for path in self._record_folder(record).glob("*") if path.is_dir()]
        erased = 0
        try:
            for folder in folders:
                if not folder.is_dir():
                    continue
                # Files that a crash left half-written are erased too, but don't count.
                for path in folder.iterdir():
                    if member is None or path.name.lstrip(".").startswith(f"{member.hex()}."):
                        path.unlink(missing_ok=True)
                        erased += not path.name.startswith(".")
                sync_folder(folder)
        except OSError as error:
            raise WrapStoreError(self._name, "erasing", error.strerror or str(error)) from error
        return erased

    def _record_folder(self, record: bytes) -> Path:
        return self._folder / record.hex()

    def _version_folder(self, record: bytes, version: int) -> Path:
        return self._record_folder(record) / str(version)

    def _path(self, wrap: Wrap) -> Path:
        name = f"{wrap.member.hex()}.{wrap.key_version}.{wrap.disclosure_class.value}.json"
        return self._version_folder(wrap.record, wrap.version) / name


def _pattern(member: bytes | None) -> str:
    return f"{'*' if member is None else member.hex()}.*.json"


def _encode(wrap: Wrap) -> bytes:
    return canonical_json(
        {
            "class": wrap.disclosure_class.value,
            "keyVersion": wrap.key_version,
            "member": wrap.member.hex(),
            "record": wrap.record.hex(),
            "salt": wrap.salt.hex(),
            "version": wrap.version,
            "wrappedKey": base64.b64encode(wrap.wrapped_key).decode("ascii"),
        }
    )


def _decode(data: bytes) -> Wrap:
    fields = parse_canonical(data)
    if not isinstance(fields, dict):
        raise TypeError("no object")
    return Wrap(
        record=bytes.fromhex(fields["record"]),
        version=int(fields["version"]),
        disclosure_class=DisclosureClass(fields["class"]),
        member=bytes.fromhex(fields["member"]),
        key_version=int(fields["keyVersion"]),
        salt=bytes.fromhex(fields["salt"]),
        wrapped_key=base64.b64decode(fields["wrappedKey"], validate=True),
    )
