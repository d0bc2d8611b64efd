"""The evidence that a key has stopped: who sealed, who proposed, who is connected, and that the chain goes on."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
import rlp
from eth_keys.datatypes import PrivateKey

from quaychain.contracts.keccak import keccak256
from quaychain.contracts.proofs.header import EXTRA_DATA, header_values
from quaychain.contracts.rpc import ChainMismatchError, Rpc
from quaychain.node.backup.retired import NotShownError, StillRunningError, require_retired
from quaychain.node.local.network import LocalNetwork
from quaychain.node.machine.settings import NodeSettings

KEYS = [PrivateKey(os.urandom(32)) for _ in range(4)]
GENESIS = os.urandom(32)


def extra(seals: list[bytes]) -> str:
    return "0x" + rlp.encode([bytes(32), [], [], b"", seals]).hex()


def block(number: int, proposer: PrivateKey, sealers: list[PrivateKey]) -> dict[str, Any]:
    """A block as eth_getBlockByNumber has it, of QBFT, sealed."""
    hashes = ("parentHash", "sha3Uncles", "stateRoot", "transactionsRoot", "receiptsRoot", "mixHash", "hash")
    header: dict[str, Any] = dict.fromkeys(hashes, "0x" + "00" * 32)
    header |= dict.fromkeys(("difficulty", "gasLimit", "gasUsed", "timestamp"), "0x1")
    header |= {"miner": proposer.public_key.to_address(), "logsBloom": "0x" + "00" * 256, "nonce": "0x" + "00" * 8}
    header |= {"number": hex(number), "extraData": extra([])}
    values = header_values(header)
    assert values[EXTRA_DATA].hex() == header["extraData"][2:]
    digest = keccak256(rlp.encode(values))
    return header | {"extraData": extra([key.sign_msg_hash(digest).to_bytes() for key in sealers])}


@dataclass
class Chain:
    """Nodes that show one chain, which grows by a block whenever somebody waits."""

    settings: NodeSettings
    blocks: list[dict[str, Any]] = field(default_factory=list)
    grows: Callable[[int], dict[str, Any] | None] = lambda number: block(number, KEYS[1], KEYS[1:])
    peers: list[dict[str, str]] = field(default_factory=list)
    tells_peers: bool = True
    now: float = 0.0

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        made = self.grows(len(self.blocks) + 1)
        if made is not None:
            self.blocks.append(made)

    def clock(self) -> float:
        return self.now

    def answer(self, request: httpx.Request) -> httpx.Response:
        asked = json.loads(request.content)
        answers = [self.one(each) for each in (asked if isinstance(asked, list) else [asked])]
        return httpx.Response(200, json=answers if isinstance(asked, list) else answers[0])

    def one(self, asked: dict[str, Any]) -> dict[str, Any]:
        method, parameters, answer = asked["method"], asked["params"], {"jsonrpc": "2.0", "id": asked["id"]}
        if method == "admin_peers":
            if not self.tells_peers:
                return answer | {"error": {"code": -32604, "message": "Method not enabled"}}
            return answer | {"result": self.peers}
        if method == "eth_getBlockByNumber":
            number = int(parameters[0], 16)
            return answer | {"result": self.blocks[number - 1] if number else {"hash": "0x" + GENESIS.hex()}}
        return answer | {"result": hex({"eth_chainId": self.settings.chain_id}.get(method, len(self.blocks)))}

    def require(self, patience: float = 60, blocks: int = 10) -> str:
        nodes = [Rpc(f"http://node{n}.test", transport=httpx.MockTransport(self.answer)) for n in (1, 2)]
        return require_retired(
            self.settings, GENESIS, nodes, blocks=blocks, patience=patience, clock=self.clock, sleep=self.sleep
        )


@pytest.fixture
def chain(founded: LocalNetwork) -> Chain:
    settings = founded.nodes[0].read_settings()
    own = settings.model_copy(update={"address": KEYS[0].public_key.to_checksum_address()})
    return Chain(own, [block(number, KEYS[number % 4], KEYS[:3]) for number in range(1, 31)])


def test_a_key_that_stopped(chain: Chain) -> None:
    assert "in blocks 31 to 40" in chain.require()
    assert chain.now == 10
    # And when it has long stopped, a block more will do.
    assert "in blocks 32 to 41" in chain.require()
    assert chain.now == 11


def test_a_key_that_still_seals(chain: Chain) -> None:
    chain.grows = lambda number: block(number, KEYS[1], KEYS[:3])
    with pytest.raises(StillRunningError, match="took part in block 90"):
        chain.require()


def test_a_key_that_proposes_only(chain: Chain) -> None:
    chain.grows = lambda number: block(number, KEYS[0] if number == 44 else KEYS[1], KEYS[1:])
    with pytest.raises(StillRunningError, match="took part in block 44"):
        chain.require(patience=20, blocks=15)


def test_a_node_that_is_connected(chain: Chain) -> None:
    chain.peers = [{"id": "0x" + "11" * 64}, {"id": "0x" + chain.settings.public_key.hex()}]
    with pytest.raises(StillRunningError, match=r"http://node1\.test is connected"):
        chain.require()
    chain.peers.pop()
    assert chain.require()


def test_nodes_that_do_not_tell_their_peers(chain: Chain) -> None:
    chain.tells_peers = False
    assert chain.require()


def test_a_chain_that_stands_still(chain: Chain) -> None:
    chain.blocks += [block(number, KEYS[1], KEYS[1:]) for number in range(31, 91)]
    chain.grows = lambda number: None
    with pytest.raises(NotShownError, match="no block after 90 in 60 s"):
        chain.require()


def test_a_chain_that_is_slow(chain: Chain) -> None:
    with pytest.raises(NotShownError, match="only the last 5 blocks"):
        chain.require(patience=5)


def test_a_young_chain_shows_nothing_yet(chain: Chain) -> None:
    chain.blocks = [block(1, KEYS[1], KEYS[1:])]
    with pytest.raises(NotShownError, match="only the last 6 blocks"):
        chain.require(patience=5)


def test_another_chain(chain: Chain) -> None:
    chain.settings = chain.settings.model_copy(update={"chain_id": 1})
    nodes = [Rpc("http://node.test", transport=httpx.MockTransport(chain.answer))]
    with pytest.raises(ChainMismatchError):
        require_retired(chain.settings.model_copy(update={"chain_id": 2}), GENESIS, nodes)
