"""One folder that holds all of an embedded consortium, from which everything can start again."""

from __future__ import annotations

import fcntl
import os
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from quaychain.contracts.errors import QuaychainError


@dataclass
class HomeInUseError(QuaychainError):
    """Another demo runs in this folder."""

    folder: str

    def __str__(self) -> str:
        return f"a demo already runs in {self.folder}: end it first, or give another folder with --home"


@dataclass
class HomeNotWritableError(QuaychainError):
    """The folder can't be made or written to."""

    folder: str
    reason: str

    def __str__(self) -> str:
        return f"can't keep the demo's state in {self.folder}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of one embedded consortium. Properties name its parts; nothing is made before `create`."""

    root: Path

    @property
    def consortium(self) -> Path:
        """Public facts: members, their ids, display names and accounts."""
        return self.root / "consortium.json"

    @property
    def deployment(self) -> Path:
        """Chain id, genesis hash, addresses, code hashes and layout versions."""
        return self.root / "deployment.json"

    @property
    def chain(self) -> Path:
        """The embedded chain's genesis and its dumped state."""
        return self.root / "chain"

    @property
    def keys(self) -> Path:
        """Keystores, one folder a member, mode 0700."""
        return self.root / "keys"

    @property
    def content(self) -> Path:
        """The content store: ciphertext by CID."""
        return self.root / "content"

    @property
    def wraps(self) -> Path:
        """Wrapped class keys, which can be erased."""
        return self.root / "wraps"

    @property
    def oracle(self) -> Path:
        """Queue and quarantine of the oracle."""
        return self.root / "oracle"

    @property
    def outbox(self) -> Path:
        """Signed transactions, one file an account."""
        return self.root / "outbox"

    @property
    def devices(self) -> Path:
        """Readings that the demo's devices send, and what they keep until it is anchored."""
        return self.root / "devices"

    @property
    def database(self) -> Path:
        """The indexer's SQLite file."""
        return self.root / "api" / "index.sqlite"

    @property
    def journal(self) -> Path:
        """Which steps of the scenario are done."""
        return self.root / "journal.sqlite"

    @property
    def papers(self) -> Path:
        """The exporter's papers as they were sealed, for a look from outside."""
        return self.root / "papers"

    @property
    def logs(self) -> Path:
        """One log a process."""
        return self.root / "logs"

    def create(self) -> None:
        """Make the folder and its parts, readable by its owner only.

        Raises HomeNotWritableError.
        """
        try:
            self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
            for part in (
                self.chain,
                self.keys,
                self.content,
                self.wraps,
                self.oracle,
                self.outbox,
                self.devices,
                self.database.parent,
                self.papers,
                self.logs,
            ):
                part.mkdir(exist_ok=True, mode=0o700)
        except OSError as error:
            raise HomeNotWritableError(str(self.root), error.strerror or str(error)) from error

    def lock(self) -> IO[str]:
        """Hold the folder for this process; the lock goes with the returned file.

        Raises HomeInUseError, HomeNotWritableError.
        """
        try:
            file = (self.root / "lock").open("a+")
        except OSError as error:
            raise HomeNotWritableError(str(self.root), error.strerror or str(error)) from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.close()
            raise HomeInUseError(str(self.root)) from error
        file.seek(0)
        file.truncate()
        file.write(f"{os.getpid()}\n")
        file.flush()
        return file
