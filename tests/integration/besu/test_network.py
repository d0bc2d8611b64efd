"""A network of four validators and a query node as its members would have made it, on a real Besu."""

from __future__ import annotations

import contextlib
import json
import re
from pathlib import Path

import pytest
from eth_account import Account

from quaychain.contracts.bindings.consortium_root import ConsortiumRoot
from quaychain.contracts.outbox import Outbox
from quaychain.contracts.proofs.commit_seals import sealed_block
from quaychain.contracts.reader import ChainReader
from quaychain.contracts.sender import TransactionRefusedError, TransactionSender
from quaychain.contracts.signers import LocalSigner
from quaychain.contracts.types import Call, to_address, to_hex
from quaychain.node.process.state import current_state

from .network import BesuNetwork, quaychain

pytestmark = pytest.mark.besu


def test_block_0_is_the_one_that_node_genesis_prints(network: BesuNetwork, tmp_path: Path) -> None:
    cards = [str(path) for path in sorted(network.local.cards.iterdir(), reverse=True)]
    said = quaychain("node", "genesis", str(network.local.charter), *cards, "-o", str(tmp_path / "genesis.json"))
    assert (tmp_path / "genesis.json").read_bytes() == network.local.genesis.read_bytes()
    printed = re.search(r"block 0 (0x[0-9a-f]{64})", said)
    assert printed is not None
    assert {to_hex(network.rpc(name).genesis_hash()) for name in network.names} == {printed[1]}


def test_the_validators_are_those_of_consortium_root_and_of_the_cards(network: BesuNetwork) -> None:
    root = ConsortiumRoot(network.folder(network.names[0]).read_settings().root_address)
    carded = network.carded_validators()
    for name in network.names:
        reader = ChainReader(network.rpc(name))
        assert set(reader.read(root.get_validators())) == carded
        answered = network.rpc(name).call("qbft_getValidatorsByBlockNumber", "latest")
        assert {to_address(address) for address in answered} == carded
    assert len(carded) == 4


def test_blocks_are_sealed_by_a_quorum_of_them_in_turn(network: BesuNetwork) -> None:
    network.wait_blocks(network.names[0], 5)
    validators = network.carded_validators()
    rpc = network.rpc(network.names[-1])
    newest = rpc.block_number()
    blocks = [
        sealed_block(rpc.call("eth_getBlockByNumber", hex(number), False)) for number in range(newest - 4, newest)
    ]
    for block in blocks:
        assert len(set(block.sealers)) >= 3
        assert set(block.sealers) <= validators
    assert len({block.proposer for block in blocks}) >= 3
    assert [block.parent_hash for block in blocks[1:]] == [block.hash for block in blocks[:-1]]


def test_a_member_sends_for_nothing_and_a_stranger_not_at_all(network: BesuNetwork, tmp_path: Path) -> None:
    with network.sender("manufacturer", "manufacturer", tmp_path) as sender:
        receipt = sender.send(Call(sender.signer.address, b"crane"), timeout=60)
        assert receipt.succeeded
    stranger, rpc, chain_id = LocalSigner(b"\x11" * 32), network.rpc("manufacturer"), network.local.file.chain_id
    outbox = Outbox(tmp_path / "stranger.sqlite", stranger.address, chain_id, rpc.genesis_hash())
    with contextlib.closing(outbox), pytest.raises(TransactionRefusedError) as refused:
        TransactionSender(rpc, stranger, outbox, chain_id=chain_id).send(
            Call(stranger.address, b"crane"), simulate=False, gas=50_000
        )
    assert refused.value.code == -32007


def test_no_key_is_on_disk_in_the_clear_or_seen_by_who_lists_processes(network: BesuNetwork) -> None:
    for name, entry in zip(network.names, network.local.file.nodes, strict=True):
        folder, password = network.folder(name), network.local.password(entry.member)
        key = bytes(Account.decrypt(json.loads(folder.key.read_text()), password.decode()))
        state = current_state(folder)
        assert state is not None
        assert state.besu_pid is not None
        files = [path for path in folder.root.rglob("*") if path.is_file()]
        for pid in (state.pid, state.besu_pid):
            files += [Path(f"/proc/{pid}/cmdline"), Path(f"/proc/{pid}/environ")]
        for path in files:
            content = path.read_bytes()
            assert not any(secret in content for secret in (key, key.hex().encode(), password)), path


def test_the_doctor_has_nothing_to_say_about_a_healthy_network(network: BesuNetwork) -> None:
    assert quaychain("node", "doctor", str(network.local.root)).startswith("no faults; looked at 5 folders, 5 running")
