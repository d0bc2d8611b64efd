"""Read a node's folder for the doctor (I/O). A file that can't be read is a fact too."""

from __future__ import annotations

import json
import shutil
import socket
import stat
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.types import Address, to_address

from ..approval import Approval
from ..artifacts import load_artifact
from ..backup.fence import read_fence
from ..card import MemberCard
from ..documents import read_documents
from ..genesis import build_genesis
from ..machine.allowlists import Allowlists, read_static_nodes
from ..machine.besu_config import besu_config
from ..machine.folder import NodeFolder
from ..machine.settings import NodeSettings
from ..process.state import read_state, supervisor_pid
from .folder_facts import FolderFacts

T = TypeVar("T")
#: Why the Besu of these settings can't be started; None where it can.
Probe = Callable[[NodeSettings], QuaychainError | None]


class _Reading:
    """Reads what it can, and notes what it can't."""

    def __init__(self) -> None:
        self.unreadable: dict[Path, str] = {}

    def of(self, path: Path, read: Callable[[], T]) -> T | None:
        try:
            return read()
        except OSError as error:
            self.unreadable[path] = error.strerror or str(error)
        except (QuaychainError, ValueError, KeyError, TypeError, AttributeError) as error:
            self.unreadable[path] = str(error).removeprefix(f"{path}: ") or type(error).__name__
        return None


def read_folder(name: str, folder: NodeFolder, probe: Probe) -> FolderFacts:
    """A folder's facts; `probe` answers why the Besu that the settings name can't be used, if it can't."""
    reading = _Reading()
    settings = reading.of(folder.settings_file, folder.read_settings)
    charter = reading.of(folder.charter, folder.read_charter)
    cards = reading.of(folder.cards, folder.read_cards) or ()
    genesis = reading.of(folder.genesis, folder.genesis.read_bytes)
    approvals = reading.of(folder.approvals, lambda: read_documents([folder.approvals], Approval)) or ()
    founding = _founding_cards(cards, approvals)
    expected = None
    if charter is not None and founding:
        built = reading.of(folder.cards, lambda: build_genesis(charter, founding, load_artifact("ConsortiumRoot")))
        expected = None if built is None else built.data
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in _secrets(folder, settings) if path.exists()}
    fence = reading.of(folder.root / "fence.json", lambda: read_fence(folder))
    disk = shutil.disk_usage(folder.data if folder.data.exists() else folder.root)
    enodes = [enode for card in cards for enode in card.card.enodes]
    return FolderFacts(
        name=name,
        unreadable=reading.unreadable,
        settings=settings,
        charter=charter,
        cards=tuple(cards),
        genesis=genesis,
        expected_genesis=expected,
        config=reading.of(folder.besu_config, lambda: tomllib.loads(folder.besu_config.read_text("utf-8"))),
        expected_config=None
        if settings is None
        else besu_config(settings, NodeFolder(folder.root.resolve()).besu_paths()),
        static_nodes=reading.of(folder.static_nodes, lambda: read_static_nodes(folder.static_nodes.read_bytes())),
        allowlists=reading.of(
            folder.permissions, lambda: Allowlists.parse(folder.permissions.read_bytes(), str(folder.permissions))
        ),
        modes=modes,
        password_missing=None if settings is None else _missing_password(folder.password_file(settings)),
        key_address=reading.of(folder.key, lambda: _keystore_address(folder.key)),
        disk_free=disk.free,
        disk_size=disk.total,
        besu_problem=None if settings is None else probe(settings),
        state=reading.of(folder.run / "state.json", lambda: read_state(folder)),
        supervised=supervisor_pid(folder) is not None,
        fenced=None if fence is None else fence.reason,
        in_container=Path("/.dockerenv").exists() or Path("/run/.containerenv").exists(),
        resolved={enode.host: _resolve(enode.host) for enode in enodes if enode.is_named},
    )


def _founding_cards(cards: Sequence[MemberCard], approvals: Sequence[Approval]) -> list[MemberCard]:
    """The cards that the genesis is made of: of members who approved it. Who came later has a card too."""
    founders = {approval.approval.member for approval in approvals}
    return [card for card in cards if card.card.member in founders]


def _secrets(folder: NodeFolder, settings: NodeSettings | None) -> list[Path]:
    return [folder.key] if settings is None else [folder.key, folder.password_file(settings)]


def _missing_password(path: Path) -> Path | None:
    try:
        return None if path.read_bytes().splitlines()[:1] not in ([], [b""]) else path
    except OSError:
        return path


def _keystore_address(path: Path) -> Address:
    address: Any = json.loads(path.read_bytes())["address"]
    return to_address("0x" + str(address).removeprefix("0x"))


def _resolve(host: str) -> tuple[str, ...]:
    try:
        found = socket.getaddrinfo(host, None, proto=socket.IPPROTO_TCP)
    except OSError:
        return ()
    return tuple(sorted({str(entry[4][0]) for entry in found}))
