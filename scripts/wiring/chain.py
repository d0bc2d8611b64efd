"""A node, the consortium on it, and one account that sends."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from quaychain.contracts.bindings.consortium_root import ConsortiumRoot
from quaychain.contracts.conditions import Conditions
from quaychain.contracts.deployment import Deployment
from quaychain.contracts.endpoints import Endpoints
from quaychain.contracts.outbox import Outbox
from quaychain.contracts.pipeline import PipelinedSender
from quaychain.contracts.reader import ChainReader
from quaychain.contracts.rpc import Rpc
from quaychain.contracts.sender import Pace
from quaychain.contracts.types import Address
from quaychain.node.accounts import open_account
from quaychain.node.embedded.state import ChainFolder
from quaychain.node.keys import read_password

#: Transactions of one account on the way: far below what Besu's pools take.
_MOST_PENDING = 256


class AccountOnChain:
    """`rpc` is a node's URL, or several with commas between them: while one is away, on another chain or behind, the
    next is used. `account` is a place that `open_account` knows. `chain_folder` is the embedded chain's; with it, only
    blocks in its state file stay.
    """

    def __init__(
        self,
        deployment: Path,
        rpc: str,
        account: str,
        password_file: Path | None,
        transactions: Path,
        chain_folder: Path | None,
    ) -> None:
        """Raises DeploymentFileError, ChainMismatchError, RpcUnreachableError, OutboxUnusableError, KeyFileError…"""
        self.deployment = Deployment.load(deployment)
        self.conditions = Conditions()
        self.urls = [url.strip() for url in rpc.split(",")]
        client = self.client()
        client.check_chain(self.deployment.chain_id, self.deployment.genesis)
        self.reader = ChainReader(client)
        self._folder = None if chain_folder is None else ChainFolder(chain_folder)
        signer = open_account(account, None if password_file is None else read_password(password_file))
        self.sender = PipelinedSender(
            client,
            signer,
            Outbox(transactions, signer.address, self.deployment.chain_id, self.deployment.genesis),
            chain_id=self.deployment.chain_id,
            final_block=None if self._folder is None else self.final_block,
            pace=Pace(max_pending=_MOST_PENDING),
            conditions=self.conditions,
        )

    def client(self, *, timeout: float = 30.0, patience: float = 5.0) -> Rpc:
        """A client of the node, or of the nodes as one; the options are an Rpc's, for one node."""
        if len(self.urls) == 1:
            return Rpc(self.urls[0], timeout=timeout, patience=patience)
        chain = self.deployment
        return Endpoints(self.urls, chain_id=chain.chain_id, genesis=chain.genesis, conditions=self.conditions)

    @property
    def embedded(self) -> bool:
        """Whether it is the embedded chain."""
        return self._folder is not None

    def validators(self) -> Sequence[Address]:
        """The validators in force."""
        return self.reader.read(self.deployment.contract(ConsortiumRoot).get_validators())

    def final_block(self) -> int:
        """The newest block that stays: the head where validators seal, the newest one on disk on the embedded chain."""
        if self._folder is None:
            return self.reader.head().number
        persisted = self._folder.persisted_head()
        return 0 if persisted is None else persisted.number
