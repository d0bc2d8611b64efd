"""The contracts on a network of Besus, and what members decide there by their own commands."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

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
        eventually(lambda: _voted(network, proposal, member), 25, f"{member} voted on {proposal}")

    with ThreadPoolExecutor(len(voters)) as pool:
        list(pool.map(vote, voters))
    return said + quaychain(
        "node", "decisions", "follow", proposal, *member_options(network, "manufacturer"), timeout=300
    )


def _voted(network: BesuNetwork, proposal: str, member: str) -> bool:
    """Whether the vote was taken; it is not before voting begins."""
    command = [sys.executable, "-m", "quaychain.scripts.main", "node", "decisions", "vote", proposal, "for"]
    done = subprocess.run([*command, *member_options(network, member)], capture_output=True, text=True, timeout=60)
    return done.returncode == 0
