"""A validator is proposed when its node is in sync, and is the one its card names."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any

import pytest

from quaychain.contracts.keccak import keccak256
from quaychain.contracts.rpc import Rpc
from quaychain.contracts.signers import LocalSigner
from quaychain.contracts.types import to_hex
from quaychain.node.governance.readiness import (
    Candidate,
    CandidateNotReadyError,
    ReadinessStatement,
    check_candidate,
    check_statement,
    state_readiness,
)
from quaychain.node.member_keys import public_key
from tests.node.governance.fake_rpc import NodeAnswersError, rpc_of

CONSORTIUM = keccak256(b"consortium")
KEY = LocalSigner(os.urandom(32))
CANDIDATE = Candidate(KEY.address, public_key(KEY))


@dataclass
class FakeNode:
    """A node of one chain. `fork` makes other blocks from there on."""

    height: int = 100
    chain_id: int = 5
    genesis: str = "genesis"
    syncing: Any = False
    peers: str = "0x4"
    fork: int = 10**9
    period: int = 2
    missing: list[str] = field(default_factory=list)
    identity: str = CANDIDATE.public_key.hex()

    def rpc(self) -> Rpc:
        return rpc_of(self._answer)

    def _answer(self, method: str, parameters: list[Any]) -> Any:
        if method in self.missing:
            raise NodeAnswersError(f"{method} is not enabled", -32604)
        match method:
            case "eth_chainId":
                return hex(self.chain_id)
            case "eth_blockNumber":
                return hex(self.height)
            case "eth_syncing":
                return self.syncing
            case "net_peerCount":
                return self.peers
            case "admin_nodeInfo":
                return {"id": self.identity}
            case "eth_getBlockByNumber":
                number = self.height if parameters[0] == "latest" else int(parameters[0], 16)
                if number > self.height:
                    return None
                side = "fork" if number >= self.fork else "main"
                name = self.genesis if number == 0 else f"{side} {number}"
                return {
                    "number": hex(number), "hash": to_hex(keccak256(name.encode())), "parentHash": to_hex(bytes(32)),
                    "timestamp": hex(number * self.period),
                }  # fmt: skip
        raise AssertionError(method)


def test_a_node_in_sync_is_ready() -> None:
    check_candidate(FakeNode().rpc(), FakeNode(height=97).rpc(), CANDIDATE)
    check_candidate(FakeNode().rpc(), FakeNode(height=140).rpc(), CANDIDATE)


@pytest.mark.parametrize(
    ("node", "problem"),
    [
        (FakeNode(chain_id=6), "its chain is 6, ours 5"),
        (FakeNode(genesis="another"), "its genesis block is 0x"),
        (FakeNode(syncing={"currentBlock": "0x5"}), "it is still syncing"),
        (FakeNode(peers="0x0"), "it has no peers"),
        (FakeNode(height=96), "its head is block 96, ours block 100"),
        (FakeNode(height=0), "its head is block 0, ours block 100"),
        (FakeNode(fork=90), "its block 100 is not ours"),
        (FakeNode(identity="ab" * 64), "its node id is abababababababab"),
        (FakeNode(identity="nonsense"), "it does not tell its node id"),
        (FakeNode(missing=["admin_nodeInfo"]), "it does not tell its node id"),
        (FakeNode(missing=["net_peerCount"]), "it does not tell whether it is in sync"),
    ],
)
def test_whatever_is_wrong_with_a_candidate_is_named(node: FakeNode, problem: str) -> None:
    with pytest.raises(CandidateNotReadyError) as refused:
        check_candidate(FakeNode().rpc(), node.rpc(), CANDIDATE)
    assert len(refused.value.problems) == 1
    assert problem in refused.value.problems[0]
    assert str(refused.value).startswith(f"validator {KEY.address} is not proposed before its node is ready: ")


def test_a_statement_of_a_node_in_sync(tmp_path: Any) -> None:
    statement = state_readiness(FakeNode().rpc(), CONSORTIUM, KEY)
    assert statement.statement.block == 98
    read = ReadinessStatement.model_validate_json(statement.as_file())
    check_statement(FakeNode(height=99).rpc(), CONSORTIUM, read, CANDIDATE)
    check_statement(FakeNode(height=98 + 1800).rpc(), CONSORTIUM, read, CANDIDATE)


@pytest.mark.parametrize(
    "node", [FakeNode(syncing={}), FakeNode(peers="0x0"), FakeNode(height=0), FakeNode(missing=["eth_syncing"])]
)
def test_a_node_that_is_not_in_sync_states_nothing(node: FakeNode) -> None:
    with pytest.raises(CandidateNotReadyError):
        state_readiness(node.rpc(), CONSORTIUM, KEY)


@pytest.mark.parametrize(
    ("own", "problem"),
    [
        (FakeNode(height=98 + 1801), "the statement is 3602 s old"),
        (FakeNode(height=97), "beyond our node's head"),
        (FakeNode(fork=50), "its block 98 is 0x"),
        (FakeNode(chain_id=6), "its chain is 5, ours 6"),
        (FakeNode(genesis="another"), "its genesis block is 0x"),
    ],
)
def test_a_statement_that_does_not_fit_our_chain(own: FakeNode, problem: str) -> None:
    statement = state_readiness(FakeNode().rpc(), CONSORTIUM, KEY)
    with pytest.raises(CandidateNotReadyError, match=problem):
        check_statement(own.rpc(), CONSORTIUM, statement, CANDIDATE)


def test_a_statement_is_its_keys_alone() -> None:
    other = LocalSigner(os.urandom(32))
    statement = state_readiness(FakeNode().rpc(), CONSORTIUM, KEY)
    own = FakeNode().rpc()
    with pytest.raises(CandidateNotReadyError, match="not signed by the card's validator key"):
        check_statement(own, CONSORTIUM, statement, Candidate(other.address, public_key(other)))
    changed = statement.model_copy(update={"statement": statement.statement.model_copy(update={"block": 97})})
    with pytest.raises(CandidateNotReadyError, match="not signed"):
        check_statement(own, CONSORTIUM, changed, CANDIDATE)
    with pytest.raises(CandidateNotReadyError, match="another consortium"):
        check_statement(own, keccak256(b"other"), statement, CANDIDATE)
    # Signed by the card's key, but about another's.
    content = statement.statement.model_copy(update={"validator": other.address})
    claimed = ReadinessStatement(statement=content, signature=KEY.sign_payload(content.signing_payload()))
    with pytest.raises(CandidateNotReadyError, match="is about"):
        check_statement(own, CONSORTIUM, claimed, CANDIDATE)
