"""Frees what anvil's pool would hold for ever (I/O)."""

from __future__ import annotations

import logging

from quaychain.contracts.rpc import Rpc

_LOG = logging.getLogger(__name__)


class PoolWatch:
    """Looks for accounts whose next transaction waits for one that is in a block already.

    Anvil can take in a transaction while the one before it is being mined, and then never sees that it may follow: it
    stays queued, with all after it, and sending it again is answered "already known" (seen on anvil 1.7 under load).
    """

    def __init__(self, rpc: Rpc) -> None:
        self._rpc = rpc
        self._seen: set[tuple[str, int]] = set()

    def look(self) -> None:
        """Have anvil forget the transactions of an account that stood so at the last look, too: senders send what is
        in no block again. Raises RpcError, RpcUnreachableError, RpcAnswerError."""
        stuck = self._stuck()
        for account, nonce in stuck & self._seen:
            _LOG.warning(
                "anvil holds transaction %d of %s, which could go: forgotten, to be sent again", nonce, account
            )
            self._rpc.call("anvil_removePoolTransactions", account)
        self._seen = stuck

    def _stuck(self) -> set[tuple[str, int]]:
        if int(self._rpc.call("txpool_status")["queued"], 16) == 0:
            return set()
        queued = self._rpc.call("txpool_content")["queued"]
        next_nonces = {
            account: int(self._rpc.call("eth_getTransactionCount", account, "latest"), 16) for account in queued
        }
        return {(account, nonce) for account, nonce in next_nonces.items() if str(nonce) in queued[account]}
