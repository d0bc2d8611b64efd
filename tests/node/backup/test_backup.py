"""What goes into a backup comes out of it, checked, into new folders; anything wrong is one line and leaves nothing."""

from __future__ import annotations

import hashlib
import io
import json
import os
import sqlite3
import stat
import subprocess
import sys
import tarfile
import textwrap
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from quaychain.contracts.cid import DAG_PB, Cid, cid_of
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.stores import DirectoryContentStore, KuboContentStore
from quaychain.node.backup.create import Beside, create_backup
from quaychain.node.backup.fence import FencedError, read_fence, refuse_fenced, set_fence
from quaychain.node.backup.manifest import MANIFEST, Manifest
from quaychain.node.backup.restore import Places, Restored, check_backup, restore_backup
from quaychain.node.backup.sources import chain_at_rest, dump_postgresql, pinned_content
from quaychain.node.local.network import LocalNetwork
from quaychain.node.machine.folder import NodeFolder
from quaychain.node.process.state import folder_lock

NOW = 1_800_000_000


def backup(node: NodeFolder, archive: Path, beside: Beside | None = None, *, chain: bool = True) -> Manifest:
    return create_backup(node, archive, beside or Beside(), chain=chain, now=NOW)


def restored(archive: Path, root: Path, places: Places | None = None, **options: Any) -> Restored:
    return restore_backup(archive, root, places or Places(), now=NOW + 1, **options)


def refusal(do: Callable[[], object]) -> str:
    with pytest.raises(QuaychainError) as caught:
        do()
    assert "\n" not in str(caught.value)
    return str(caught.value)


def content_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".")]


