"""A node, the consortium on it, and one account that sends."""

from __future__ import annotations

from pathlib import Path

from quaychain.contracts.deployment import Deployment
from quaychain.contracts.outbox import Outbox
from quaychain.contracts.reader import ChainReader
from quaychain.contracts.rpc import Rpc
from quaychain.contracts.sender import TransactionSender
from quaychain.node.accounts import open_account
from quaychain.node.embedded.state import ChainFolder
from quaychain.node.keys import read_password


class AccountOnChain:
    """`account` is a place that `open_account` knows. `chain_folder` is the embedded chain's; with it, only blocks in
    its state file stay.
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
        client = Rpc(rpc)
        client.check_chain(self.deployment.chain_id, self.deployment.genesis)
        self.reader = ChainReader(client)
        self._folder = None if chain_folder is None else ChainFolder(chain_folder)
        signer = open_account(account, None if password_file is None else read_password(password_file))
        self.sender = TransactionSender(
            client,
            signer,
            Outbox(transactions, signer.address, self.deployment.chain_id, self.deployment.genesis),
            chain_id=self.deployment.chain_id,
            final_block=None if self._folder is None else self.final_block,
        )

    def final_block(self) -> int:
        """The newest block that stays: the head where validators seal, the newest one on disk on the embedded chain."""
        if self._folder is None:
            return self.reader.head().number
        persisted = self._folder.persisted_head()
        return 0 if persisted is None else persisted.number
