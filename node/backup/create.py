"""Make a backup (I/O)."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from quaychain.contracts.keccak import keccak256

from ..machine.folder import NodeFolder
from .archive import ArchiveWriter, new_archive
from .fence import read_fence
from .manifest import CONTENT, DATABASES, FORMAT, NODE, BackupError, Manifest
from .sources import (
    chain_at_rest,
    content_store,
    dump_postgresql,
    key_files,
    node_files,
    pinned_content,
    snapshot_sqlite,
    wrap_files,
)

POSTGRESQL_DUMP = "postgresql.dump"


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a node and goes into its backup too.

    `content` is a folder or the URL of Kubo's RPC; `databases` are SQLite files and at most one postgresql:// URL.
    """

    keys: Path | None = None
    content: str | None = None
    wraps: Path | None = None
    databases: tuple[str, ...] = ()


def create_backup(folder: NodeFolder, archive: Path, beside: Beside, *, chain: bool, now: int) -> Manifest:
    """Write a backup of a node's folder and of what is beside it. `chain`: with the chain; its node must be stopped.

    `now` is in Unix seconds. Raises BackupError, DocumentError, and the content store's errors.
    """
    settings = folder.read_settings()
    if read_fence(folder) is not None:
        raise BackupError(str(folder.root), "it is fenced: back up the one that runs")
    with contextlib.ExitStack() as stack:
        if chain:
            stack.enter_context(chain_at_rest(folder))
        writer = stack.enter_context(new_archive(archive))
        for name, path in node_files(folder, chain=chain):
            writer.add_file(name, path)
        for path in sorted((folder.root / "outboxes").glob("*.sqlite")):
            _add_sqlite(writer, f"{NODE}/outboxes/{path.name}", path, archive.parent)
        _add_beside(writer, beside, archive.parent)
        return writer.close_with(
            format=FORMAT,
            made_at=now,
            node=settings.name,
            role=settings.role,
            address=settings.address,
            chain_id=settings.chain_id,
            genesis=keccak256(folder.genesis.read_bytes()),
            chain_data=chain,
        )


def _add_beside(writer: ArchiveWriter, beside: Beside, workplace: Path) -> None:
    if beside.keys is not None:
        for name, path in key_files(beside.keys):
            writer.add_file(name, path)
    if beside.wraps is not None:
        for name, path in wrap_files(beside.wraps):
            # What is erased meanwhile is not in it.
            with contextlib.suppress(FileNotFoundError):
                writer.add_file(name, path)
    if beside.content is not None:
        for cid, data in pinned_content(content_store(beside.content)):
            writer.add_bytes(f"{CONTENT}/{cid}", data)
    for database in beside.databases:
        if database.startswith(("postgresql:", "postgres:")):
            with _temporary(workplace) as folder:
                dump_postgresql(database, folder / POSTGRESQL_DUMP)
                writer.add_file(f"{DATABASES}/{POSTGRESQL_DUMP}", folder / POSTGRESQL_DUMP)
        else:
            source = Path(database.removeprefix("sqlite:///"))
            _add_sqlite(writer, f"{DATABASES}/{source.name}", source, workplace)


def _add_sqlite(writer: ArchiveWriter, name: str, source: Path, workplace: Path) -> None:
    with _temporary(workplace) as folder:
        snapshot_sqlite(source, folder / source.name)
        writer.add_file(name, folder / source.name)


@contextlib.contextmanager
def _temporary(workplace: Path) -> Iterator[Path]:
    """A folder beside the archive, where there is space for copies."""
    with tempfile.TemporaryDirectory(prefix=f".{DATABASES}.", dir=workplace) as folder:
        yield Path(folder)
