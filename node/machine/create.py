"""Make a node's folder (I/O): all of it, or nothing."""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass, field
from pathlib import Path

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.files import write_atomic

from ..card import VALIDATOR, CardContent
from ..documents import Document, make_document
from ..enode import Enode
from ..folders import new_folder
from ..founding import Founding
from ..keys import read_password
from ..member_keys import MemberKeys, public_key
from .allowlists import Allowlists
from .besu_config import besu_config, render_toml
from .folder import NodeFolder
from .settings import DOCKER, FORMAT, ListenSettings, NodeSettings, P2pSettings, PoolSettings


@dataclass
class NoProgramError(QuaychainError):
    """A besu that is not there."""

    path: str

    def __str__(self) -> str:
        return f"{self.path} is no program that can be run: give Besu's bin/besu, or docker:IMAGE"


@dataclass
class NotOnCardError(QuaychainError):
    """A node that the member's card doesn't name, or names with another key."""

    node: str
    reason: str

    def __str__(self) -> str:
        return f"node {self.node}: {self.reason}"


@dataclass(frozen=True, slots=True)
class NodePlan:
    """What is particular to a new node. `node` is its name on the member's card, `name` the one it goes by here.

    `interface`, `address`: what P2pSettings has; without an interface, the loopback one where the card's host is on it,
    else all.
    """

    node: str
    name: str
    interface: str | None
    rpc: ListenSettings
    metrics: ListenSettings
    address: str | None = None
    besu: str | None = None
    java_options: str = ""
    pool: PoolSettings = field(default_factory=PoolSettings)


def create_node_folder(
    root: Path, founding: Founding, keys: MemberKeys, password_file: Path, plan: NodePlan
) -> NodeFolder:
    """Make the folder `root` of one of the member's nodes. `password_file` opens its key, now and at each start.

    Raises what `write_node_folder` does, FolderExistsError, FolderNotWritableError, PasswordFileError.
    """
    password = read_password(password_file)
    with new_folder(root) as building:
        write_node_folder(building, root.resolve(), founding, keys, (password, str(password_file.resolve())), plan)
    return NodeFolder(root)


def write_node_folder(
    building: Path, root: Path, founding: Founding, keys: MemberKeys, password: tuple[bytes, str], plan: NodePlan
) -> None:
    """Fill `building`, which will be moved to `root` (absolute). `password` is the password, and its file as node.json
    has it.

    Raises NotOnCardError, KeyFileError, DocumentError, OSError.
    """
    card = founding.content_of(keys.member)
    if card is None:
        raise NotOnCardError(plan.node, f"no card is of member 0x{keys.member.hex()}, whose keys {keys.folder} has")
    enode = _enode(card, plan.node)
    signer = keys.node(plan.node, password[0])
    if public_key(signer) != enode.public_key:
        raise NotOnCardError(plan.node, f"the card of {card.name} names another key than {keys.folder} has")
    settings = make_document(
        NodeSettings,
        "the node's settings",
        format=FORMAT,
        name=plan.name,
        role="validator" if plan.node == VALIDATOR else "query",
        member=keys.member,
        chain_id=founding.charter.chain_id,
        root_address=founding.charter.root_address,
        address=signer.address,
        public_key=enode.public_key,
        p2p=make_document(
            P2pSettings,
            "the node's settings: p2p",
            host=enode.host,
            interface=plan.interface or _interface(enode),
            port=enode.port,
            address=plan.address,
            resolve_names=any(peer.is_named for content in founding.newest for peer in content.enodes),
        ),
        rpc=plan.rpc,
        metrics=plan.metrics,
        besu=plan.besu,
        java_options=plan.java_options,
        password_file=password[1],
        pool=plan.pool,
    )
    _write(NodeFolder(building), NodeFolder(root), founding, settings, keys.node_file(plan.node))


def besu_program(given: str) -> str | None:
    """What node.json says of a program's path, `docker:IMAGE`, or nothing. Raises NoProgramError."""
    if not given:
        return None
    if given.startswith(DOCKER):
        return given
    path = Path(given).expanduser().resolve()
    if not path.is_file() or not os.access(path, os.X_OK):
        raise NoProgramError(given)
    return str(path)


def file_names(documents: list[tuple[str, Document]]) -> dict[str, Document]:
    """The documents by a file name made of what they are called, each another."""
    named: dict[str, Document] = {}
    for label, document in documents:
        stem = "".join(char if char.isascii() and char.isalnum() else "-" for char in label.lower()).strip("-") or "x"
        number = 1
        while (name := f"{stem}.json" if number == 1 else f"{stem}-{number}.json") in named:
            number += 1
        named[name] = document
    return named


def _enode(card: CardContent, node: str) -> Enode:
    if node == VALIDATOR and card.validator is not None:
        return card.validator.enode
    for entry in card.nodes:
        if entry.name == node:
            return entry.enode
    raise NotOnCardError(node, f"the card of {card.name} names no such node")


def _interface(enode: Enode) -> str:
    if enode.is_named:
        return "0.0.0.0"  # noqa: S104  peers come from outside
    address = ipaddress.ip_address(enode.host)
    if address.is_loopback:
        return enode.host
    return "0.0.0.0" if address.version == 4 else "::"  # noqa: S104


def _write(folder: NodeFolder, later: NodeFolder, founding: Founding, settings: NodeSettings, keystore: Path) -> None:
    for part in (folder.data, folder.run, folder.logs):
        part.mkdir(mode=0o700)
    write_atomic(folder.settings_file, settings.as_file())
    write_atomic(folder.charter, founding.charter.as_file())
    write_atomic(folder.genesis, founding.genesis.data)
    names = {card.card.member: card.card.name for card in founding.cards}
    for name, card in file_names([(card.card.name, card) for card in founding.cards]).items():
        write_atomic(folder.cards / name, card.as_file())
    for number, card in enumerate(founding.later, 1):
        write_atomic(folder.later_cards / f"{card.card.member.hex()}-{number}.json", card.as_file())
    for name, approval in file_names([(names[a.approval.member], a) for a in founding.approvals]).items():
        write_atomic(folder.approvals / name, approval.as_file())
    write_atomic(folder.key, keystore.read_bytes(), mode=0o600)
    lists = Allowlists.of_cards(founding.newest)
    write_atomic(folder.permissions, lists.permissions())
    write_atomic(folder.static_nodes, lists.static_nodes(settings.public_key))
    write_atomic(folder.besu_config, render_toml(besu_config(settings, later.besu_paths())).encode())
