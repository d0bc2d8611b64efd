"""What stands in a node's folder. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.types import Address

from ..card import CardContent, MemberCard
from ..charter import Charter
from ..enode import Enode
from ..machine.allowlists import Allowlists
from ..machine.settings import NodeSettings
from ..process.state import NodeState


@dataclass(frozen=True, slots=True)
class FolderFacts:
    """A node's folder, as far as its files could be read: `unreadable` says of each other file why not.

    `expected_genesis` are the bytes that charter and cards make. `config` is besu.toml, `expected_config` what it
    should be by node.json. `modes` are the permission bits of secret files, `key_address` is what the keystore says of
    itself. `besu_problem` is why the node's Besu can't be started. `state` is what the supervisor wrote last, and
    `supervised` whether one lives. `resolved` has for each peer's host name the addresses that this machine finds.
    """

    name: str
    unreadable: Mapping[Path, str]
    settings: NodeSettings | None
    charter: Charter | None
    cards: tuple[MemberCard, ...]
    genesis: bytes | None
    expected_genesis: bytes | None
    config: Mapping[str, Any] | None
    expected_config: Mapping[str, Any] | None
    static_nodes: tuple[Enode, ...] | None
    allowlists: Allowlists | None
    modes: Mapping[Path, int]
    password_missing: Path | None
    key_address: Address | None
    disk_free: int
    disk_size: int
    besu_problem: QuaychainError | None
    state: NodeState | None
    supervised: bool
    fenced: str | None
    in_container: bool
    resolved: Mapping[str, tuple[str, ...]]

    @property
    def contents(self) -> tuple[CardContent, ...]:
        """What the cards say."""
        return tuple(card.card for card in self.cards)
