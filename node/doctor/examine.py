"""Examine folders, running nodes and cards, each by itself and together (I/O through the gatherers)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.rpc import Rpc

from ..artifacts import load_artifact
from ..card import MemberCard
from ..charter import Charter
from ..genesis_block import genesis_block_hash
from ..governance.consortium import open_consortium
from ..machine.folder import NodeFolder
from ..permissions.sync import PermissionSync
from .card_rules import card_findings
from .chain_facts import Expected, RunningNode
from .chain_rules import allowlist_findings, network_findings, node_findings
from .finding import Fault, Finding
from .folder_facts import FolderFacts
from .folder_rules import folder_findings, folders_findings
from .gather_folder import Probe, read_folder
from .gather_node import ask_node

#: A client of the node at a URL.
Connect = Callable[[str], Rpc]


@dataclass
class NoFolderError(QuaychainError):
    """There is no such folder."""

    folder: str

    def __str__(self) -> str:
        return f"{self.folder} is no folder"


@dataclass
class NothingExpectedError(QuaychainError):
    """No folder among those given says what is right."""

    def __str__(self) -> str:
        return "name a node's folder with a charter.json and a genesis.json: what is right follows from them"


@dataclass
class Examination:
    """What was looked at, and what was found."""

    folders: list[str] = field(default_factory=list)
    running: list[str] = field(default_factory=list)
    cards: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def examine(
    folders: Sequence[NodeFolder], urls: Sequence[str], cards: Sequence[MemberCard], probe: Probe, connect: Connect
) -> Examination:
    """Look at these folders, at the nodes that run from them, at further nodes by their RPC, and at cards.

    A node that doesn't run is no fault. Raises NoFolderError, and NothingExpectedError where nodes or cards are given
    and no folder has charter and genesis.
    """
    for place in folders:
        if not place.root.is_dir():
            raise NoFolderError(str(place.root))
    result = Examination()
    names = _names(folders)
    facts = [read_folder(name, folder, probe) for name, folder in zip(names, folders, strict=True)]
    for folder in facts:
        result.folders.append(folder.name)
        result.findings += folder_findings(folder)
    result.findings += folders_findings(facts)
    known = next(((f, f.charter, f.genesis) for f in facts if f.charter is not None and f.genesis is not None), None)
    if known is None:
        if urls or cards:
            raise NothingExpectedError
        return result
    folder, charter, genesis = known
    expected = expected_of(charter, genesis)
    if expected is not None:
        _examine_nodes(result, facts, urls, _Asking(connect, charter, expected), dict(zip(names, folders, strict=True)))
    for card in cards:
        result.cards.append(card.card.name)
        result.findings += card_findings(card, charter, folder.cards)
    return result


def expected_of(charter: Charter, genesis: bytes) -> Expected | None:
    """What the nodes of a consortium should answer; None where the genesis is none."""
    try:
        parsed = json.loads(genesis)
        block_hash = genesis_block_hash(parsed)
        qbft = parsed["config"]["qbft"]
        period, timeout = int(qbft["blockperiodseconds"]), int(qbft["requesttimeoutseconds"])
    except (ValueError, KeyError, TypeError, QuaychainError):
        return None  # the folder's own rules say so
    root = load_artifact("ConsortiumRoot").runtime_code({})
    return Expected(charter.chain_id, block_hash, period, timeout, root)


@dataclass(frozen=True, slots=True)
class _Asking:
    """How nodes are asked, and what they should answer."""

    connect: Connect
    charter: Charter
    expected: Expected

    def node(self, name: str, url: str) -> RunningNode | Finding:
        """The node's answers, or why there are none."""
        try:
            with self.connect(url) as rpc:
                return ask_node(name, rpc, self.charter.root_address, self.expected)
        except QuaychainError as error:
            return Finding(Fault.UNREACHABLE, name, str(error))

    def decided(self, name: str, folder: NodeFolder, url: str) -> list[Finding]:
        """Whether the node permits what the members have decided; nothing before they are installed."""
        try:
            with self.connect(url) as rpc:
                consortium = open_consortium(rpc, self.charter)
                if not consortium.installed():
                    return []
                report = PermissionSync(folder, consortium).compare()
        except QuaychainError as error:
            return [Finding(Fault.ALLOWLIST_NOT_DECIDED, name, str(error))]
        seen = [*(f"file {line}" for line in report.file.lines()), *(f"node {line}" for line in report.node.lines())]
        seen += [f"validator {validator} has no card here" for validator, _ in report.unreachable]
        return [Finding(Fault.ALLOWLIST_NOT_DECIDED, name, "; ".join(seen))] if seen else []


def _examine_nodes(
    result: Examination,
    facts: Iterable[FolderFacts],
    urls: Sequence[str],
    asking: _Asking,
    places: Mapping[str, NodeFolder],
) -> None:
    nodes: list[RunningNode] = []
    for folder in facts:
        if folder.settings is None:
            continue
        node = asking.node(folder.name, folder.settings.rpc.url)
        if isinstance(node, RunningNode):
            nodes.append(node)
            result.findings += node_findings(node, asking.expected, folder.settings)
            result.findings += allowlist_findings(node, folder)
            if node.genesis == asking.expected.genesis and node.allowed_nodes is not None:
                result.findings += asking.decided(folder.name, places[folder.name], folder.settings.rpc.url)
        elif folder.supervised:
            result.findings.append(node)
    for url in urls:
        node = asking.node(url, url)
        if isinstance(node, RunningNode):
            nodes.append(node)
            result.findings += node_findings(node, asking.expected, None)
        else:
            result.findings.append(node)
    result.running += [node.name for node in nodes]
    result.findings += network_findings(nodes, asking.expected)


def _names(folders: Sequence[NodeFolder]) -> list[str]:
    """The folders' last parts where those differ, else their whole paths."""
    short = [folder.root.resolve().name for folder in folders]
    return short if len(set(short)) == len(short) else [str(folder.root) for folder in folders]
