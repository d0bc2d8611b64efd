"""The anchor port on a chain: what counts as the contract's refusal, and what is waited for."""

from __future__ import annotations

from typing import Any, cast

import pytest

from quaychain.contracts.bindings.event_anchor import EventAnchor
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.reader import ChainReader
from quaychain.contracts.rpc import RpcUnreachableError
from quaychain.contracts.sender import TransactionSender
from quaychain.contracts.signers import SignerError
from quaychain.oracles.anchorer import AnchorRefusedError
from quaychain.oracles.chain import ChainAnchorPort
from quaychain.oracles.queue.batches import BatchRow, BatchState


class Sender:
    def __init__(self, error: QuaychainError) -> None:
        self.error = error

    def send(self, call: object, **options: Any) -> object:
        raise self.error


def port(error: QuaychainError) -> ChainAnchorPort:
    anchor = EventAnchor("0x" + "11" * 20)
    return ChainAnchorPort(
        cast(ChainReader, None), cast(TransactionSender, Sender(error)), anchor, lambda: 0, from_block=0
    )


ROW = BatchRow(b"\1" * 32, 1, 2, b"\2" * 32, BatchState.STORED, cid=b"\3" * 36)


@pytest.mark.parametrize("error", [SignerError("signer", "no answer in time"), RpcUnreachableError("url", "refused")])
def test_a_signer_or_node_that_is_away_refuses_nothing(error: QuaychainError) -> None:
    with pytest.raises(type(error)):
        port(error).anchor(ROW, 1)


def test_what_the_contract_says_is_a_refusal() -> None:
    with pytest.raises(AnchorRefusedError):
        port(QuaychainError("StreamLeased")).anchor(ROW, 1)