def repacked(source: Path, target: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The archive with other content; the manifest stays as it is unless it is changed too."""
    with tarfile.open(source) as archive:
        files = {member.name: archive.extractfile(member).read() for member in archive}  # type: ignore[union-attr]
    manifest = files.pop(MANIFEST)
    files[MANIFEST] = manifest
    change(files)
    with tarfile.open(target, "w") as archive:
        for name, data in files.items():
            header = tarfile.TarInfo(name)
            header.size = len(data)
            archive.addfile(header, io.BytesIO(data))
    return target


def test_a_node_comes_back_fenced(node: NodeFolder, tmp_path: Path) -> None:
    manifest = backup(node, tmp_path / "backups" / "node.tar")
    assert stat.S_IMODE((tmp_path / "backups" / "node.tar").stat().st_mode) == 0o600
    assert leftovers(tmp_path / "backups") == []
    assert check_backup(tmp_path / "backups" / "node.tar") == manifest

    done = restored(tmp_path / "backups" / "node.tar", tmp_path / "new")
    assert done.manifest == manifest
    before, after = content_of(node.root), content_of(tmp_path / "new")
    for name in ("besu.toml", "data/key", "data/besu.ports", "data/database/LOCK", "logs/besu.log"):
        before.pop(name)
    config = after.pop("besu.toml").decode()
    assert json.loads(after.pop("fence.json"))["since"] == NOW + 1
    assert after == before
    assert str(tmp_path / "new" / "data") in config
    assert str(node.root) not in config
    new = NodeFolder(tmp_path / "new")
    assert stat.S_IMODE(new.root.stat().st_mode) == 0o700
    assert stat.S_IMODE(new.key.stat().st_mode) == 0o600
    assert new.run.is_dir()
    assert new.logs.is_dir()
    # Its password is beside the network, which the new folder isn't in.
    assert done.password_file == tmp_path / "new" / "../../passwords/manufacturer"
    with pytest.raises(FencedError, match="quaychain node unfence"):
        refuse_fenced(new)
    assert "fenced" in refusal(lambda: backup(new, tmp_path / "again.tar"))


def test_accepted_cards_and_outboxes_of_the_folder(node: NodeFolder, tmp_path: Path) -> None:
    (node.cards / "accepted").mkdir()
    (node.cards / "accepted" / "ab-1.json").write_text("{}")
    (node.root / "outboxes").mkdir()
    with closing(sqlite3.connect(node.root / "outboxes" / "0x1.sqlite")) as outbox:
        outbox.execute("PRAGMA journal_mode=WAL")
        outbox.execute("CREATE TABLE entry (id INTEGER)")
        backup(node, tmp_path / "node.tar")
    restored(tmp_path / "node.tar", tmp_path / "new")
    assert (tmp_path / "new/cards/accepted/ab-1.json").read_text() == "{}"
    with closing(sqlite3.connect(tmp_path / "new/outboxes/0x1.sqlite")) as outbox:
        assert outbox.execute("SELECT count(*) FROM entry").fetchone() == (0,)


def test_the_plaintext_key_that_besu_may_have_made_is_in_no_backup(node: NodeFolder, tmp_path: Path) -> None:
    backup(node, tmp_path / "node.tar")
    assert b"11" * 32 not in (tmp_path / "node.tar").read_bytes()


def test_what_stands_beside_it(network: LocalNetwork, node: NodeFolder, tmp_path: Path) -> None:
    store = DirectoryContentStore(tmp_path / "content")
    cids = [store.put(data) for data in (b"", b"bill of lading", os.urandom(600_000))]
    wraps = tmp_path / "wraps" / "ab" / "1"
    wraps.mkdir(parents=True)
    (wraps / "member.1.parties.json").write_text("{}")
    (wraps / ".half").write_text("half-written")
    live = sqlite3.connect(tmp_path / "index.sqlite")
    live.execute("PRAGMA journal_mode=WAL")
    live.execute("CREATE TABLE event (id INTEGER)")
    live.executemany("INSERT INTO event VALUES (?)", [(number,) for number in range(1_000)])
    live.commit()
    live.execute("INSERT INTO event VALUES (1001)")  # not committed
    keys = network.root / "members" / "manufacturer"
    beside = Beside(keys, str(tmp_path / "content"), tmp_path / "wraps", (f"sqlite:///{tmp_path / 'index.sqlite'}",))
    manifest = backup(node, tmp_path / "all.tar", beside)
    live.close()
    assert {entry.path for entry in manifest.part("content")} == {f"content/{cid}" for cid in cids}

    done = restored(tmp_path / "all.tar", tmp_path / "only the node")
    assert done.left == ("keys", "content", "wraps", "databases")
    places = Places(tmp_path / "k", str(tmp_path / "c"), tmp_path / "w", tmp_path / "d")
    assert restored(tmp_path / "all.tar", tmp_path / "new", places).left == ()
    assert content_of(tmp_path / "k") == content_of(keys)
    assert [DirectoryContentStore(tmp_path / "c").get(cid) for cid in cids] == [store.get(cid) for cid in cids]
    assert content_of(tmp_path / "w") == {"ab/1/member.1.parties.json": b"{}"}
    with closing(sqlite3.connect(tmp_path / "d" / "index.sqlite")) as copy:
        assert copy.execute("SELECT count(*) FROM event").fetchone() == (1_000,)


def test_without_the_chain_the_node_may_run(node: NodeFolder, tmp_path: Path) -> None:
    held = hold_lock(node)
    try:
        line = refusal(lambda: backup(node, tmp_path / "node.tar"))
        assert "its node is running: stop it first" in line
        assert not (tmp_path / "node.tar").exists()
        manifest = backup(node, tmp_path / "small.tar", chain=False)
        assert not manifest.chain_data
        assert not any(entry.path.startswith("node/data/") for entry in manifest.files)
        assert "its node is running" in refusal(lambda: restored(tmp_path / "small.tar", tmp_path / "new", old=node))
    finally:
        held.kill()
        held.wait()
        assert held.stdout is not None
        held.stdout.close()
    restored(tmp_path / "small.tar", tmp_path / "new")
    assert list((tmp_path / "new" / "data").iterdir()) == []


def test_a_node_whose_supervisor_waits_runs_too(node: NodeFolder, tmp_path: Path) -> None:
    with folder_lock(node):
        assert "its node is running" in refusal(lambda: backup(node, tmp_path / "node.tar"))
    backup(node, tmp_path / "node.tar")


def hold_lock(node: NodeFolder) -> subprocess.Popen[str]:
    """A process that holds the database as RocksDB does."""
    program = """
        import fcntl, sys, time
        file = open(sys.argv[1], "r+b")
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        print("held", flush=True)
        time.sleep(600)
    """
    command = [sys.executable, "-c", textwrap.dedent(program), str(node.data / "database" / "LOCK")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_the_chain_is_held_while_it_is_read(node: NodeFolder) -> None:
    with chain_at_rest(node), pytest.raises(AssertionError):
        hold_lock(node)
    held = hold_lock(node)
    held.kill()
    held.wait()


def test_the_one_that_is_replaced_is_fenced_too(network: LocalNetwork, node: NodeFolder, tmp_path: Path) -> None:
    backup(node, tmp_path / "node.tar")
    other = network.nodes[1]
    assert "is not the folder of" in refusal(lambda: restored(tmp_path / "node.tar", tmp_path / "new", old=other))
    assert not (tmp_path / "new").exists()
    assert read_fence(other) is None
    restored(tmp_path / "node.tar", tmp_path / "new", old=node)
    fence = read_fence(node)
    assert fence is not None
    assert str(tmp_path / "new") in fence.reason
    set_fence(node, "another reason", NOW + 9)
    assert read_fence(node) == fence


def test_keys_that_no_password_protects_are_refused(network: LocalNetwork, node: NodeFolder, tmp_path: Path) -> None:
    keys = network.root / "members" / "manufacturer"
    (keys / "plain.json").write_text(json.dumps({"privateKey": "0x" + "11" * 32}))
    assert "plain.json: it is no keystore" in refusal(lambda: backup(node, tmp_path / "a.tar", Beside(keys=keys)))
    node.key.write_text("0x" + "11" * 32)
    assert "key.json: it is no keystore" in refusal(lambda: backup(node, tmp_path / "a.tar"))
    assert not (tmp_path / "a.tar").exists()
    assert leftovers(tmp_path) == []


def test_places_that_are_taken_are_kept(node: NodeFolder, tmp_path: Path) -> None:
    backup(node, tmp_path / "node.tar")
    assert "no backup is written over" in refusal(lambda: backup(node, tmp_path / "node.tar"))
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "file").touch()
    assert "is there already" in refusal(lambda: restored(tmp_path / "node.tar", tmp_path / "taken"))
    beside = Places(keys=tmp_path / "taken")
    assert "is there already" in refusal(lambda: restored(tmp_path / "node.tar", tmp_path / "new", beside))
    assert not (tmp_path / "new").exists()
    assert leftovers(tmp_path) == []


def test_a_backup_of_another_chain_is_refused(node: NodeFolder, tmp_path: Path) -> None:
    backup(node, tmp_path / "node.tar")
    genesis = keccak256(node.genesis.read_bytes())
    restored(tmp_path / "node.tar", tmp_path / "new", genesis=genesis)
    assert "of another chain" in refusal(lambda: restored(tmp_path / "node.tar", tmp_path / "other", genesis=bytes(32)))


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("a byte", "node/data/database/000004.sst is damaged"),
        ("a missing file", "not those of its manifest"),
        ("a further file", "not those of its manifest"),
        ("no manifest", "no manifest"),
        ("no JSON", "its manifest"),
        ("another genesis", "not the one that its manifest names"),
        ("another node", "of another node than its manifest says"),
        ("an outside path", "no file of a backup"),
    ],
)
def test_archives_that_do_not_do(node: NodeFolder, tmp_path: Path, what: str, words: str) -> None:
    def signed(files: dict[str, bytes], **facts: object) -> None:
        """Make the manifest fit again."""
        manifest = json.loads(files.pop(MANIFEST))
        manifest["files"] = [
            {"path": name, "size": len(data), "sha256": "0x" + hashlib.sha256(data).hexdigest()}
            for name, data in sorted(files.items())
        ]
        files[MANIFEST] = json.dumps({**manifest, **facts}).encode()

    def change(files: dict[str, bytes]) -> None:
        if what == "a byte":
            files["node/data/database/000004.sst"] = b"\xff" + files["node/data/database/000004.sst"][1:]
        elif what == "a missing file":
            del files["node/node.json"]
        elif what == "a further file":
            files[MANIFEST] = files.pop(MANIFEST)
            files["node/further"] = b""
            files[MANIFEST] = files.pop(MANIFEST)
        elif what == "no manifest":
            del files[MANIFEST]
        elif what == "no JSON":
            files[MANIFEST] = b"{"
        elif what == "another genesis":
            files["node/genesis.json"] += b" "
            signed(files)
        elif what == "another node":
            signed(files, node="other")
        else:
            files["node/../../outside"] = b"x"
            signed(files)

    backup(node, tmp_path / "node.tar")
    changed = repacked(tmp_path / "node.tar", tmp_path / "changed.tar", change)
    assert words in refusal(lambda: restored(changed, tmp_path / "new"))
    assert words in refusal(lambda: check_backup(changed))
    assert not (tmp_path / "new").exists()
    assert not (tmp_path / "outside").exists()
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("part", [0.0, 0.1, 0.5, 0.99])
def test_an_archive_that_is_cut_off(node: NodeFolder, tmp_path: Path, part: float) -> None:
    backup(node, tmp_path / "node.tar")
    data = (tmp_path / "node.tar").read_bytes()
    (tmp_path / "cut.tar").write_bytes(data[: int(len(data) * part)])
    refusal(lambda: check_backup(tmp_path / "cut.tar"))
    assert "No such file" in refusal(lambda: check_backup(tmp_path / "missing.tar"))


def test_a_full_disk_leaves_nothing(node: NodeFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backup(node, tmp_path / "node.tar")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    (tmp_path / "b").mkdir()
    assert "No space left" in refusal(lambda: backup(node, tmp_path / "b" / "again.tar"))
    assert list((tmp_path / "b").iterdir()) == []
    assert "No space left" in refusal(lambda: restored(tmp_path / "node.tar", tmp_path / "new"))
    assert not (tmp_path / "new").exists()


def test_pinned_content_of_a_kubo_node() -> None:
    ours, strange = cid_of(b"content"), cid_of(b"as another layout has it")
    folder = Cid(DAG_PB, bytes(32))

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/pin/ls"):
            return httpx.Response(200, json={"Keys": {str(cid): {} for cid in (folder, ours, strange)}})
        if request.url.params["arg"] == str(folder):
            return httpx.Response(500, json={"Message": "this dag node is a directory"})
        return httpx.Response(200, content=b"content")

    store = KuboContentStore("http://kubo.test", transport=httpx.MockTransport(answer))
    assert list(pinned_content(store)) == [(ours, b"content")]


def test_databases_that_are_none(node: NodeFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "index.sqlite").write_text("nothing of the kind, and longer than a header\n" * 9)
    for name, words in (("index.sqlite", "not a database"), ("missing.sqlite", "there is no such file")):
        beside = Beside(databases=(str(tmp_path / name),))
        assert words in refusal(lambda beside=beside: backup(node, tmp_path / "a.tar", beside))  # type: ignore[misc]
    assert "~/.pgpass" in refusal(lambda: dump_postgresql("postgresql://me:secret@host/index", tmp_path / "dump"))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "not installed" in refusal(lambda: dump_postgresql("postgresql://me@host/index", tmp_path / "dump"))
    assert not (tmp_path / "a.tar").exists()
