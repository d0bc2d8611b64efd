"""The node that `deploy`, `sign-installation` and `install` work on: one of the chain that charter and cards make."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from quaychain.contracts.outbox import Outbox
from quaychain.contracts.reader import ChainReader
from quaychain.contracts.rpc import Rpc
from quaychain.contracts.sender import TransactionSender
from quaychain.node.accounts import open_account
from quaychain.node.artifacts import load_artifact
from quaychain.node.card import MemberCard
from quaychain.node.charter import Charter
from quaychain.node.documents import read_document, read_documents
from quaychain.node.genesis import build_genesis
from quaychain.node.keys import read_password


@dataclass(frozen=True)
class FoundersNode:
    """The node, and what the founders agreed on."""

    charter: Charter
    cards: tuple[MemberCard, ...]
    genesis_hash: bytes
    rpc: Rpc

    @property
    def reader(self) -> ChainReader:
        return ChainReader(self.rpc)

    def sender(self, account: str, password_file: Path, transactions: Path) -> TransactionSender:
        """Sends from `account` (its keystore, web3signer:… or pkcs11:…), keeping its transactions in that file."""
        signer = open_account(account, read_password(password_file))
        outbox = Outbox(transactions, signer.address, self.charter.chain_id, self.genesis_hash)
        return TransactionSender(self.rpc, signer, outbox, chain_id=self.charter.chain_id)


@contextmanager
def founders_node(charter: Path, cards: list[Path], rpc: str) -> Iterator[FoundersNode]:
    """Read the documents and open the node.

    Raises DocumentError, what `build_genesis` does, ChainMismatchError, RpcUnreachableError.
    """
    agreed, members = read_document(charter, Charter), read_documents(cards, MemberCard)
    genesis = build_genesis(agreed, members, load_artifact("ConsortiumRoot"))
    with Rpc(rpc) as node:
        node.check_chain(agreed.chain_id, genesis.block_hash)
        yield FoundersNode(agreed, tuple(members), genesis.block_hash, node)
