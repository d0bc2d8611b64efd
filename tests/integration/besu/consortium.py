"""The contracts on a network of Besus, and what members decide there by their own commands."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from quaychain.contracts.bindings.types import AccountPurpose, ProposalState
from quaychain.contracts.outbox import Outbox
from quaychain.contracts.ports import free_ports
from quaychain.contracts.proofs.commit_seals import sealed_block
from quaychain.contracts.rpc import Rpc
from quaychain.contracts.sender import TransactionSender
from quaychain.contracts.types import Address, to_address, to_hex
from quaychain.node.card import MemberCard
from quaychain.node.documents import read_document
from quaychain.node.governance.consortium import open_consortium
from quaychain.node.governance.decisions import Decisions, Support

from .network import START_SECONDS, BesuNetwork, eventually, quaychain

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
    def validator(self) -> Address:
        """Its validator's address."""
        card = read_document(self.card, MemberCard).card
        assert card.validator is not None
        return card.validator.address

    @property
    def rpc_url(self) -> str:
        """Its validator's JSON-RPC."""
        return f"http://127.0.0.1:{self.rpc_port}"

    @property
    def key_options(self) -> tuple[str, ...]:
        """By whose keys."""
        return ("--keys", str(self.folder / "keys"), "--password-file", str(self.folder / "password"))

    def make_card(self, network: BesuNetwork) -> None:
        """Keys and card, on its own machine."""
        password = self.folder / "password"
        password.touch(mode=0o600)
        password.write_bytes(os.urandom(32).hex().encode())
        quaychain("node", "keygen", str(self.folder / "keys"), "--seat", "accounting", "--password-file", str(password))
        quaychain(
            *("node", "card", str(network.local.charter), *self.key_options, "--name", "Third supplier"),
            *("--kind", "supplier", "--validator-at", f"127.0.0.1:{self.p2p_port}", "-o", str(self.card)),
        )

    def make_node(self, network: BesuNetwork) -> None:
        """Its node's folder, from what the founders made and its own card."""
        quaychain(
            *("node", "init", str(self.node), str(network.local.charter), str(network.local.cards)),
            *("--genesis", str(network.local.genesis), "--approvals", str(network.local.approvals)),
            *("--later-cards", str(self.card), *self.key_options, "--rpc-port", str(self.rpc_port)),
            *("--metrics-port", str(self.metrics_port), "--besu", self.besu, "--java-options", "-Xmx512m"),
        )


def newcomer(folder: Path, besu: str) -> Newcomer:
    """A member to be, at ports of its own."""
    return Newcomer(folder, besu, *free_ports(3))


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

    _vote_all(network, proposal, voters)
    return said + quaychain(
        "node", "decisions", "follow", proposal, *member_options(network, "manufacturer"), timeout=300
    )


def _vote_all(network: BesuNetwork, proposal: str, voters: Sequence[str]) -> None:
    with ThreadPoolExecutor(len(voters)) as pool:
        list(pool.map(lambda member: _vote(network, proposal, member), voters))


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


def admit(network: BesuNetwork, new: Newcomer) -> None:
    """By decision; every node takes its transactions then, and every member lets its node in."""
    decide(network, "members", "propose-admission", str(new.card))
    accounts = {account.address for account in read_document(new.card, MemberCard).card.accounts}
    for name in network.names:
        rpc = network.rpc(name)
        eventually(
            lambda rpc=rpc: accounts <= {to_address(one) for one in rpc.call("perm_getAccountsAllowlist")},
            30,
            f"{name} takes the newcomer's transactions",
        )
    with ThreadPoolExecutor(len(network.names)) as pool:
        folders = [str(network.folder(name).root) for name in network.names]
        list(pool.map(lambda folder: quaychain("node", "members", "accept", str(new.card), "--node", folder), folders))


def start_in_sync(network: BesuNetwork, new: Newcomer) -> None:
    """The newcomer's node runs and has the chain."""
    quaychain("node", "start", str(new.node), "--wait", str(START_SECONDS), timeout=START_SECONDS + 60)
    with Rpc(new.rpc_url, patience=0.0) as rpc:
        eventually(
            lambda: rpc.block_number() >= network.rpc("manufacturer").block_number() - 1, 120, "the newcomer in sync"
        )


def enter(network: BesuNetwork, new: Newcomer) -> None:
    """Its node becomes a validator, by decision, and proposes blocks of its own."""
    decide(network, "validators", "propose-add", str(new.card), "--candidate-rpc", new.rpc_url)
    rpc = network.rpc("manufacturer")

    def proposed() -> bool:
        head = rpc.block_number()
        blocks = [rpc.call("eth_getBlockByNumber", hex(number), False) for number in range(head - 9, head + 1)]
        return new.validator in {sealed_block(block).proposer for block in blocks}

    eventually(proposed, 60, "the newcomer proposes")


def leave(network: BesuNetwork, new: Newcomer) -> None:
    """The newcomer goes by its own will, with all that it has; the others vote its validator out of the set."""
    member = to_hex(read_document(new.card, MemberCard).card.member)
    out = ("node", "members", "out", member)
    its_own = (*out, *new.key_options, "--node", str(new.node))
    said = quaychain(*its_own, status=1)
    proposal = re.search(r"proposed: remove validator .*\(([0-9a-f]+)\)", said)
    assert proposal is not None, said
    _vote_all(network, proposal[1], VOTERS)
    eventually(lambda: "has left for good" in _run(*its_own, "--final").stdout, 120, "the member has left")
    at_another = (*out, "--node", str(network.folder("manufacturer").root))
    eventually(lambda: _run(*at_another).returncode == 0, 60, "nothing of it is left")


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "quaychain.scripts.main", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=START_SECONDS)
