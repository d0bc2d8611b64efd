"""A node's folder: where everything of one node is (I/O)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from quaychain.contracts.files import write_atomic

from ..card import MemberCard
from ..charter import Charter
from ..documents import read_document, read_documents
from .besu_config import BesuPaths, besu_config, render_toml
from .settings import NodeSettings


@dataclass(frozen=True, slots=True)
class NodeFolder:
    """The folder that `quaychain node init` makes. Properties name its parts; some come only with time."""

    root: Path

    @property
    def settings_file(self) -> Path:
        """node.json."""
        return self.root / "node.json"

    @property
    def charter(self) -> Path:
        """The consortium's charter."""
        return self.root / "charter.json"

    @property
    def genesis(self) -> Path:
        """The genesis, as all members approved it."""
        return self.root / "genesis.json"

    @property
    def cards(self) -> Path:
        """The founding members' cards, a file each."""
        return self.root / "cards"

    @property
    def later_cards(self) -> Path:
        """Cards accepted since: of members admitted later, and newer ones of others."""
        return self.cards / "accepted"

    @property
    def approvals(self) -> Path:
        """Every founder's approval of the genesis."""
        return self.root / "approvals"

    @property
    def deployment(self) -> Path:
        """deployment.json, once the contracts are deployed."""
        return self.root / "deployment.json"

    @property
    def key(self) -> Path:
        """The node's key: an Ethereum keystore, mode 0600."""
        return self.root / "key.json"

    @property
    def besu_config(self) -> Path:
        """Besu's whole configuration, written from node.json."""
        return self.root / "besu.toml"

    @property
    def static_nodes(self) -> Path:
        """The peers that Besu always dials."""
        return self.root / "static-nodes.json"

    @property
    def permissions(self) -> Path:
        """Node and account allowlists. Besu itself writes this file when they are changed by perm_*."""
        return self.root / "permissions.toml"

    @property
    def data(self) -> Path:
        """Besu's data: the chain."""
        return self.root / "data"

    @property
    def run(self) -> Path:
        """What is true only while the node runs: pid, state, lock."""
        return self.root / "run"

    @property
    def logs(self) -> Path:
        """besu.log and supervisor.log."""
        return self.root / "logs"

    def read_settings(self) -> NodeSettings:
        """node.json. Raises DocumentError."""
        return read_document(self.settings_file, NodeSettings)

    def read_charter(self) -> Charter:
        """charter.json. Raises DocumentError."""
        return read_document(self.charter, Charter)

    def read_cards(self) -> tuple[MemberCard, ...]:
        """The cards, in the order of their file names. Raises DocumentError."""
        return read_documents([self.cards], MemberCard)

    def password_file(self, settings: NodeSettings) -> Path:
        """The file whose first line opens `key`."""
        return self.root / settings.password_file

    def write_besu_config(self) -> None:
        """Write besu.toml anew from node.json: after a change of that, or when the folder has moved.

        Raises DocumentError, OSError.
        """
        # Besu would take relative paths from its working directory.
        settled = NodeFolder(self.root.resolve())
        config = besu_config(settled.read_settings(), settled.besu_paths())
        write_atomic(self.besu_config, render_toml(config).encode())

    def besu_paths(self) -> BesuPaths:
        """The paths that Besu's configuration names."""
        return BesuPaths(self.data, self.genesis, self.static_nodes, self.permissions)
