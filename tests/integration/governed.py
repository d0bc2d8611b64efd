"""A consortium on an anvil of its own, with members' keys and cards in folders, as operators have them (I/O)."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from quaychain.contracts.bindings.types import AccountPurpose, MemberKind, Seat
from quaychain.contracts.deployment import Deployment
from quaychain.contracts.outbox import Outbox
from quaychain.contracts.ports import free_port
from quaychain.contracts.reader import ChainReader
from quaychain.contracts.rpc import Rpc
from quaychain.contracts.sender import TransactionSender
from quaychain.contracts.signers import LocalSigner
from quaychain.contracts.types import Call
from quaychain.node.artifacts import load_artifact
from quaychain.node.card import MemberCard
from quaychain.node.charter import Charter, draft_charter
from quaychain.node.deploy import build_installation, deploy_contracts, install, sign_installation
from quaychain.node.embedded.anvil import AnvilStart, find_anvil, start_anvil, stop_anvil
from quaychain.node.genesis import build_genesis
from quaychain.node.governance.consortium import Consortium, open_consortium
from quaychain.node.governance.decisions import Decisions, Support
from quaychain.node.governance.follow import follow, wait_by_moving
from quaychain.node.governance.proposals import Proposal
from quaychain.node.keys import RANDOM_PASSWORD
from quaychain.node.member_keys import MemberKeys

PASSWORD = b"password"
START = 1_772_409_600
CHAIN_ID = 741_400


@dataclass(frozen=True)
class Governed:
    """The consortium; members by number, founders first. `folder` has charter.json and cards/."""

    folder: Path
    charter: Charter
    keys: tuple[MemberKeys, ...]
    cards: tuple[MemberCard, ...]
    rpc: Rpc
    deployment: Deployment
    consortium: Consortium

    @property
    def password_file(self) -> Path:
        """The file with the password of all keys."""
        return self.folder / "password"

    def sender(self, member: int, purpose: AccountPurpose = AccountPurpose.GOVERNANCE) -> TransactionSender:
        """A member's sender."""
        return self.sender_of(self.keys[member].account(purpose, PASSWORD))

    def sender_of(self, signer: LocalSigner) -> TransactionSender:
        """Anybody's sender."""
        path = self.folder / "test-outboxes" / f"{signer.address}.sqlite"
        path.parent.mkdir(exist_ok=True)
        outbox = Outbox(path, signer.address, CHAIN_ID, self.rpc.genesis_hash())
        return TransactionSender(self.rpc, signer, outbox, chain_id=CHAIN_ID)

    def decisions(self, member: int) -> Decisions:
        """A member's part in decisions."""
        return Decisions(self.consortium, self.sender(member))

    def act(self, member: int, purpose: AccountPurpose, call: Call) -> None:
        """A member's call."""
        self.sender(member, purpose).send(call)

    def decide(self, proposal: Proposal, voters: Sequence[int] = (0, 1, 2, 3)) -> list[str]:
        """Vote for a proposal, and follow it to its end by the first voter's account; what was said."""
        wait = wait_by_moving(self.consortium)
        wait(proposal.vote_start + 1)
        for voter in voters:
            self.decisions(voter).vote(proposal, Support.FOR)
        return list(follow(self.consortium, proposal, wait, self.decisions(voters[0])))

    def new_member(self, name: str, seat: Seat, port: int) -> tuple[MemberKeys, MemberCard]:
        """Keys and card of somebody who is no member yet."""
        keys = MemberKeys.create(self.folder / "keys" / name, seat, PASSWORD, RANDOM_PASSWORD)
        return keys, keys.make_card(self.charter, name, MemberKind.SUPPLIER, PASSWORD, keys.loopback_places(port))

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Whatever happens inside is taken back at the end."""
        snapshot = self.rpc.call("evm_snapshot")
        try:
            yield
        finally:
            self.rpc.call("evm_revert", snapshot)


@contextmanager
def governed_chain(folder: Path, accounting: int = 4, query: int = 2) -> Iterator[Governed]:
    """Found and install a consortium with the embedded chain's voting times; end its anvil at the end."""
    charter = draft_charter("embedded", "Governance tests", CHAIN_ID, START)
    (folder / "charter.json").write_bytes(charter.as_file())
    password = folder / "password"
    password.write_bytes(PASSWORD)
    password.chmod(0o600)
    seats = [Seat.ACCOUNTING] * accounting + [Seat.QUERY] * query
    keys = tuple(
        MemberKeys.create(folder / "keys" / str(number), seat, PASSWORD, RANDOM_PASSWORD)
        for number, seat in enumerate(seats)
    )
    cards = tuple(
        item.make_card(
            charter, f"Member {number}", MemberKind.SUPPLIER, PASSWORD, item.loopback_places(30_303 + 10 * number)
        )
        for number, item in enumerate(keys)
    )
    (folder / "cards").mkdir()
    for number, card in enumerate(cards):
        (folder / "cards" / f"{number}.json").write_bytes(card.as_file())
    genesis = folder / "genesis.json"
    genesis.write_bytes(build_genesis(charter, cards, load_artifact("ConsortiumRoot")).data)
    port = free_port()
    anvil = start_anvil(AnvilStart(find_anvil(), port, CHAIN_ID, folder, genesis, None, START))
    try:
        with Rpc(f"http://127.0.0.1:{port}") as rpc:
            deployer = LocalSigner(os.urandom(32))
            outbox = Outbox(folder / "deployer.sqlite", deployer.address, CHAIN_ID, rpc.genesis_hash())
            sender = TransactionSender(rpc, deployer, outbox, chain_id=CHAIN_ID)
            reader = ChainReader(rpc)
            entries = deploy_contracts(charter, sender, reader)
            installation = build_installation(charter, entries, [card.admission() for card in cards])
            founders = [item.account(AccountPurpose.GOVERNANCE, PASSWORD) for item in keys[:accounting]]
            signatures = {one.address: sign_installation(charter, installation, one) for one in founders}
            deployment = install(charter, installation, signatures, sender, reader)
            consortium = open_consortium(rpc, charter)
            # Who proposes had a seat a second ago.
            wait_by_moving(consortium)(reader.now() + 10)
            yield Governed(folder, charter, keys, cards, rpc, deployment, consortium)
    finally:
        stop_anvil(anvil)
