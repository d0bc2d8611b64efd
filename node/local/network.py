"""A network folder: network.json, the founding's documents, every member's keys, and the nodes' folders (I/O)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from quaychain.contracts.deployment import Deployment

from ..card import MemberCard
from ..charter import Charter
from ..documents import Document, read_document, read_documents
from ..enode import PortField
from ..fields import KindField, NameField, NodeName, SeatField
from ..keys import read_password
from ..machine.folder import NodeFolder
from ..machine.settings import Role
from ..member_keys import MemberKeys

FORMAT: Literal["quaychain-network-1"] = "quaychain-network-1"


class NetworkMember(Document):
    """A member by the name of its files, and the one on its card."""

    key: NodeName
    name: NameField
    kind: KindField
    seat: SeatField


class NetworkNode(Document):
    """A node: the name of its folder, its member's key, and its ports on 127.0.0.1."""

    name: NodeName
    member: NodeName
    role: Role
    p2p_port: PortField
    rpc_port: PortField
    metrics_port: PortField


class NetworkFile(Document):
    """network.json: members and nodes in their order, validators first."""

    format: Literal["quaychain-network-1"]
    chain_id: Annotated[int, Field(ge=1, le=2**53 - 1)]
    members: tuple[NetworkMember, ...]
    nodes: tuple[NetworkNode, ...]

    @model_validator(mode="after")
    def _each_another(self) -> Self:
        for what, names in (("members", [m.key for m in self.members]), ("nodes", [n.name for n in self.nodes])):
            twice = sorted({name for name in names if names.count(name) > 1})
            if twice:
                raise ValueError(f"two {what} are called {twice[0]}")
        return self


@dataclass(frozen=True, slots=True)
class LocalNetwork:
    """The folder that `quaychain node local` makes."""

    root: Path
    file: NetworkFile

    @classmethod
    def open(cls, root: Path) -> LocalNetwork:
        """A folder that is whole. Raises DocumentError."""
        return cls(root, read_document(cls.network_file(root), NetworkFile))

    @staticmethod
    def network_file(root: Path) -> Path:
        """network.json, which is there when all else is."""
        return root / "network.json"

    @property
    def charter(self) -> Path:
        """The consortium's charter."""
        return self.root / "charter.json"

    @property
    def genesis(self) -> Path:
        """The genesis."""
        return self.root / "genesis.json"

    @property
    def cards(self) -> Path:
        """Every member's card, by its key."""
        return self.root / "cards"

    @property
    def approvals(self) -> Path:
        """Every founder's approval of the genesis."""
        return self.root / "approvals"

    @property
    def deployment(self) -> Path:
        """deployment.json, once the contracts are deployed."""
        return self.root / "deployment.json"

    @property
    def nodes(self) -> tuple[NodeFolder, ...]:
        """The nodes' folders, in order: validators first."""
        return tuple(NodeFolder(self.root / "nodes" / node.name) for node in self.file.nodes)

    @property
    def members(self) -> tuple[NetworkMember, ...]:
        """The members, in order."""
        return self.file.members

    @property
    def rpc_urls(self) -> tuple[str, ...]:
        """The nodes' JSON-RPC, in their order."""
        return tuple(f"http://127.0.0.1:{node.rpc_port}" for node in self.file.nodes)

    def spread(self, deployment: Deployment) -> None:
        """Write deployment.json into each node's folder, and then into this one. Safe to repeat."""
        for node in self.nodes:
            deployment.save(node.deployment)
        deployment.save(self.deployment)

    def node(self, name: str) -> NodeFolder:
        """A node's folder by its name; KeyError where there is none."""
        if all(node.name != name for node in self.file.nodes):
            raise KeyError(name)
        return NodeFolder(self.root / "nodes" / name)

    def read_charter(self) -> Charter:
        """The charter. Raises DocumentError."""
        return read_document(self.charter, Charter)

    def read_cards(self) -> tuple[MemberCard, ...]:
        """The cards, in the members' order. Raises DocumentError."""
        return read_documents([self.cards / f"{member.key}.json" for member in self.members], MemberCard)

    def member_keys(self, key: str) -> MemberKeys:
        """A member's folder of keys. Raises DocumentError."""
        return MemberKeys.open(self.root / "members" / key)

    def password_file(self, key: str) -> Path:
        """The file with the password of a member's keys."""
        return self.root / "passwords" / key

    def password(self, key: str) -> bytes:
        """The password of a member's keys. Raises PasswordFileError."""
        return read_password(self.password_file(key))
