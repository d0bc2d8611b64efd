"""Bring a backup back into new folders (I/O): all of it is checked first; a folder is there whole or not at all."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

from quaychain.contracts.cid import Cid
from quaychain.contracts.files import write_atomic
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.types import to_hex

from ..documents import parse_document
from ..folders import new_folder
from ..machine.besu_config import besu_config, render_toml
from ..machine.folder import NodeFolder
from ..machine.settings import NodeSettings
from .archive import ArchiveReader, opened_archive
from .fence import set_fence
from .manifest import CONTENT, DATABASES, KEYS, NODE, WRAPS, BackupError, Entry, Manifest
from .sources import chain_at_rest, content_store


@dataclass(frozen=True, slots=True)
class Places:
    """Where what stood beside the node goes; parts without a place stay in the archive.

    `keys`, `wraps` and `databases` are new folders; `content` is a folder or the URL of Kubo's RPC.
    """

    keys: Path | None = None
    content: str | None = None
    wraps: Path | None = None
    databases: Path | None = None


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored. `left` are the parts for which no place was given; `password_file` is missing where named."""

    manifest: Manifest
    left: tuple[str, ...]
    password_file: Path | None


def check_backup(archive: Path, genesis: bytes | None = None) -> Manifest:
    """Compare all of a backup with its manifest, restoring nothing. As `restore_backup` otherwise."""
    with opened_archive(archive) as reader:
        _check(reader, genesis)
        return reader.manifest


def restore_backup(
    archive: Path, root: Path, places: Places, *, now: int, genesis: bytes | None = None, old: NodeFolder | None = None
) -> Restored:
    """Make the node's folder `root` anew, fenced, and the rest where `places` say.

    `genesis` is keccak256 of the genesis.json that the backup must have. `old` is the folder that the new one takes the
    place of: it is fenced first. `now` is in Unix seconds.

    Raises BackupError, DocumentError, FolderExistsError, FolderNotWritableError, and the content store's errors.
    """
    with opened_archive(archive) as reader, contextlib.ExitStack() as stack:
        settings = _check(reader, genesis)
        if old is not None:
            _fence_old(old, settings, root, now)
        building = NodeFolder(stack.enter_context(new_folder(root)))
        _restore_node(reader, building, NodeFolder(root.resolve()), settings)
        reason = f"it was restored from a backup of {settings.name}, and the one it was made of may still run"
        set_fence(building, reason, now)
        for part, place in ((KEYS, places.keys), (WRAPS, places.wraps), (DATABASES, places.databases)):
            if place is not None:
                folder = stack.enter_context(new_folder(place))
                for entry in reader.manifest.part(part):
                    reader.write(entry, folder / entry.path.removeprefix(f"{part}/"))
        if places.content is not None:
            _restore_content(reader, places.content)
    given = {KEYS: places.keys, CONTENT: places.content, WRAPS: places.wraps, DATABASES: places.databases}
    left = tuple(part for part, place in given.items() if place is None and reader.manifest.part(part))
    password_file = NodeFolder(root).password_file(settings)
    return Restored(reader.manifest, left, None if password_file.is_file() else password_file)


def _check(reader: ArchiveReader, genesis: bytes | None) -> NodeSettings:
    """Raises BackupError where the backup is damaged, at odds with itself, or of another genesis than wanted."""
    manifest, place = reader.manifest, str(reader.path)
    if genesis is not None and manifest.genesis != genesis:
        raise BackupError(
            place, f"it is of another chain: its genesis is {to_hex(manifest.genesis)}, not {to_hex(genesis)}"
        )
    reader.check()
    if keccak256(_node_file(reader, "genesis.json")) != manifest.genesis:
        raise BackupError(place, "its genesis.json is not the one that its manifest names")
    settings = parse_document(_node_file(reader, "node.json"), NodeSettings, f"{place}: node.json")
    said = (manifest.node, manifest.role, manifest.address, manifest.chain_id)
    if said != (settings.name, settings.role, settings.address, settings.chain_id):
        raise BackupError(place, "its node.json is of another node than its manifest says")
    return settings


def _node_file(reader: ArchiveReader, name: str) -> bytes:
    found = [entry for entry in reader.manifest.files if entry.path == f"{NODE}/{name}"]
    if not found:
        raise BackupError(str(reader.path), f"it has no {name}")
    return reader.read(found[0])


def _fence_old(old: NodeFolder, settings: NodeSettings, root: Path, now: int) -> None:
    if old.read_settings().address != settings.address:
        raise BackupError(str(old.root), f"it is not the folder of {settings.address}")
    with chain_at_rest(old):
        try:
            set_fence(old, f"{root.resolve()} has taken its place", now)
        except OSError as error:
            raise BackupError(str(old.root), f"can't be fenced: {error.strerror or error}") from error


def _restore_node(reader: ArchiveReader, building: NodeFolder, later: NodeFolder, settings: NodeSettings) -> None:
    for folder in (building.data, building.run, building.logs):
        folder.mkdir(mode=0o700)
    for entry in reader.manifest.part(NODE):
        reader.write(entry, building.root / entry.path.removeprefix(f"{NODE}/"))
    # Its paths are those of the new place.
    write_atomic(building.besu_config, render_toml(besu_config(settings, later.besu_paths())).encode())


def _restore_content(reader: ArchiveReader, place: str) -> None:
    store = content_store(place)
    for entry in reader.manifest.part(CONTENT):
        stored = store.put(reader.read(entry))
        if stored != _cid(reader, entry):
            raise BackupError(str(reader.path), f"{entry.path} has content of {stored}")


def _cid(reader: ArchiveReader, entry: Entry) -> Cid:
    return Cid.parse(entry.path.removeprefix(f"{CONTENT}/"))
