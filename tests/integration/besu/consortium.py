"""The contracts on a network of Besus, and what members decide there by their own commands."""

from __future__ import annotations

import contextlib
import os
import re
import socket
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from quaychain.contracts.bindings.types import AccountPurpose, ProposalState
from quaychain.contracts.outbox import Outbox
from quaychain.contracts.rpc import Rpc
from quaychain.contracts.sender import TransactionSender
from quaychain.node.governance.consortium import open_consortium
from quaychain.node.governance.decisions import Decisions, Support

from .network import BesuNetwork, eventually, quaychain

#: Five founders or four: three votes decide among four, and four among five.
VOTERS = ("manufacturer", "supplier-1", "supplier-2", "customs")


@dataclass(frozen=True)
class Newcomer:
    """A member that was not there at the founding: its folder has keys/, password, card.json and node/."""

    folder: Path
    besu: str
    p2p_port: int
    rpc_port: int
    metrics_port: int

    @property
    def card(self) -> Path:
        """Its card."""
        return self.folder / "card.json"

    @property
    def node(self) -> Path:
        """Its validator's folder."""
        return self.folder / "node"

    @property
    def rpc_url(self) -> str:
        """Its validator's JSON-RPC."""
        return f"http://127.0.0.1:{self.rpc_port}"

    @property
    def _key_options(self) -> tuple[str, ...]:
        return ("--keys", str(self.folder / "keys"), "--password-file", str(self.folder / "password"))

    def make_card(self, network: BesuNetwork) -> None:
        """Keys and card, on its own machine."""
        password = self.folder / "password"
        password.touch(mode=0o600)
        password.write_bytes(os.urandom(32).hex().encode())
        quaychain("node", "keygen", str(self.folder / "keys"), "--seat", "accounting", "--password-file", str(password))
        quaychain(
            *("node", "card", str(network.local.charter), *self._key_options, "--name", "Third supplier"),
            *("--kind", "supplier", "--validator-at", f"127.0.0.1:{self.p2p_port}", "-o", str(self.card)),
        )

    def make_node(self, network: BesuNetwork) -> None:
        """Its node's folder, from what the founders made and its own card."""
        quaychain(
            *("node", "init", str(self.node), str(network.local.charter), str(network.local.cards)),
            *("--genesis", str(network.local.genesis), "--approvals", str(network.local.approvals)),
            *("--later-cards", str(self.card), *self._key_options, "--rpc-port", str(self.rpc_port)),
            *("--metrics-port", str(self.metrics_port), "--besu", self.besu, "--java-options", "-Xmx512m"),
        )


def newcomer(folder: Path, besu: str) -> Newcomer:
    """A member to be, at ports of its own."""
    with contextlib.ExitStack() as probes:
        sockets = [probes.enter_context(socket.socket()) for _ in range(3)]
        for probe in sockets:
            probe.bind(("127.0.0.1", 0))
        ports = [int(probe.getsockname()[1]) for probe in sockets]
    return Newcomer(folder, besu, *ports)


def member_options(network: BesuNetwork, member: str) -> tuple[str, ...]:
    """By whose keys, and at which node: each member uses its own."""
    keys = network.local.root / "members" / member
    return (
        *("--keys", str(keys), "--password-file", str(network.local.password_file(member))),
        *("--node", str(network.folder(member).root)),
    )


def decide(network: BesuNetwork, *propose: str, voters: Sequence[str] = VOTERS) -> str:
    """The manufacturer proposes, the voters vote for it, and it is followed to its end; what was said."""
    said = quaychain("node", *propose, *member_options(network, "manufacturer"))
    found = re.search(r"proposal (0x[0-9a-f]{64}|\S+)", said)
    assert found is not None, said
    proposal = found[1]

    def vote(member: str) -> None:
        _vote(network, proposal, member)

    with ThreadPoolExecutor(len(voters)) as pool:
        list(pool.map(vote, voters))
    return said + quaychain(
        "node", "decisions", "follow", proposal, *member_options(network, "manufacturer"), timeout=300
    )


def _vote(network: BesuNetwork, proposal: str, member: str) -> None:
    """As `quaychain node decisions vote`, without a process each: a laboratory's votes take 20 seconds."""
    local, folder = network.local, network.folder(member)
    signer = local.member_keys(member).account(AccountPurpose.GOVERNANCE, local.password(member))
    with Rpc(folder.read_settings().rpc.url) as rpc:
        consortium = open_consortium(rpc, local.read_charter())
        outboxes = folder.root / "outboxes"
        outboxes.mkdir(exist_ok=True)
        outbox = Outbox(outboxes / f"{signer.address}.sqlite", signer.address, local.file.chain_id, rpc.genesis_hash())
        try:
            decisions = Decisions(consortium, TransactionSender(rpc, signer, outbox, chain_id=local.file.chain_id))
            found = decisions.proposals.find(proposal)
            eventually(lambda: decisions.proposals.state(found.id) is ProposalState.ACTIVE, 30, "voting has begun")
            decisions.vote(found, Support.FOR)
        finally:
            outbox.close()
