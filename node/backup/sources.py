"""What of a node, and beside it, belongs into a backup (I/O). Keys only as keystores: nothing that opens by itself."""

from __future__ import annotations

import fcntl
import json
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from quaychain.contracts.cid import Cid
from quaychain.contracts.stores import (
    CidMismatchError,
    ContentStoreRefusedError,
    DirectoryContentStore,
    KuboContentStore,
)

from ..machine.folder import NodeFolder
from ..process.state import supervisor_pid
from .manifest import KEYS, NODE, WRAPS, BackupError

#: What makes a JSON file one that a password opens, or one with nothing secret.
_SEALED_FORMATS = ("quaychain-seed-1", "quaychain-member-keys-1")
#: Of Besu's data: its own plaintext key, which it makes where it was given none, and what it writes at each start.
_NOT_CHAIN = ("key", "besu.networks", "besu.ports")
_LOCK = "LOCK"
_DUMP_SECONDS = 3_600


@contextmanager
def chain_at_rest(folder: NodeFolder) -> Iterator[None]:
    """Keeps Besu from opening the chain's database, by its own lock. Raises BackupError where the node runs."""
    running = BackupError(str(folder.root), "its node is running: stop it first")
    if supervisor_pid(folder) is not None:
        raise running
    lock = folder.data / "database" / _LOCK
    if not lock.exists():
        yield
        return
    with lock.open("r+b") as file:
        try:
            # POSIX record locks, as RocksDB takes them.
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise running from error
        yield


def node_files(folder: NodeFolder, *, chain: bool) -> Iterator[tuple[str, Path]]:
    """Names in the archive and files of a node's folder; `chain`: its data too. Raises BackupError, OSError."""
    singles = (
        folder.settings_file, folder.charter, folder.genesis, folder.deployment, folder.key, folder.static_nodes,
        folder.permissions,
    )  # fmt: skip
    check_keystore(folder.key)
    for path in (*singles, *sorted(folder.cards.rglob("*.json")), *sorted(folder.approvals.glob("*.json"))):
        if path.is_file():
            yield f"{NODE}/{path.relative_to(folder.root).as_posix()}", path
    if chain:
        for path in _files_below(folder.data):
            inside = path.relative_to(folder.data)
            if inside.name != _LOCK and inside.as_posix() not in _NOT_CHAIN:
                yield f"{NODE}/data/{inside.as_posix()}", path


def key_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """A member's keys. Raises BackupError for a key that no password protects, OSError."""
    found = sorted(folder.rglob("*.json"))
    if not found:
        raise BackupError(str(folder), "it has no keystore")
    # A place names a key elsewhere, and has nothing of it.
    for path in (*found, *sorted(folder.glob("*.account"))):
        if path.suffix == ".json":
            check_keystore(path)
        yield f"{KEYS}/{path.relative_to(folder).as_posix()}", path


def wrap_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Wrapped class keys, as DirectoryWrapStore has them. Raises OSError."""
    if not folder.is_dir():
        raise BackupError(str(folder), "there is no such folder")
    for path in _files_below(folder):
        if not path.name.startswith("."):
            yield f"{WRAPS}/{path.relative_to(folder).as_posix()}", path


def content_store(place: str) -> DirectoryContentStore | KuboContentStore:
    """A folder, or the URL of Kubo's RPC."""
    return KuboContentStore(place) if place.startswith(("http://", "https://")) else DirectoryContentStore(Path(place))


def pinned_content(store: DirectoryContentStore | KuboContentStore) -> Iterator[tuple[Cid, bytes]]:
    """All pinned content, its CID checked. What is pinned and is no content of ours (a folder) is left out.

    Raises ContentStoreUnreachableError, ContentStoreRefusedError, CidMismatchError, InvalidCidError.
    """
    for cid in store.pins():
        try:
            yield cid, store.get(cid)
        except ContentStoreRefusedError as error:
            if "directory" not in error.reason:
                raise
        except CidMismatchError:
            # Kubo has checked its blocks; somebody else added it with another layout. A folder's file is damaged.
            if isinstance(store, DirectoryContentStore):
                raise


def snapshot_sqlite(source: Path, target: Path) -> None:
    """A whole copy of a database that others may be writing to, by SQLite's online backup. Raises BackupError."""
    if not source.is_file():
        raise BackupError(str(source), "there is no such file")
    try:
        with closing(sqlite3.connect(source, timeout=30)) as live, closing(sqlite3.connect(target)) as copy:
            live.backup(copy)
            (verdict,) = copy.execute("PRAGMA quick_check").fetchone()
    except sqlite3.Error as error:
        raise BackupError(str(source), str(error)) from error
    if verdict != "ok":
        raise BackupError(str(source), f"the database is damaged: {verdict}")


def dump_postgresql(url: str, target: Path) -> None:
    """pg_dump in its custom form, which pg_restore reads. Raises BackupError."""
    if urlsplit(url).password:
        raise BackupError("the database's URL", "a password is not for a command line: give it in ~/.pgpass")
    command = ["pg_dump", "--no-password", "--format=custom", "--no-owner", f"--file={target}", f"--dbname={url}"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_DUMP_SECONDS, check=False)
    except FileNotFoundError:
        raise BackupError("pg_dump", "it is not installed (Debian: apt install postgresql-client)") from None
    except subprocess.TimeoutExpired:
        raise BackupError("pg_dump", f"not done after {_DUMP_SECONDS} s") from None
    if done.returncode:
        raise BackupError("pg_dump", (done.stderr.strip() or f"exit status {done.returncode}").splitlines()[0])


def check_keystore(path: Path) -> None:
    """Raises BackupError where a file that should be a keystore is none."""
    try:
        content = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        content = None
    if isinstance(content, dict):
        names = {str(name).lower() for name in content}
        if (content.get("version") == 3 and "crypto" in names) or content.get("format") in _SEALED_FORMATS:
            return
    raise BackupError(str(path), "it is no keystore, and a backup takes no key that no password protects")


def _files_below(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())
