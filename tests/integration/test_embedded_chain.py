"""A real anvil from our genesis: it has the root's state, keeps it through kill -9, and its time never jumps."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from quaychain.contracts.bindings.consortium_root import ConsortiumRoot
from quaychain.contracts.bindings.types import MemberKind, Seat
from quaychain.contracts.ports import PortTakenError, free_port
from quaychain.contracts.reader import ChainReader
from quaychain.contracts.rpc import Rpc, RpcError, RpcUnreachableError
from quaychain.contracts.signers import LocalSigner, sign_transaction
from quaychain.contracts.types import Call
from quaychain.node.artifacts import load_artifact
from quaychain.node.charter import draft_charter
from quaychain.node.embedded.chain import EmbeddedChain
from quaychain.node.embedded.server import EmbeddedChainServer
from quaychain.node.embedded.state import ChainFolder, ChainStateError
from quaychain.node.genesis import Genesis, build_genesis, validator_set_digest
from quaychain.node.keys import RANDOM_PASSWORD
from quaychain.node.member_keys import MemberKeys

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(shutil.which("anvil") is None, reason="anvil is not installed: start through ./qc"),
]

CHAIN_ID = 741_100
START = 1_772_409_600
DAY = 86_400


@pytest.fixture(scope="module")
def genesis(tmp_path_factory: pytest.TempPathFactory) -> Genesis:
    charter = draft_charter("embedded", "Test consortium", CHAIN_ID, START)
    folder = tmp_path_factory.mktemp("keys")
    keys = [
        MemberKeys.create(folder / str(number), Seat.ACCOUNTING, b"password", RANDOM_PASSWORD) for number in range(4)
    ]
    places = [item.loopback_places(30_303 + number) for number, item in enumerate(keys)]
    cards = [
        item.make_card(charter, f"Member {number}", MemberKind.SUPPLIER, b"password", places[number])
        for number, item in enumerate(keys)
    ]
    return build_genesis(charter, cards, load_artifact("ConsortiumRoot"))


@pytest.fixture
def folder(tmp_path: Path, genesis: Genesis) -> Path:
    ChainFolder(tmp_path).genesis.write_bytes(genesis.data)
    return tmp_path


@pytest.fixture
def server(folder: Path) -> Iterator[EmbeddedChainServer]:
    with EmbeddedChainServer(folder, free_port()) as running:
        yield running


@pytest.fixture
def rpc(server: EmbeddedChainServer) -> Iterator[Rpc]:
    with Rpc(server.url, patience=30.0) as opened:
        yield opened


def port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def wait_until(holds: Callable[[], bool], seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"it did not come within {seconds} s"
        time.sleep(0.02)


def send(rpc: Rpc, sender: LocalSigner, nonce: int) -> bytes:
    """A transaction that makes a contract which logs once when it is made: PUSH1 0 PUSH1 0 LOG0 STOP."""
    call = Call(None, bytes.fromhex("60006000a000"))
    transaction = sign_transaction(sender, call, chain_id=CHAIN_ID, nonce=nonce, gas=100_000)
    return rpc.send_raw(transaction.raw)


def test_the_genesis_state_is_the_charters_and_cards(rpc: Rpc, genesis: Genesis) -> None:
    root, reader = ConsortiumRoot(genesis.charter.root_address), ChainReader(rpc)
    assert rpc.chain_id() == CHAIN_ID
    assert rpc.head().timestamp == START
    assert reader.read(root.get_validators()) == genesis.validators
    assert reader.read(root.founders()) == genesis.founders
    assert reader.read(root.consortium()) == genesis.charter.id
    assert not reader.read(root.installed())
    assert reader.read(root.current_validator_set()) == 0
    assert reader.read(root.directory_size()) == 0
    first = reader.read(root.validator_set(0))
    assert first.digest == validator_set_digest(0, genesis.validators)
    assert (first.number, first.since_block, first.since, first.validators) == (0, 0, START, genesis.validators)
    members = {reader.read(root.member_of_validator(validator)) for validator in genesis.validators}
    assert len(members) == 4
    assert bytes(16) not in members


def test_gas_is_free_for_accounts_without_a_balance(rpc: Rpc) -> None:
    sent = send(rpc, LocalSigner(os.urandom(32)), 0)
    wait_until(lambda: rpc.receipt(sent) is not None)
    receipt = rpc.receipt(sent)
    assert receipt is not None
    assert receipt.succeeded
    assert rpc.call("eth_gasPrice") == "0x0"


def test_a_transaction_that_the_pool_would_hold_for_ever_can_be_sent_again(rpc: Rpc) -> None:
    stuck, waiting = LocalSigner(os.urandom(32)), LocalSigner(os.urandom(32))
    # Both wait for a first one; then one's next nonce is moved up to it, and the pool doesn't see that.
    send(rpc, stuck, 1)
    send(rpc, waiting, 1)
    rpc.call("anvil_setNonce", stuck.address, "0x1")
    with pytest.raises(RpcError, match="already"):
        send(rpc, stuck, 1)
    wait_until(lambda: rpc.call("txpool_status") == {"pending": "0x0", "queued": "0x1"})
    sent = send(rpc, stuck, 1)
    wait_until(lambda: rpc.receipt(sent) is not None)
    # What rightly waits is left alone.
    send(rpc, waiting, 0)
    wait_until(lambda: rpc.transaction_count(waiting.address) == 2)


def test_a_restart_goes_on_where_the_chain_stopped(folder: Path) -> None:
    sender = LocalSigner(os.urandom(32))
    with EmbeddedChainServer(folder, free_port()) as server, Rpc(server.url) as rpc:
        EmbeddedChain(folder, rpc).advance_to(START + 30 * DAY)
        sent = send(rpc, sender, 0)
        wait_until(lambda: rpc.receipt(sent) is not None)
        head, genesis_hash = rpc.head(), rpc.genesis_hash()
    assert head.timestamp >= START + 30 * DAY
    with EmbeddedChainServer(folder, free_port()) as server, Rpc(server.url) as rpc:
        assert (rpc.head(), rpc.genesis_hash()) == (head, genesis_hash)
        receipt = rpc.receipt(sent)
        assert receipt is not None
        assert rpc.logs({"fromBlock": "0x0", "toBlock": "latest"}) == list(receipt.logs)
        assert rpc.transaction_count(sender.address) == 1
        send(rpc, sender, 1)
        wait_until(lambda: rpc.transaction_count(sender.address) == 2)
        # This machine's clock is elsewhere; the chain's goes on.
        assert 0 <= rpc.head().timestamp - head.timestamp < 60
        assert rpc.head().parent_hash == head.hash


def test_kill_9_takes_back_only_what_was_not_on_disk(server: EmbeddedChainServer, folder: Path, rpc: Rpc) -> None:
    sender, chain = LocalSigner(os.urandom(32)), EmbeddedChain(folder, rpc)
    for nonce in range(20):
        send(rpc, sender, nonce)
    wait_until(lambda: rpc.transaction_count(sender.address) == 20)
    chain.persist()
    persisted = chain.persisted_head()
    assert persisted is not None
    for nonce in range(20, 25):
        send(rpc, sender, nonce)  # most likely not on disk yet

    first = server.process_id
    assert first is not None
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: server.process_id not in (None, first))
    after = rpc.head()
    assert after.number >= persisted.number
    block = rpc.block(persisted.number)
    assert block is not None
    assert block.hash == persisted.hash
    nonce = rpc.transaction_count(sender.address)
    assert 20 <= nonce <= 25
    send(rpc, sender, nonce)
    wait_until(lambda: rpc.transaction_count(sender.address) == nonce + 1)


def test_dumps_under_load_fit_together(server: EmbeddedChainServer, rpc: Rpc) -> None:
    """Anvil's own dumps don't: an account may have sent a transaction that is in no block, and then it is lost."""
    sender = LocalSigner(os.urandom(32))
    nonce = 0
    for _ in range(3):
        until = time.monotonic() + 1.3
        while time.monotonic() < until:
            send(rpc, sender, nonce)
            nonce += 1
        victim = server.process_id
        assert victim is not None
        os.kill(victim, signal.SIGKILL)
        wait_until(lambda victim=victim: server.process_id not in (None, victim))
        heights = range(rpc.block_number() + 1)
        counts = rpc.batch([("eth_getBlockTransactionCountByNumber", [hex(height)]) for height in heights])
        nonce = rpc.transaction_count(sender.address)
        assert nonce == sum(int(count, 16) for count in counts) > 0


def test_persisting_waits_for_the_head(folder: Path, rpc: Rpc) -> None:
    chain, sender = EmbeddedChain(folder, rpc), LocalSigner(os.urandom(32))
    for nonce in range(3):
        send(rpc, sender, nonce)
        wait_until(lambda nonce=nonce: rpc.transaction_count(sender.address) == nonce + 1)
        head = rpc.head()
        chain.persist()
        persisted = chain.persisted_head()
        assert persisted is not None
        assert (persisted.number, persisted.hash, persisted.timestamp) == (head.number, head.hash, head.timestamp)


def test_time_moves_forward_only(folder: Path, rpc: Rpc) -> None:
    chain = EmbeddedChain(folder, rpc)
    chain.advance_to(START + DAY)
    assert 0 <= rpc.head().timestamp - (START + DAY) < 5
    before = rpc.head()
    chain.advance_to(START)
    assert rpc.head() == before


def test_a_taken_port_is_one_line(folder: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = int(other.getsockname()[1])
        with pytest.raises(PortTakenError, match=str(port)) as caught:
            EmbeddedChainServer(folder, port).start()
    assert "\n" not in str(caught.value)


def test_a_damaged_dump_is_one_line(folder: Path) -> None:
    with EmbeddedChainServer(folder, free_port()):
        wait_until(ChainFolder(folder).state.exists)
    ChainFolder(folder).state.write_bytes(ChainFolder(folder).state.read_bytes()[:-20])
    with pytest.raises(ChainStateError, match=r"state\.json\.gz"):
        EmbeddedChainServer(folder, free_port()).start()


def test_as_a_process_it_ends_with_all_it_started(folder: Path) -> None:
    """By SIGTERM with a last dump; by kill -9 without one, and without leaving anvil behind (Linux)."""
    port = free_port()
    command = [sys.executable, "-m", "quaychain.scripts.main", "node", "embedded", str(folder), "--port", str(port)]
    with Rpc(f"http://127.0.0.1:{port}", patience=90.0) as rpc:
        chain = EmbeddedChain(folder, rpc)
        process = subprocess.Popen(command)
        chain.advance_to(START + DAY)
        process.terminate()
        assert process.wait(60) == 0
        persisted = chain.persisted_head()
        assert persisted is not None
        assert persisted.timestamp >= START + DAY

        process = subprocess.Popen(command)
        assert rpc.head().hash == persisted.hash
        process.kill()
        process.wait(60)
        if sys.platform == "linux":
            wait_until(lambda: port_is_free(port))


def test_nothing_stays_behind(folder: Path) -> None:
    with EmbeddedChainServer(folder, free_port()) as server:
        process = server.process_id
    assert process is not None
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
    with Rpc(server.url, patience=0.0) as rpc, pytest.raises(RpcUnreachableError):
        rpc.block_number()
    assert not ChainFolder(folder).loading.exists()
